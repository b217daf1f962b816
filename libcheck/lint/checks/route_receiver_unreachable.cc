#include <fmt/format.h>

#include <algorithm>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Route;

void Run(const RouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const std::vector<Route>& routes = context.route.routes;
  const auto all = std::find_if(routes.begin(), routes.end(), MatchesAll);
  if (all == routes.end() || context.route.receiver.empty()) return;
  // Which notifies the same receiver.
  if (all->receiver.empty() || all->receiver == context.receiver) return;
  diagnostics
      .Report(info, context.PlaceOf("receiver"),
              fmt::format("this route never notifies `{}`", context.receiver))
      .labels.push_back(
          {context.whole.PlaceOf(all->section, ""), "this route below it takes every alert"});
}

}  // namespace

const Check route_receiver_unreachable = {
    .info =
        {
            .code = "route-receiver-unreachable",
            .severity = Severity::kWarning,
            .summary = "a route that leaves no alert for its own receiver",
            .explanation = R"(
A route notifies its own receiver only of alerts that none of the routes below it takes. One of those takes
every alert, so nothing is left: also if it has `continue: true`.
)",
            .bad = R"(
route:
  receiver: fallback
  routes:
    - receiver: log
      continue: true
    - receiver: team-a
      matchers: [team="a"]
receivers:
  - name: fallback
    webhook_configs: [{url: 'http://fallback.example.com/'}]
  - name: log
    webhook_configs: [{url: 'http://log.example.com/'}]
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
            .good = R"(
route:
  receiver: log
  routes:
    - receiver: log
      continue: true
    - receiver: team-a
      matchers: [team="a"]
receivers:
  - name: log
    webhook_configs: [{url: 'http://log.example.com/'}]
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
