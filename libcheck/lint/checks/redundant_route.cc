#include <algorithm>
#include <cstdint>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Route;

bool NotifiesAs(const Route& a, const Route& b) {
  return a.receiver == b.receiver && a.group_by_all == b.group_by_all && a.group_by == b.group_by &&
         a.group_wait == b.group_wait && a.group_interval == b.group_interval &&
         a.repeat_interval == b.repeat_interval && a.mute_time_intervals == b.mute_time_intervals &&
         a.active_time_intervals == b.active_time_intervals && a.labels == b.labels;
}

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  RoutingFacts& routing = context.routing;
  const Route& route = context.route();
  const Route& parent = routing.tree()[route.parent];
  const bool has_children = route.end != context.number + 1;
  if (context.is_root() || has_children || !NotifiesAs(route, parent)) return;
  if (routing.Reach()[context.number].enters == alertmanager::Share::kNone) return;
  if (routing.HasLaterOverlap(context.number)) return;
  const auto earlier = routing.EarlierOverlaps(context.number);
  if (std::any_of(earlier.begin(), earlier.end(),
                  [&](std::uint32_t each) { return routing.tree()[each].continues; })) {
    return;
  }
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InFile(ValueOf(context.written().section, "receiver")),
                         "this route has no effect: its parent does the same");
  if (!route.matchers.empty()) {
    diagnostic.labels.push_back(
        {context.InFile(MatchersOf(context.written().section, "")), "for these alerts"});
  }
}

}  // namespace

const Check redundant_route = {
    .info =
        {
            .code = "redundant-route",
            .severity = Severity::kInfo,
            .summary = "a route that does the same as its parent",
            .explanation = R"(
Without this route, its alerts would go to the same receiver, in the same groups and at the same
times, through the parent route: no other sibling route matches them. It may be there for clarity.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="a"]
      receiver: team-a
    - matchers: [team="b"]
      receiver: team-b
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
