#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"
#include "libcheck/slo/figure_text.h"

namespace check::lint {
namespace {

// Of all its tiers; 0: there is none. Those of no length are another fault.
std::int64_t ShortestWindow(const slo::Policy& policy) {
  std::int64_t shortest = 0;
  for (const slo::BurnAlert& alert : policy.alerts) {
    for (const slo::Tier& tier : alert.tiers) {
      const std::int64_t window = tier.short_ms > 0 ? tier.short_ms : tier.long_ms;
      if (window > 0 && (shortest == 0 || window < shortest)) shortest = window;
    }
  }
  return shortest;
}

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.slo.alerts || !context.environment.scrape_interval) return;
  const std::int64_t interval = *context.environment.scrape_interval / std::chrono::milliseconds(1);
  const std::int64_t shortest = ShortestWindow(context.slo.policy);
  if (shortest == 0 || shortest >= 2 * interval) return;
  diagnostics
      .Report(info, context.Or(context.slo.objective_where),
              fmt::format("its shortest window, {}, does not contain two scrapes of {}",
                          slo::WindowText(shortest), slo::WindowText(interval)))
      .notes.emplace_back("rates need two samples: four scrapes survive a missing one");
}

}  // namespace

const Check slo_window_below_scrape_interval = {
    .info =
        {
            .code = "slo-window-below-scrape-interval",
            .severity = Severity::kWarning,
            .summary = "a window that is shorter than two scrape intervals",
            .explanation = R"(
A rate needs two samples in its window. If the shortest window of an objective's alerts is shorter
than two scrape intervals, its rate is often or always missing, and the alert cannot fire.

The scrape interval is known only from `--prometheus`.
)",
            .bad = R"(apiVersion: openslo/v1
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
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: burn-1}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burn-1}
            spec:
              severity: page
              condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1m, alertAfter: 1m}
        notificationTargets:
          - targetRef: on-call
)",
            .good = R"(apiVersion: openslo/v1
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
  alertPolicies:
    - kind: AlertPolicy
      metadata: {name: burn-1}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burn-1}
            spec:
              severity: page
              condition: {kind: burnrate, op: gte, threshold: 1, lookbackWindow: 5h, alertAfter: 5m}
        notificationTargets:
          - targetRef: on-call
)",
        },
    .run = Run,
};

}  // namespace check::lint
