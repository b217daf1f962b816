#include <fmt/format.h>

#include <chrono>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"
#include "libcheck/slo/figure_text.h"

namespace check::lint {
namespace {

constexpr Duration kUsualRetention = std::chrono::hours(15 * 24);

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const Duration retention = context.environment.retention.value_or(kUsualRetention);
  const Duration period = std::chrono::milliseconds(context.slo.period.length_ms);
  if (period <= retention) return;
  const bool is_known = context.environment.retention.has_value();
  const std::string kept = slo::WindowText(retention / std::chrono::milliseconds(1));
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.Or(context.slo.period_where),
                         fmt::format("the period of {} is longer than {} keeps samples, {}",
                                     slo::WindowText(context.slo.period.length_ms),
                                     is_known ? "the server" : "Prometheus by default", kept));
  if (is_known) diagnostic.severity = Severity::kWarning;
  diagnostic.notes.push_back(is_known ? "the budget would be that of the last " + kept
                                      : "say how long yours does: --retention, or --prometheus");
}

}  // namespace

const Check slo_period_beyond_retention = {
    .info =
        {
            .code = "slo-period-beyond-retention",
            .severity = Severity::kInfo,
            .summary = "a period longer than the server keeps samples",
            .explanation = R"(
The budget of a period can be computed only from samples of all of it. Prometheus keeps them for 15
days unless `--storage.tsdb.retention.time` says otherwise; a budget of 30 days is then that of 15.

It is a warning if the retention is known, from `--retention` or from the prometheus.yml of
`--prometheus`, and a hint if it is not.
)",
            .bad = R"(apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.5"
  window: 180d
  indicator:
    ratio:
      errors: {metric: 'requests_total{code=~"5.."}'}
      total: {metric: requests_total}
)",
            .good = R"(apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99.5"
  window: 28d
  indicator:
    ratio:
      errors: {metric: 'requests_total{code=~"5.."}'}
      total: {metric: requests_total}
)",
        },
    .run = Run,
};

}  // namespace check::lint
