#include <fmt/format.h>

#include <cstddef>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const NamedIntervalContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < context.interval.intervals.size(); ++i) {
    const auto& months = context.interval.intervals[i].months;
    if (!months) continue;
    const auto items = context.written.specs[i].Items("months");
    for (std::size_t j = 0; j < months->size() && j < items.size(); ++j) {
      const alertmanager::NumberRange range = (*months)[j];
      if (range.begin >= 1 && range.end <= 12) continue;
      diagnostics.Report(
          info, context.InFile(items[j]),
          fmt::format("month {} does not exist", range.begin < 1 ? range.begin : range.end));
    }
  }
}

}  // namespace

const Check month_out_of_range = {
    .info =
        {
            .code = "month-out-of-range",
            .severity = Severity::kWarning,
            .summary = "a month that does not exist",
            .explanation = R"(
Months of a time interval are 1 to 12, or their names. Alertmanager accepts other numbers as well,
and waits for months that never come.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [quiet]
time_intervals:
  - name: quiet
    time_intervals:
      - months: ['11:13']
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [severity="low"]
      mute_time_intervals: [quiet]
time_intervals:
  - name: quiet
    time_intervals:
      - months: ['11:12', '1']
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
