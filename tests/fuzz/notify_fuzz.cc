#include <string>
#include <vector>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/notify/answer.h"
#include "libcheck/notify/mail_text.h"
#include "libcheck/notify/notification.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

namespace am = config::alertmanager;
using namespace gotemplate;

constexpr TextPair kLabels[] = {{"alertname", "Down \"<b>\""}, {"job", "a: b\r\n\xff"}};
constexpr NotifiedAlert kAlerts[] = {
    {.status = "firing", .labels = kLabels, .annotations = {}, .starts_at = {1'767'225'600}},
    {.status = "resolved", .labels = kLabels, .annotations = kLabels, .ends_at = {1'767'225'601}}};

void CheckSent(const notify::Notification& sent) {
  for (const notify::Request& request : sent.requests) {
    Require(request.format != notify::Request::Format::kJson || notify::IsJson(request.body),
            "a body that is called JSON is JSON");
  }
  for (const notify::Mail& mail : sent.mails) {
    for (const notify::Header& header : mail.headers) {
      Require(header.value.find('\n') == std::string::npos, "a header is one line");
    }
    for (const notify::MailPart& part : mail.parts) {
      const std::string raw = notify::QuotedPrintable(part.text);
      Require(raw.find("\n\n") == std::string::npos, "lines end in CR LF");
    }
  }
}

}  // namespace

// A configuration, whose receivers all send.
void FuzzNotify(std::string_view bytes) {
  static const NotificationTemplates templates;
  const SourceBuffer file("alertmanager.yml", std::string(bytes));
  Arena arena;
  Diagnostics diagnostics;
  const am::ConfigCheck checked = am::CheckConfig(file, {}, arena, diagnostics);
  if (diagnostics.HasErrors() || checked.loaded.root == nullptr) return;
  const schema::Input input = {file, checked.loaded.stream, arena};
  const am::AlertmanagerConfig config =
      am::ReadConfig(schema::Values(*checked.loaded.root, input, yaml::Dialect::kGoYamlV2),
                     model::MatcherMode::kFallback);
  const NotificationData data = {.receiver = "team",
                                 .status = "firing",
                                 .alerts = kAlerts,
                                 .group_labels = kLabels,
                                 .common_labels = kLabels,
                                 .external_url = "http://am"};
  for (const am::Receiver& receiver : config.receivers) {
    for (const am::Integration& integration : receiver.integrations) {
      CheckSent(notify::Notify(integration, config.global, {data, "{}:{}"},
                               {.templates = templates,
                                .now = {1'767'225'700},
                                .limits = {.templates = 50,
                                           .depth = 500,
                                           .steps = 20'000,
                                           .output_bytes = 1 << 16,
                                           .memory_bytes = 1 << 20}}));
    }
  }
}

}  // namespace check::fuzz
