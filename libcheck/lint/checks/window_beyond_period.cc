#include <fmt/format.h>

#include <chrono>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

std::string Length(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const slo::Slo& slo = context.slo;
  const slo::Tier* longest = nullptr;
  for (const slo::BurnAlert& alert : slo.policy.alerts) {
    for (const slo::Tier& tier : alert.tiers) {
      if (longest == nullptr || tier.long_ms > longest->long_ms) longest = &tier;
    }
  }
  if (longest == nullptr || longest->long_ms <= slo.period.length_ms) return;
  diagnostics
      .Report(info, context.Or(slo.period_where),
              fmt::format("alerts look at {}, but the objective is for {} only",
                          Length(longest->long_ms), Length(slo.period.length_ms)))
      .notes.emplace_back("use a longer period, or windows that are shorter than it");
}

}  // namespace

const Check window_beyond_period = {
    .info =
        {
            .code = "window-beyond-period",
            .severity = Severity::kWarning,
            .summary = "an alert window that is longer than the period of its objective",
            .explanation = R"(
The budget of an objective is what may fail within its period. An alert that looks at a longer window
cannot say how much of that budget was spent: it fires for errors of a period that is over, or when
several budgets are spent. This happens where windows for 30 days, of which the longest is 3 days, are
kept for an objective of a day.
)",
            .bad = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1d, isRolling: true}]
  objectives: [{target: 0.999}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
        total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)",
            .good = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
        total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)",
        },
    .run = Run,
};

}  // namespace check::lint
