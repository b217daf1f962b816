#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

// The command that shows the alerts of an Alertmanager.
namespace tools {
namespace {

namespace v2 = check::api::v2;

struct Options {
  std::vector<std::string> matchers;
  std::vector<std::string> states;
  std::string receiver;
  bool group = false;
  bool wide = false;
  std::string watch;
  ListOutput output;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// Which alerts are wanted: one that is held back for several reasons is there for each.
struct States {
  bool active = true, silenced = false, inhibited = false, muted = false;

  bool Has(const v2::AlertStatus& status) const {
    const bool is_held = status.state == "suppressed" || !status.muted_by.empty();
    return (active && !is_held) || (silenced && !status.silenced_by.empty()) ||
           (inhibited && !status.inhibited_by.empty()) || (muted && !status.muted_by.empty());
  }
};

States ReadStates(const std::vector<std::string>& lists) {
  if (lists.empty()) return {};
  States states = {.active = false};
  for (const std::string& list : lists) {
    check::ForEachWord(list, [&](std::string_view word) {
      const bool all = word == "all";
      states.active |= all || word == "active";
      states.silenced |= all || word == "silenced";
      states.inhibited |= all || word == "inhibited";
      states.muted |= all || word == "muted";
    });
  }
  return states;
}

// What the server leaves out of its answer for each that is false, whatever else the alert is.
v2::AlertFilter FilterOf(const States& states, const Options& options) {
  // Muted alerts are active for the server.
  const bool active = states.active || states.muted;
  const bool held = states.silenced || states.inhibited || states.muted;
  return {.active = active,
          .silenced = held,
          .inhibited = held,
          .muted = held,
          .receiver = options.receiver};
}

void ShowAlerts(std::vector<v2::Alert> alerts, const States& states, const Options& options,
                const ListStyle& style) {
  std::erase_if(alerts, [&](const v2::Alert& alert) { return !states.Has(alert.status); });
  if (options.output.is_json()) return WriteData(v2::AlertsJson(alerts) + "\n");
  options.output.Show(AlertGrid(alerts, style), "no alerts match");
}

void ShowGroups(std::vector<v2::AlertGroup> groups, const States& states, const Options& options,
                const ListStyle& style) {
  for (v2::AlertGroup& group : groups) {
    std::erase_if(group.alerts, [&](const v2::Alert& alert) { return !states.Has(alert.status); });
  }
  std::erase_if(groups, [](const v2::AlertGroup& group) { return group.alerts.empty(); });
  if (options.output.is_json()) return WriteData(v2::AlertGroupsJson(groups) + "\n");
  check::result::Grid grid = AlertGrid(style, "GROUP");
  for (const v2::AlertGroup& group : groups) {
    grid.AddSection(fmt::format("{} {{{}}}", group.receiver, LabelText(group.labels)));
    for (const v2::Alert& alert : group.alerts) AddAlert(alert, style, grid);
  }
  options.output.Show(grid, "no alerts match");
}

Exit Ask(const Options& options, const AskedAlertmanager& asked, const States& states,
         const v2::AlertFilter& filter) {
  const ListStyle style = {.zone = asked.zone, .now_ms = Now(), .wide = options.wide};
  if (options.group) {
    auto groups = v2::AlertGroups(asked.server(), filter);
    if (!groups) return FailWith(groups.fault);
    ShowGroups(std::move(*groups), states, options, style);
  } else {
    auto alerts = v2::Alerts(asked.server(), filter);
    if (!alerts) return FailWith(alerts.fault);
    ShowAlerts(std::move(*alerts), states, options, style);
  }
  return Exit::kOk;
}

Exit Run(const Options& options) {
  const auto matchers = ReadMatchers(options.matchers);
  if (!matchers) return Fail(matchers.error().message);
  const States states = ReadStates(options.states);
  v2::AlertFilter filter = FilterOf(states, options);
  for (const auto& matcher : *matchers) filter.matchers.push_back(matcher.ToString());
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  return RunWatched(options.watch, [&] { return Ask(options, *asked, states, filter); });
}

constexpr Example kExamples[] = {
    {"pronoia alert query", "List active alerts"},
    {"pronoia alert query 'team=~\"web|db\"' --receiver pager --group",
     "List the alerts of a receiver, by group"},
    {"pronoia alert query --state silenced --wide",
     "List silenced alerts with the silences that match them"},
};

}  // namespace

extern const Command kAlertQueryCommand = {
    .path = "alert query",
    .summary = "List the alerts of an Alertmanager",
    .description =
        "List the alerts that match all MATCHERs, oldest first; without --state, those that are "
        "not silenced, inhibited or muted. With --group, list them by group, as in notifications.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("matcher", &options->matchers, "MATCHER",
                     "Matchers: `env=prod`, `team=~\"web|db\"`; a first word without an operator "
                     "is an alert name");
      flags.Option("--state", &options->states, "ALERTS",
                   "States of the alerts to list (default: active)");
      flags.Option("-r,--receiver", &options->receiver, "REGEX",
                   "Only alerts for receivers whose full name matches this regular expression");
      flags.Switch("--group", &options->group, "Group the alerts as in notifications");
      flags.Switch("--wide", &options->wide, "Show more columns");
      flags.Option("--watch", &options->watch, "DURATION", "Repeat the query at this interval");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
