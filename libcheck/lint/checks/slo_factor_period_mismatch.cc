#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportPolicyFaults(context, slo::PolicyFault::Kind::kFactorPeriodMismatch, info, diagnostics);
}

}  // namespace

const Check slo_factor_period_mismatch = {
    .info =
        {
            .code = "slo-factor-period-mismatch",
            .severity = Severity::kWarning,
            .summary = "a burn rate that was calculated for another period",
            .explanation = R"(
The burn rates of the SRE workbook, 14.4, 6, 3 and 1, spend 2, 5, 10 and 10 % of the budget of 30 days
within their windows. With another period they mean something else: 14.4 for an hour is 8.6 % of the
budget of seven days. The burn rate for a share s within a window is s * period / window.
)",
            .bad = R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 7d, isRolling: true}]
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
              condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m}
        notificationTargets:
          - targetRef: on-call
    - kind: AlertPolicy
      metadata: {name: burn-2}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burn-2}
            spec:
              severity: page
              condition: {kind: burnrate, op: gte, threshold: 1, lookbackWindow: 5h, alertAfter: 5m}
        notificationTargets:
          - targetRef: on-call
)",
            .good = R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 7d, isRolling: true}]
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
              condition: {kind: burnrate, op: gte, threshold: 3.36, lookbackWindow: 1h, alertAfter: 5m}
        notificationTargets:
          - targetRef: on-call
    - kind: AlertPolicy
      metadata: {name: burn-2}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burn-2}
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
