#include <fmt/format.h>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/measure.h"
#include "libcheck/slo/recordings.h"
#include "libcheck/slo/series_name.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const rules::Rule& rule = context.rule;
  if (rule.is_alert() || rule.name_node == nullptr) return;
  const std::int64_t named_ms = slo::WindowInName(rule.record);
  if (named_ms == 0) return;
  const slo::Recordings none({});
  const slo::Measure measure = slo::Measurer(none).Of(*rule.expr);
  const bool is_ratio =
      measure.is(slo::Measure::Kind::kRatio) || measure.is(slo::Measure::Kind::kBurnRate);
  if (!is_ratio || measure.window_ms == 0 || measure.window_ms == named_ms) return;
  diagnostics.Report(info, context.InFile(*rule.name_node),
                     fmt::format("{} is named for {}, but its rule reads {}", Code(rule.record),
                                 slo::WindowText(named_ms), slo::WindowText(measure.window_ms)));
}

}  // namespace

const Check misnamed_window = {
    .info =
        {
            .code = "misnamed-window",
            .severity = Severity::kWarning,
            .summary = "a recorded ratio whose name has another window than its expression",
            .explanation = R"(
Burn-rate alerts combine a long window and a short one, and read both from recorded series. If a
series is called `ratio_rate1h` but is computed over `[5m]`, which happens when a rule is copied,
both windows are the same: the alert then fires on every short burst, or never.

Only ratios of rates are checked.
)",
            .bad = R"(groups:
  - name: slo
    rules:
      - record: job:slo_errors:ratio_rate1h
        expr: sum by (job) (rate(errors_total[5m])) / sum by (job) (rate(requests_total[5m]))
)",
            .good = R"(groups:
  - name: slo
    rules:
      - record: job:slo_errors:ratio_rate1h
        expr: sum by (job) (rate(errors_total[1h])) / sum by (job) (rate(requests_total[1h]))
)",
        },
    .run = Run,
};

}  // namespace check::lint
