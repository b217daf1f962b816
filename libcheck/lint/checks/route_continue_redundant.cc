#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const RouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.route.continues || context.parent == nullptr || !context.After().empty()) return;
  const yaml::Entry* entry = context.route.section.Find("continue");
  diagnostics.Report(info, context.whole.InFile(entry->key),
                     "no route comes after this one, so `continue` changes nothing");
}

}  // namespace

const Check route_continue_redundant = {
    .info =
        {
            .code = "route-continue-redundant",
            .severity = Severity::kInfo,
            .summary = "`continue` on the last of several routes",
            .explanation = R"(
With `continue: true`, alerts that a route takes go on to the routes after it, below the same route. No
route comes after this one.
)",
            .bad = R"(
route:
  receiver: 'null'
  routes:
    - receiver: team-a
      matchers: [team="a"]
      continue: true
receivers:
  - name: 'null'
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
            .good = R"(
route:
  receiver: 'null'
  routes:
    - receiver: team-a
      matchers: [team="a"]
receivers:
  - name: 'null'
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
