#include <fmt/format.h>

#include <set>
#include <string_view>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  // A misspelt field of a route may have named what seems unused.
  if (context.routing == nullptr) return;
  std::set<std::string_view> used;
  ForEachRoute(*context.config.route, [&](const config::alertmanager::Route& route) {
    used.insert(route.mute_time_intervals.begin(), route.mute_time_intervals.end());
    used.insert(route.active_time_intervals.begin(), route.active_time_intervals.end());
  });
  for (const config::alertmanager::NamedInterval& interval : context.config.time_intervals) {
    if (interval.name.empty() || used.contains(interval.name)) continue;
    diagnostics
        .Report(info, context.InFile(ValueOf(interval.section, "name")),
                fmt::format("unused time interval `{}`", interval.name))
        .notes.emplace_back("use it in a route, or remove it");
  }
}

}  // namespace

const Check unused_time_interval = {
    .info =
        {
            .code = "unused-time-interval",
            .severity = Severity::kWarning,
            .summary = "an unused time interval",
            .explanation = R"(
No route is muted or active by this time interval. Name it in `mute_time_intervals` or
`active_time_intervals` of a route, or remove it.
)",
            .bad = R"(route:
  receiver: team-a
time_intervals:
  - name: weekend
    time_intervals:
      - weekdays: [saturday, sunday]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [weekend]
time_intervals:
  - name: weekend
    time_intervals:
      - weekdays: [saturday, sunday]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
