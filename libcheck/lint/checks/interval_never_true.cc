#include <fmt/format.h>

#include <cstddef>

#include "libcheck/alertmanager/time_interval_cover.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const NamedIntervalContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (context.interval.intervals.empty()) {
    diagnostics.Report(info, context.InFile(ValueOf(context.written.section, "name")),
                       fmt::format("the time interval `{}` is never active", context.written.name));
  }
  for (std::size_t i = 0; i < context.interval.intervals.size(); ++i) {
    if (!alertmanager::IsNeverTrue(context.interval.intervals[i])) continue;
    diagnostics.Report(info, context.InFile(KeyOf(context.written.specs[i], "")),
                       "no time satisfies all fields of this interval");
  }
}

}  // namespace

const Check interval_never_true = {
    .info =
        {
            .code = "interval-never-true",
            .severity = Severity::kWarning,
            .summary = "a time interval that is never active",
            .explanation = R"(
No time satisfies all fields of this interval: it has, for example, a day that its months do not
have, or an empty list. A route that is active only in it never notifies, and a route that it
mutes is never muted.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [quiet]
time_intervals:
  - name: quiet
    time_intervals:
      - days_of_month: ['31']
        months: [february, april]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [quiet]
time_intervals:
  - name: quiet
    time_intervals:
      - days_of_month: ['-1']
        months: [february, april]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
