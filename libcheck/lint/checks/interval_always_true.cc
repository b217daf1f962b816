#include <fmt/format.h>

#include "libcheck/alertmanager/time_interval_cover.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const NamedIntervalContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!alertmanager::IsAlwaysTrue(context.interval)) return;
  diagnostics.Report(info, context.InFile(ValueOf(context.written.section, "name")),
                     fmt::format("the time interval `{}` is always active", context.written.name));
}

}  // namespace

const Check interval_always_true = {
    .info =
        {
            .code = "interval-always-true",
            .severity = Severity::kWarning,
            .summary = "a time interval that is always active",
            .explanation = R"(
Every time is in this interval. A route that it mutes never notifies, and for a route that is
active in it the interval makes no difference.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      active_time_intervals: [quiet]
time_intervals:
  - name: quiet
    time_intervals:
      - times: [{start_time: '00:00', end_time: '24:00'}]
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
      - times: [{start_time: '20:00', end_time: '24:00'}]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
