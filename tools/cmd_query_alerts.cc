#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/query_list.h"

namespace tools {
namespace {

namespace api = check::api;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string Take(Pairs& pairs, std::string_view name) {
  const auto at = std::ranges::find_if(pairs, [&](const auto& pair) { return pair.first == name; });
  if (at == pairs.end()) return {};
  std::string value = at->second;
  pairs.erase(at);
  return value;
}

// Those that fire come first, the oldest of them on top.
Grid ToGrid(std::vector<api::Alert> alerts) {
  std::ranges::stable_sort(alerts, {}, [](const api::Alert& alert) {
    return std::pair(alert.state != "firing", alert.active_at);
  });
  Grid grid({{"STATE"},
             {"ALERT"},
             {"FOR", Align::kRight},
             {"VALUE", Align::kDecimal},
             {"LABELS"},
             {"SUMMARY"}});
  for (api::Alert& alert : alerts) {
    const std::string name = Take(alert.labels, "alertname");
    std::string summary = Take(alert.annotations, "summary");
    if (summary.empty()) summary = Take(alert.annotations, "description");
    grid.AddRow({{alert.state, alert.state == "firing" ? Tone::kBad : Tone::kWarning},
                 {name, Tone::kName},
                 {AgeText(alert.active_at)},
                 {alert.value},
                 {LabelText(alert.labels)},
                 {summary}});
  }
  return grid;
}

constexpr Example kExamples[] = {
    {"pronoia query alerts", "List firing and pending alerts of the current context's server"},
};

}  // namespace

extern const Command kQueryAlertsCommand = {
    .path = "query alerts",
    .summary = "List the firing and pending alerts of a Prometheus server",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto list = std::make_shared<ServerList>();
      flags.Argument("server", &list->word, "SERVER", "A URL or the name of a context");
      list->Declare(flags);
      return [list] {
        return list->Run("/api/v1/alerts", {}, "no firing or pending alerts",
                         [](const api::Server& server) -> api::Reply<Grid> {
                           auto alerts = api::Alerts(server);
                           return alerts ? ToGrid(std::move(*alerts)) : WithoutValue(alerts);
                         });
      };
    },
};

}  // namespace tools
