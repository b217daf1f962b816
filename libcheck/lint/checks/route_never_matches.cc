#include <cstdint>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Answer;
using alertmanager::Share;

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  RoutingFacts& routing = context.routing;
  const auto& reach = routing.Reach()[context.number];
  if (context.is_root() || reach.enters != Share::kNone) return;
  if (routing.Reach()[context.route().parent].enters == Share::kNone) return;
  if (routing.finder().Exists(reach.matching) != Answer::kNo) return;
  const Location where = context.InFile(MatchersOf(context.written().section, ""));
  const alertmanager::AlertSet& own = routing.Own(context.number);
  if (routing.finder().Exists(own) == Answer::kNo) {
    diagnostics.Report(info, where, "no alert satisfies all matchers of this route");
    return;
  }
  Diagnostic& diagnostic = diagnostics.Report(
      info, where, "no alert satisfies these matchers and those of the parent routes");
  for (std::uint32_t around = context.number; around != 0;) {
    around = routing.tree()[around].parent;
    if (routing.finder().AreDisjoint(own, routing.Own(around)) != Answer::kYes) continue;
    diagnostic.labels.push_back(
        {context.InFile(MatchersOf(routing.Written(around).section, "")), "these contradict them"});
    return;
  }
}

}  // namespace

const Check route_never_matches = {
    .info =
        {
            .code = "route-never-matches",
            .severity = Severity::kWarning,
            .summary = "matchers of a route that no alert satisfies",
            .explanation = R"(
An alert must satisfy all matchers of a route and of its parent routes. Here they contradict each
other, so the route never notifies anybody. For one value or another, write `=~"a|b"`.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="page"]
      routes:
        - matchers: [severity="ticket"]
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
    - matchers: [severity=~"page|ticket"]
      routes:
        - matchers: [severity="ticket"]
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
