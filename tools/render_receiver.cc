#include "tools/render_receiver.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/notify/notification.h"
#include "libcheck/report/report.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/notification_output.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {

namespace am = check::alertmanager;
namespace config = check::config::alertmanager;
namespace gt = check::gotemplate;
using check::report::Json;

struct ReceiverRender::Config {
  explicit Config(check::SharedText name, std::string text)
      : file(std::move(name), std::move(text)) {}

  check::SourceBuffer file;
  check::Arena arena;
  check::schema::LoadedFile loaded;
  std::optional<check::schema::Input> input;
  std::optional<config::AlertmanagerConfig> sections;
  std::optional<am::RouteTree> routes;
  const config::Receiver* receiver = nullptr;
  std::optional<std::uint32_t> route;  // The first that leads to the receiver.
};

namespace {

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

Exit Refuse(const std::string& message, Exit status = Exit::kProblems) {
  WriteError(message);
  return status;
}

// The route's labels as the dispatcher expands them.
std::vector<gt::TextPair> RouteLabels(const am::Route& route, const gt::NotificationData& data,
                                      const gt::NotificationTemplates& templates,
                                      const gt::GoTime& now, check::Arena& memory) {
  std::vector<gt::TextPair> labels;
  for (const auto& [name, text] : route.labels) {
    labels.push_back({memory.Copy(std::string_view(name)), memory.Copy(std::string_view(text))});
  }
  gt::NotificationData unexpanded = data;
  unexpanded.notification_reason = "unknown";
  unexpanded.route_labels = labels;
  unexpanded.route_labels_are_rendered = false;
  std::vector<gt::TextPair> expanded;
  for (const gt::TextPair& label : labels) {
    gt::ExecutionMemory execution;
    const auto value = templates.Expand(label.value, gt::Escaping::kNone,
                                        gt::MakeNotification(unexpanded), now, execution);
    // Alertmanager: logs why a label cannot be expanded, and goes on without it.
    if (value) expanded.push_back({label.name, memory.Copy(std::string_view(*value))});
  }
  return expanded;
}

// `data` as Alertmanager would make it for the receiver, where it says nothing or something else.
gt::NotificationData Completed(const gt::NotificationData& data, const std::string& receiver,
                               check::Arena& memory) {
  gt::NotificationData completed = data;
  completed.receiver = gt::MakeNotificationData(receiver, {}, {}, {}, {}, {}, {}, memory).receiver;
  if (data.status != "firing" && data.status != "resolved") {
    const bool fires = std::any_of(data.alerts.begin(), data.alerts.end(),
                                   [](const auto& alert) { return alert.status == "firing"; });
    completed.status = fires ? "firing" : "resolved";
  }
  if (data.notification_reason.empty()) {
    completed.notification_reason =
        completed.status == "firing" ? "first notification" : "all alerts resolved";
  }
  if (data.route_labels.empty()) completed.route_labels = gt::NoKeyValues();
  return completed;
}

std::string GroupKey(const am::RouteTree& routes, std::optional<std::uint32_t> route,
                     gt::KeyValues group_labels) {
  check::model::LabelTable table;
  std::vector<check::model::Label> labels;
  for (const gt::TextPair& label : group_labels) {
    labels.push_back({table.Intern(label.name), table.Intern(label.value)});
  }
  return routes.GroupKey(route.value_or(0), table.Make(labels));
}

// "mail.html", and for further ones "mail.2.html".
std::string NumberedPath(const std::string& path, std::size_t number) {
  if (number == 1) return path;
  const std::size_t dot = path.rfind('.');
  const std::size_t slash = path.rfind('/');
  const bool has_ending =
      dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash + 1);
  const std::size_t at = has_ending ? dot : path.size();
  return fmt::format("{}.{}{}", path.substr(0, at), number, path.substr(at));
}

// Writes each e-mail in HTML to a file of its own. False if one cannot be written.
bool WriteHtml(const std::string& path, const std::vector<SentByIntegration>& sent) {
  std::size_t number = 0;
  for (const SentByIntegration& integration : sent) {
    for (const check::notify::Mail& mail : integration.notification.mails) {
      for (const check::notify::MailPart& part : mail.parts) {
        if (!part.content_type.starts_with("text/html")) continue;
        if (auto error = check::ReplaceFile(NumberedPath(path, ++number), part.text)) {
          WriteError(error->message);
          return false;
        }
      }
    }
  }
  if (number == 0) WriteErr("pronoia: note: the receiver sends no HTML e-mail\n");
  return true;
}

}  // namespace

void ReceiverFlags::Declare(FlagSet& flags) {
  flags.Option("--receiver", &receiver, "RECEIVER",
               "Show every field of this receiver and what it sends, with secrets hidden");
  flags.Option("--config", &config, "FILE", "The alertmanager.yml that defines the receiver");
  flags.Option("--format", &format, "RENDERING", "Output format with --receiver: text or json");
  flags.Option("--html-file", &html_file, "FILE", "Write the receiver's HTML e-mail to this file");
}

ReceiverRender::ReceiverRender(const ReceiverFlags& flags) : flags_(flags) {}
ReceiverRender::~ReceiverRender() = default;

std::optional<Exit> ReceiverRender::Read() {
  if (flags_.config.empty()) {
    return Refuse("--receiver requires --config, the alertmanager.yml that defines the receiver",
                  Exit::kFailed);
  }
  check::Result<std::string> text = ReadInput(flags_.config);
  if (!text) return Refuse(text.error().message, Exit::kFailed);
  config_ = std::make_unique<Config>(
      check::SharedText(flags_.config == "-" ? "<stdin>" : flags_.config), *std::move(text));
  Config& read = *config_;
  check::Diagnostics diagnostics;
  read.loaded = config::CheckConfig(read.file, {}, read.arena, diagnostics).loaded;
  if (diagnostics.HasErrors() || read.loaded.root == nullptr) {
    return Refuse(fmt::format("Alertmanager refuses `{}`: see `pronoia check alertmanager`",
                              read.file.name()));
  }
  read.input.emplace(check::schema::Input{read.file, read.loaded.stream, read.arena});
  read.sections = config::ReadConfig(
      check::schema::Values(*read.loaded.root, *read.input, check::yaml::Dialect::kGoYamlV2),
      check::model::MatcherMode::kFallback);
  auto routing = config::MakeRouting(*read.sections);
  if (!routing) return Refuse(fmt::format("`{}` has no route", read.file.name()));
  read.routes.emplace(std::move(routing->routes));
  for (const config::Receiver& receiver : read.sections->receivers) {
    if (receiver.name == flags_.receiver) read.receiver = &receiver;
  }
  if (read.receiver == nullptr) {
    return Refuse(fmt::format("no receiver `{}` in `{}`", flags_.receiver, read.file.name()));
  }
  const auto& routes = read.routes->routes();
  const auto route = std::find_if(routes.begin(), routes.end(), [&](const am::Route& candidate) {
    return candidate.receiver == flags_.receiver;
  });
  if (route != routes.end()) read.route = static_cast<std::uint32_t>(route - routes.begin());
  return std::nullopt;
}

std::vector<std::string> ReceiverRender::TemplatePatterns() const {
  std::vector<std::string> patterns;
  const std::string folder = FolderOf(flags_.config);
  for (const std::string_view pattern : config_->sections->templates) {
    const bool is_whole = pattern.starts_with('/') || folder.empty();
    patterns.push_back(is_whole ? std::string(pattern) : fmt::format("{}/{}", folder, pattern));
  }
  return patterns;
}

std::optional<std::vector<std::string>> ReceiverRender::GroupBy() const {
  const am::Route& route = (*config_->routes)[config_->route.value_or(0)];
  if (route.group_by_all) return std::nullopt;
  return route.group_by;
}

Exit ReceiverRender::Print(const gt::NotificationData& data,
                           const gt::NotificationTemplates& templates,
                           const gt::GoTime& now) const {
  check::Arena memory;
  const am::Route& route = (*config_->routes)[config_->route.value_or(0)];
  gt::NotificationData notified = Completed(data, flags_.receiver, memory);
  const std::vector<gt::TextPair> labels = RouteLabels(route, notified, templates, now, memory);
  if (!labels.empty()) notified.route_labels = labels;
  notified.route_labels_are_rendered = true;
  const std::string key = GroupKey(*config_->routes, config_->route, data.group_labels);
  std::vector<SentByIntegration> sent;
  for (const config::Integration& integration : config_->receiver->integrations) {
    sent.push_back({integration.type->field, integration.index,
                    check::notify::Notify(integration, config_->sections->global, {notified, key},
                                          {.templates = templates, .now = now})});
  }
  Exit status = Exit::kOk;
  Json list = Json::array();
  std::string text;
  for (const SentByIntegration& integration : sent) {
    list.push_back(NotificationJson(integration));
    text += (text.empty() ? "" : "\n") + NotificationText(integration);
  }
  if (flags_.format == "json") {
    WriteData(check::report::ToText(Json{
        {"receiver", flags_.receiver}, {"group_key", key}, {"integrations", std::move(list)}}));
  } else {
    WriteOut(text);
  }
  for (const SentByIntegration& integration : sent) {
    const std::string where = fmt::format("{}[{}]", integration.type, integration.index);
    for (const std::string& note : integration.notification.notes) {
      WriteErr(fmt::format("pronoia: note: {}: {}\n", where, note));
    }
    for (const check::notify::ExpandedField& field : integration.notification.fields) {
      if (!field.error.empty()) status = Exit::kProblems;
    }
    if (integration.notification.error.empty()) continue;
    WriteError(
        fmt::format("{}: the notification is lost: {}", where, integration.notification.error));
    status = Exit::kProblems;
  }
  if (!flags_.html_file.empty() && !WriteHtml(flags_.html_file, sent)) return Exit::kFailed;
  return status;
}

}  // namespace tools
