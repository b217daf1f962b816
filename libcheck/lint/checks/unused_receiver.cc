#include <fmt/format.h>

#include <set>
#include <string_view>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  // A misspelt field of a route may have named what seems unused.
  if (context.routing == nullptr) return;
  std::set<std::string_view> used;
  ForEachRoute(*context.config.route,
               [&](const config::alertmanager::Route& route) { used.insert(route.receiver); });
  for (const config::alertmanager::Receiver& receiver : context.config.receivers) {
    if (receiver.name.empty() || used.contains(receiver.name)) continue;
    diagnostics
        .Report(info, context.InFile(ValueOf(receiver.section, "name")),
                fmt::format("unused receiver `{}`", receiver.name))
        .notes.emplace_back("use it in a route, or remove it");
  }
}

}  // namespace

const Check unused_receiver = {
    .info =
        {
            .code = "unused-receiver",
            .severity = Severity::kWarning,
            .summary = "an unused receiver",
            .explanation = R"(
No route sends alerts to this receiver, so nobody is ever notified by it. Name it in a route, or
remove it.
)",
            .bad = R"(route:
  receiver: team-a
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
