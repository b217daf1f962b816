#include <fmt/format.h>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const alertmanager::Route& route = context.route();
  if (!context.SaysTimers() || route.repeat_interval != route.group_interval) return;
  diagnostics
      .Report(info, context.InFile(TimerOf(context.written())),
              fmt::format("`repeat_interval` equals `group_interval`: notifications are repeated "
                          "after {} or after {}",
                          FormatPrometheusDuration(route.repeat_interval),
                          FormatPrometheusDuration(2 * route.repeat_interval)))
      .notes.emplace_back("make them differ by more than the time a notification takes");
}

}  // namespace

const Check repeat_equals_group_interval = {
    .info =
        {
            .code = "repeat-equals-group-interval",
            .severity = Severity::kWarning,
            .summary = "a `repeat_interval` that equals `group_interval`",
            .explanation = R"(
Alertmanager processes a group of alerts once per `group_interval`. If `repeat_interval` is equal
to it, milliseconds decide whether it has passed by then, so a notification is repeated after one
interval or after two. Make `repeat_interval` a little shorter or longer.
)",
            .bad = R"(route:
  receiver: team-a
  group_interval: 1h
  repeat_interval: 1h
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  group_interval: 1h
  repeat_interval: 3h30m
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
