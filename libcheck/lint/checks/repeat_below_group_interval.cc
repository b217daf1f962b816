#include <fmt/format.h>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const alertmanager::Route& route = context.route();
  if (!context.SaysTimers() || route.repeat_interval >= route.group_interval) return;
  diagnostics
      .Report(info, context.InFile(TimerOf(context.written())),
              fmt::format("`repeat_interval` ({}) is below `group_interval` ({})",
                          FormatPrometheusDuration(route.repeat_interval),
                          FormatPrometheusDuration(route.group_interval)))
      .notes.emplace_back("notifications are repeated at most once per `group_interval`");
}

}  // namespace

const Check repeat_below_group_interval = {
    .info =
        {
            .code = "repeat-below-group-interval",
            .severity = Severity::kWarning,
            .summary = "a `repeat_interval` below `group_interval`",
            .explanation = R"(
Alertmanager processes a group of alerts once per `group_interval`, so no notification is repeated
earlier than that, whatever `repeat_interval` is. Alertmanager reports this in its log.
)",
            .bad = R"(route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 1m
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 4h
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
