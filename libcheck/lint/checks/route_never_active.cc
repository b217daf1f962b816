#include <string>
#include <string_view>
#include <vector>

#include "libcheck/alertmanager/time_interval_cover.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::NamedInterval;

std::vector<const NamedInterval*> Named(const AlertRouteContext& context,
                                        const std::vector<std::string>& names) {
  std::vector<const NamedInterval*> found;
  for (const std::string& name : names) {
    const NamedInterval* interval = context.whole.FindInterval(name);
    if (interval != nullptr) found.push_back(interval);
  }
  return found;
}

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const alertmanager::Route& route = context.route();
  const auto active = Named(context, route.active_time_intervals);
  const auto mute = Named(context, route.mute_time_intervals);
  // Names without an interval, or with errors, leave it open.
  if (active.size() != route.active_time_intervals.size() || (active.empty() && mute.empty()) ||
      !alertmanager::IsCovered(active, mute)) {
    return;
  }
  const std::string_view field = mute.empty() ? "active_time_intervals" : "mute_time_intervals";
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InFile(ValueOf(context.written().section, field)),
                         "this route never notifies: its time intervals never let it");
  if (!mute.empty() && !active.empty()) {
    diagnostic.labels.push_back(
        {context.InFile(ValueOf(context.written().section, "active_time_intervals")),
         "it is active only then"});
  }
}

}  // namespace

const Check route_never_active = {
    .info =
        {
            .code = "route-never-active",
            .severity = Severity::kWarning,
            .summary = "a route whose time intervals never let it notify",
            .explanation = R"(
A route notifies at times in one of its `active_time_intervals`, if it has any, and outside all of
its `mute_time_intervals`. Here no such time is left, so its alerts are lost. Muted alerts do not
go to other routes.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      active_time_intervals: [night]
      mute_time_intervals: [evening-and-night]
time_intervals:
  - name: night
    time_intervals:
      - times: [{start_time: '22:00', end_time: '24:00'}]
  - name: evening-and-night
    time_intervals:
      - times: [{start_time: '18:00', end_time: '24:00'}]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [evening-and-night]
time_intervals:
  - name: evening-and-night
    time_intervals:
      - times: [{start_time: '18:00', end_time: '24:00'}]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
