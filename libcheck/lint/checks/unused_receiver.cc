#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

// Whether the finding says that a route has no receiver, or not the one that it means.
bool IsAboutReceiver(const Diagnostic& found, std::string_view name) {
  if (found.info == &config::alertmanager::kUndefinedName) {
    return std::find(found.notes.begin(), found.notes.end(),
                     fmt::format("did you mean `{}`?", name)) != found.notes.end();
  }
  const bool is_field = found.info->code == "unknown-field" || found.info->code == "missing-field";
  const auto names_field = [](std::string_view text) {
    return text.find("`receiver`") != text.npos;
  };
  return is_field && (names_field(found.message) ||
                      std::any_of(found.notes.begin(), found.notes.end(), names_field));
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  // A misspelt field of a route may have named what seems unused.
  if (context.routing == nullptr) return;
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
