#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/silences/held_back.h"
#include "tools/alert_why.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/routing_file.h"

// The command that shows what holds an alert back.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::report::Json;

// More alerts than anybody reads about.
constexpr std::size_t kMostAlerts = 20;

struct Options {
  std::vector<std::string> words;
  std::string config;
  std::string format = "text";
  ColorFlag color;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

bool IsFingerprint(const std::vector<std::string>& words) {
  return words.size() == 1 && words[0].size() == 16 &&
         words[0].find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool HasAll(const v2::Alert& alert, const v2::Pairs& labels) {
  return std::ranges::all_of(
      labels, [&](const auto& label) { return alert.Label(label.first) == label.second; });
}

// The alerts of the server that are meant: the one that has just these labels, or else all that
// have them.
std::vector<const v2::Alert*> Meant(const std::vector<v2::Alert>& alerts, const v2::Pairs& labels) {
  std::vector<const v2::Alert*> meant;
  for (const v2::Alert& alert : alerts) {
    if (alert.labels == labels) return {&alert};
    if (HasAll(alert, labels)) meant.push_back(&alert);
  }
  return meant;
}

// The server's configuration, or that of --config. Null: the reason has been told.
std::unique_ptr<RoutingFile> ReadRouting(const Options& options, const AskedAlertmanager& asked,
                                         Exit& status) {
  if (!options.config.empty()) {
    return RoutingFile::Read(options.config, options.color.Use(), status);
  }
  const auto answer = v2::ServerStatus(asked.server());
  if (!answer) {
    status = FailWith(answer.fault);
    return nullptr;
  }
  status = Exit::kFailed;
  if (!answer->config || answer->config->empty()) {
    WriteError("the server does not report its configuration");
    WriteErr("  note: name a file with --config\n");
    return nullptr;
  }
  return RoutingFile::OfServer(*answer->config);
}

Exit Show(const Options& options, const std::vector<AlertAccount>& accounts,
          const AccountStyle& style) {
  std::string text;
  Json list = Json::array();
  bool is_any_held = false;
  for (const AlertAccount& account : accounts) {
    is_any_held |= account.held.is_complete();
    if (options.format == "json") {
      list.push_back(AccountJson(account, style));
    } else {
      text += (text.empty() ? "" : "\n") + AccountText(account, style);
    }
  }
  if (options.format == "json") {
    WriteData(check::report::ToText(Json{{"version", 1}, {"alerts", std::move(list)}}));
  } else {
    WriteOut(text);
  }
  return is_any_held ? Exit::kProblems : Exit::kOk;
}

Exit Run(const Options& options) {
  const bool by_fingerprint = IsFingerprint(options.words);
  v2::Alert imagined;
  if (!by_fingerprint) {
    auto labels = ReadPairs(options.words, "label", true);
    if (!labels) return Fail(labels.error().message);
    imagined.labels = std::move(*labels);
    std::erase_if(imagined.labels, [](const auto& label) { return label.second.empty(); });
  }
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  Exit status = Exit::kOk;
  const auto routing = ReadRouting(options, *asked, status);
  if (!routing) return status;
  const auto alerts = v2::Alerts(asked->server(), {});
  if (!alerts) return FailWith(alerts.fault);
  const auto list = v2::Silences(asked->server(), {.expired = false});
  if (!list) return FailWith(list.fault);

  std::vector<const v2::Alert*> meant;
  if (by_fingerprint) {
    const auto at = std::ranges::find(*alerts, options.words[0], &v2::Alert::fingerprint);
    if (at == alerts->end()) {
      return Fail(
          fmt::format("the server has no alert with the fingerprint `{}`", options.words[0]));
    }
    meant.push_back(&*at);
  } else {
    meant = Meant(*alerts, imagined.labels);
  }
  const bool is_known = !meant.empty();
  if (!is_known) meant.push_back(&imagined);
  if (meant.size() > kMostAlerts) {
    return Fail(fmt::format("{} alerts have these labels: give more labels", meant.size()));
  }
  check::model::LabelTable table;
  const silences::Situation situation = {&routing->routing(), *alerts, *list, Now()};
  std::vector<AlertAccount> accounts;
  for (const v2::Alert* alert : meant) {
    accounts.push_back(
        {alert, is_known, silences::FindHeldBack(*alert, is_known, situation, table)});
  }
  return Show(options, accounts, {routing.get(), &table, asked->zone, situation.now_ms});
}

constexpr Example kExamples[] = {
    {"pronoia alert why Down instance=db1", "Show why nobody was paged for an alert"},
    {"pronoia alert why 0d1f4c6a72b9e358 --format json", "Look up an alert by its fingerprint"},
    {"pronoia alert why Down team=db --config alertmanager.yml",
     "Show what another configuration would do with it"},
};

}  // namespace

extern const Command kAlertWhyCommand = {
    .path = "alert why",
    .summary = "Show why an alert does not reach its receivers",
    .description =
        "Follow an alert through the steps that Alertmanager takes before it notifies: routes, "
        "inhibition, time intervals, silences. The alert is given by its fingerprint, or by labels "
        "(every alert that has them); if the server has none, an alert with exactly these labels "
        "is followed. The configuration is the server's, unless --config is given.\n\nWhether a "
        "notification is due now also depends on earlier notifications, which a server does not "
        "report.\n\nExit status: 0 a receiver is notified of each alert, 1 an alert is suppressed "
        "for all receivers, 2 the server could not be queried.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("alert", &options->words, "FINGERPRINT|NAME=VALUE",
                     "A fingerprint, or labels; a first word without `=` is the alert name",
                     {.required = true});
      flags.Option("--config", &options->config, "CONFIG",
                   "Use this alertmanager.yml instead of the server's configuration");
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->color.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
