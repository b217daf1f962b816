#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportPolicyFaults(context, slo::PolicyFault::Kind::kSingleWindow, info, diagnostics);
}

}  // namespace

const Check slo_single_window = {
    .info =
        {
            .code = "slo-single-window",
            .severity = Severity::kInfo,
            .summary = "an alert with a single long window, which keeps firing after recovery",
            .explanation = R"(
An alert on a single window continues to fire until the errors have left the window: after a full
outage, for nearly as long as the window. A second condition over a short window, a twelfth of the
long one, ends it soon after recovery (The Site Reliability Workbook, chapter 5, sixth approach).

Windows below six hours are not reported. OpenSLO's alert policies have one condition; Sloth and
Pyrra create both windows themselves.
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
              condition: {kind: burnrate, op: gte, threshold: 1, lookbackWindow: 3d, alertAfter: 5m}
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
