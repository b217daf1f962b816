#include <fmt/format.h>

#include <cstdint>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (context.is_root()) return;
  const alertmanager::Route& route = context.route();
  for (const std::uint32_t number : context.routing.EarlierOverlaps(context.number)) {
    const alertmanager::Route& earlier = context.routing.tree()[number];
    if (!earlier.continues || earlier.matchers != route.matchers ||
        earlier.receiver != route.receiver || earlier.group_by != route.group_by ||
        earlier.group_by_all != route.group_by_all) {
      continue;
    }
    Diagnostic& diagnostic = diagnostics.Report(
        info, context.InFile(MatchersOf(context.written().section, "")),
        fmt::format("an earlier route has the same matchers, groups and receiver `{}`",
                    route.receiver));
    diagnostic.labels.push_back(
        {context.InFile(MatchersOf(context.routing.Written(number).section, "")),
         "the earlier route"});
    diagnostic.notes.emplace_back("what one of them has sent keeps the other from sending");
    return;
  }
}

}  // namespace

const Check duplicate_route = {
    .info =
        {
            .code = "duplicate-route",
            .severity = Severity::kWarning,
            .summary = "two routes to one receiver that share a notification log",
            .explanation = R"(
Alertmanager remembers what it has sent by the matchers of a route and the routes around it, its receiver
and the labels of the group. Two routes that agree in all of these look the same to it: what one has sent
keeps the other from sending, so their timers and groups do not do what they say. Remove one of them.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
      continue: true
    - matchers: [team="b"]
      receiver: team-b
      repeat_interval: 1d
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
      repeat_interval: 1d
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
