#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/refused_fields.h"

namespace check::lint {
namespace {

// Whether the finding says that a route has no receiver, or not the one that it means.
bool IsAboutReceiver(const Diagnostic& found, std::string_view name) {
  if (found.info == &config::alertmanager::kUndefinedName) {
    return std::find(found.notes.begin(), found.notes.end(),
                     fmt::format("did you mean `{}`?", name)) != found.notes.end();
  }
  const bool is_field = found.info->code == "unknown-field" ||
                        found.info->code == "missing-field" || found.info->code == "wrong-type";
  return is_field && (found.message.find("`receiver`") != found.message.npos ||
                      std::find(found.notes.begin(), found.notes.end(),
                                "did you mean `receiver`?") != found.notes.end());
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.config.route || HasRefusedField(*context.config.route, diagnostics)) return;
  std::set<std::string_view> used;
  ForEachRoute(*context.config.route,
               [&](const config::alertmanager::Route& route) { used.insert(route.receiver); });
  const auto is_missed = [&](std::string_view name) {
    // A route may well mean it: that it does not say so has been reported.
    return std::any_of(diagnostics.found().begin(), diagnostics.found().end(),
                       [&](const Diagnostic& found) { return IsAboutReceiver(found, name); });
  };
  for (const config::alertmanager::Receiver& receiver : context.config.receivers) {
    if (receiver.name.empty() || used.contains(receiver.name)) continue;
    if (is_missed(receiver.name)) continue;
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
No route sends alerts to this receiver, so it never notifies anybody. Use it in a route, or remove
it.
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
