#include <algorithm>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Route;

// Whether alerts that the route takes would otherwise be the parent's own.
bool ComesFromParent(const RouteContext& context) {
  const auto takes_too = [&](const Route& other) { return !Contradict(other, context.route); };
  const auto before = context.Before();
  const auto after = context.After();
  const bool is_taken_before = std::any_of(before.begin(), before.end(), [&](const Route& other) {
    return other.continues && takes_too(other);
  });
  return !is_taken_before && std::none_of(after.begin(), after.end(), takes_too);
}

void Run(const RouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const Route& route = context.route;
  const RouteContext* parent = context.parent;
  if (parent == nullptr || !route.routes.empty()) return;
  if (!route.mute_time_intervals.empty() || !route.active_time_intervals.empty() ||
      !route.labels.empty() || !parent->route.mute_time_intervals.empty() ||
      !parent->route.active_time_intervals.empty()) {
    return;
  }
  const bool same = context.receiver == parent->receiver && context.group_by == parent->group_by &&
                    context.group_by_all == parent->group_by_all &&
                    context.group_wait == parent->group_wait &&
                    context.group_interval == parent->group_interval &&
                    context.repeat_interval == parent->repeat_interval;
  if (!same || !ComesFromParent(context)) return;
  diagnostics
      .Report(info, context.PlaceOf("receiver"),
              "without this route its alerts would go the same way")
      .labels.push_back({parent->PlaceOf("receiver"), "to the receiver of the route around it"});
}

}  // namespace

const Check route_redundant = {
    .info =
        {
            .code = "route-redundant",
            .severity = Severity::kInfo,
            .summary = "a route that changes nothing",
            .explanation = R"(
The route sends its alerts to the receiver that the route around it has, with the same `group_by` and timers,
and no other route would take them. Without it they would go there, too, and share groups with the others.
)",
            .bad = R"(
route:
  receiver: team-a
  routes:
    - receiver: team-a
      matchers: [severity="page"]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
            .good = R"(
route:
  receiver: team-a
  routes:
    - receiver: team-a
      matchers: [severity="page"]
      group_wait: 5s
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
