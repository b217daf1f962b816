#include <fmt/format.h>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  constexpr int kMost = 6;
  const alertmanager::Route& route = context.route();
  if (!context.SaysTimers() || route.repeat_interval <= route.group_interval ||
      route.repeat_interval > kMost * route.group_interval ||
      route.repeat_interval % route.group_interval != Duration::zero()) {
    return;
  }
  diagnostics.Report(
      info, context.InFile(TimerOf(context.written())),
      fmt::format("`repeat_interval` is a multiple of `group_interval`: notifications are repeated "
                  "after {} or after {}",
                  FormatPrometheusDuration(route.repeat_interval),
                  FormatPrometheusDuration(route.repeat_interval + route.group_interval)));
}

}  // namespace

const Check repeat_multiple_of_group_interval = {
    .info =
        {
            .code = "repeat-multiple-of-group-interval",
            .severity = Severity::kInfo,
            .summary = "a `repeat_interval` that is a small multiple of `group_interval`",
            .explanation = R"(
Alertmanager processes a group of alerts once per `group_interval`. If `repeat_interval` is a
multiple of it, milliseconds decide whether it has passed by then, and a notification may be
repeated one `group_interval` later. For large multiples this hardly matters: only multiples up to
six are reported.
)",
            .bad = R"(route:
  receiver: team-a
  group_interval: 1h
  repeat_interval: 3h
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
