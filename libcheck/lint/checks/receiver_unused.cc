#include <fmt/format.h>

#include <set>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Route;

void Collect(const Route& route, std::set<std::string_view>& receivers) {
  receivers.insert(route.receiver);
  for (const Route& child : route.routes) Collect(child, receivers);
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  std::set<std::string_view> used;
  if (context.config.route) Collect(*context.config.route, used);
  for (const auto& receiver : context.config.receivers) {
    if (used.contains(receiver.name)) continue;
    diagnostics.Report(info, context.PlaceOf(receiver.section, "name"),
                       fmt::format("no route uses the receiver `{}`", receiver.name));
  }
}

}  // namespace

const Check receiver_unused = {
    .info =
        {
            .code = "receiver-unused",
            .severity = Severity::kWarning,
            .summary = "a receiver that no route uses",
            .explanation = R"(
No route of the Alertmanager names the receiver, so it is never notified. Perhaps a route was removed and
its receiver forgotten, or a route names another one than it should.
)",
            .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
  - name: team-b
    webhook_configs: [{url: 'http://b.example.com/'}]
)",
            .good = R"(
route:
  receiver: team-a
  routes:
    - receiver: team-b
      matchers: [team="b"]
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
  - name: team-b
    webhook_configs: [{url: 'http://b.example.com/'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
