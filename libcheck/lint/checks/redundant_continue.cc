#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (context.is_root() || !context.route().continues) return;
  RoutingFacts& routing = context.routing;
  if (routing.Reach()[context.number].enters == alertmanager::Share::kNone) return;
  if (routing.HasLaterOverlap(context.number)) return;
  const bool is_last = context.route().end == routing.tree()[context.route().parent].end;
  diagnostics.Report(info, context.InFile(KeyOf(context.written().section, "continue")),
                     is_last ? "`continue` has no effect on the last route of a list"
                             : "`continue` has no effect: no later route matches such alerts");
}

}  // namespace

const Check redundant_continue = {
    .info =
        {
            .code = "redundant-continue",
            .severity = Severity::kInfo,
            .summary = "`continue` on a route that is followed by no matching route",
            .explanation = R"(
With `continue: true`, the alerts of a route are also tried on the routes that follow under the
same parent. None of these can match such an alert, or there are none, so the field has no effect.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
      continue: true
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
      continue: true
    - matchers: [severity="page"]
      receiver: pager
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
  - name: pager
    webhook_configs: [{url: 'http://hooks/pager'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
