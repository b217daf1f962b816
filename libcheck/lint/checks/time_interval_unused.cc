#include <fmt/format.h>

#include <set>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Route;

void Collect(const Route& route, std::set<std::string_view>& intervals) {
  intervals.insert(route.mute_time_intervals.begin(), route.mute_time_intervals.end());
  intervals.insert(route.active_time_intervals.begin(), route.active_time_intervals.end());
  for (const Route& child : route.routes) Collect(child, intervals);
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  std::set<std::string_view> used;
  if (context.config.route) Collect(*context.config.route, used);
  for (const auto& interval : context.config.time_intervals) {
    if (used.contains(interval.name)) continue;
    diagnostics.Report(info, context.PlaceOf(interval.section, "name"),
                       fmt::format("no route uses the time interval `{}`", interval.name));
  }
}

}  // namespace

const Check time_interval_unused = {
    .info =
        {
            .code = "time-interval-unused",
            .severity = Severity::kWarning,
            .summary = "a time interval that no route uses",
            .explanation = R"(
No route of the Alertmanager names the time interval in `mute_time_intervals` or `active_time_intervals`,
so it changes nothing.
)",
            .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
time_intervals:
  - name: weekend
    time_intervals: [{weekdays: [saturday, sunday]}]
)",
            .good = R"(
route:
  receiver: team-a
  routes:
    - matchers: [severity="info"]
      mute_time_intervals: [weekend]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
time_intervals:
  - name: weekend
    time_intervals: [{weekdays: [saturday, sunday]}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
