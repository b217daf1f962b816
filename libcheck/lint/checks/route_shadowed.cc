#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Route;

void Run(const RouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Route& earlier : context.Before()) {
    if (earlier.continues || !Covers(earlier, context.route)) continue;
    diagnostics.Report(info, context.PlaceOf(""), "no alert reaches this route")
        .labels.push_back({context.whole.PlaceOf(earlier.section, ""),
                           "every alert for it is taken by this one"});
    return;
  }
  for (const RouteContext* around = context.parent; around != nullptr; around = around->parent) {
    if (!Contradict(around->route, context.route)) continue;
    diagnostics.Report(info, context.PlaceOf(""), "no alert reaches this route")
        .labels.push_back({around->PlaceOf(""), "its matchers contradict those of this one"});
    return;
  }
}

}  // namespace

const Check route_shadowed = {
    .info =
        {
            .code = "route-shadowed",
            .severity = Severity::kWarning,
            .summary = "a route that no alert reaches",
            .explanation = R"(
Routes are tried in order, and the first that matches takes an alert, unless it has `continue: true`. Every
alert that this route matches is taken by an earlier one; or the matchers of a route around it exclude what
it asks for. Only what follows from the matchers for certain is reported.
)",
            .bad = R"(
route:
  receiver: 'null'
  routes:
    - receiver: team-a
      matchers: [team="a"]
    - receiver: team-a-pager
      matchers: [team="a", severity="page"]
receivers:
  - name: 'null'
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
  - name: team-a-pager
    webhook_configs: [{url: 'http://a.example.com/page'}]
)",
            .good = R"(
route:
  receiver: 'null'
  routes:
    - receiver: team-a-pager
      matchers: [team="a", severity="page"]
    - receiver: team-a
      matchers: [team="a"]
receivers:
  - name: 'null'
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
  - name: team-a-pager
    webhook_configs: [{url: 'http://a.example.com/page'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
