#include <fmt/format.h>

#include <chrono>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  constexpr Duration kUsualRetention = std::chrono::hours(120);
  if (!context.written().repeat_interval || *context.written().repeat_interval <= kUsualRetention) {
    return;
  }
  diagnostics
      .Report(info, context.InFile(ValueOf(context.written().section, "repeat_interval")),
              fmt::format("`repeat_interval` ({}) is longer than the retention of 5d",
                          FormatPrometheusDuration(*context.written().repeat_interval)))
      .notes.emplace_back("start Alertmanager with a longer `--data.retention`");
}

}  // namespace

const Check repeat_beyond_retention = {
    .info =
        {
            .code = "repeat-beyond-retention",
            .severity = Severity::kWarning,
            .summary = "a `repeat_interval` longer than the retention of Alertmanager",
            .explanation = R"(
Alertmanager forgets the notifications that it has sent after `--data.retention` (120h by
default), and sends them again. A longer `repeat_interval` has no effect. Alertmanager reports
this in its log.
)",
            .bad = R"(route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 30d
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 5d
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
