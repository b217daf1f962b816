#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"
#include "libcheck/slo/figure_text.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const std::optional<Duration> retention = context.environment.retention;
  const Duration period = std::chrono::milliseconds(context.slo.period.length_ms);
  if (!retention || period <= *retention) return;
  const std::string kept = slo::WindowText(*retention / std::chrono::milliseconds(1));
  diagnostics
      .Report(info, context.Or(context.slo.period_where),
              fmt::format("the period of {} is longer than the retention of the server, {}",
                          slo::WindowText(context.slo.period.length_ms), kept))
      .notes.push_back("the budget would cover only the last " + kept);
}

}  // namespace

const Check slo_period_beyond_retention = {
    .info =
        {
            .code = "slo-period-beyond-retention",
            .severity = Severity::kWarning,
            .summary = "a period longer than the server keeps samples",
            .explanation = R"(
The budget of a period can be computed only from samples of the whole period. Prometheus keeps
samples for 15 days unless `--storage.tsdb.retention.time` is set; a budget of 30 days is then one
of 15 days.

This is checked if the retention is known, from `--retention` or from the prometheus.yml of
`--prometheus`.
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
