#include <fmt/format.h>

#include <cstdint>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Share;

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  RoutingFacts& routing = context.routing;
  const auto& reach = routing.Reach();
  if (context.written().receiver.empty() || reach[context.number].enters == Share::kNone ||
      reach[context.number].ends != Share::kNone) {
    return;
  }
  const auto& routes = routing.tree().routes();
  for (std::uint32_t i = 0; i < routes.size(); ++i) {
    if (reach[i].ends != Share::kNone && routes[i].receiver == context.route().receiver) return;
  }
  Diagnostic& diagnostic = diagnostics.Report(
      info, context.InFile(ValueOf(context.written().section, "receiver")),
      fmt::format("no alert reaches the receiver `{}`: its child routes take them all",
                  context.route().receiver));
  for (std::uint32_t child = context.number + 1; child != context.route().end;
       child = routes[child].end) {
    if (!routes[child].matchers.empty()) continue;
    diagnostic.labels.push_back(
        {context.InFile(KeyOf(routing.Written(child).section, "receiver")), "takes every alert"});
    break;
  }
}

}  // namespace

const Check unreachable_receiver = {
    .info =
        {
            .code = "unreachable-receiver",
            .severity = Severity::kWarning,
            .summary = "a receiver of a route whose children take all alerts",
            .explanation = R"(
An alert is notified by a route only if none of its child routes matches. Here the child routes
match every alert, and no other route uses the receiver, so it gets nothing. If it should get all
alerts as well, give it a route of its own with `continue: true`; if the catch-all child route was
meant as the last resort, remove it.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
    - receiver: everything
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
  - name: everything
    webhook_configs: [{url: 'http://hooks/everything'}]
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
