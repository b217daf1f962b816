#include "libcheck/slo/codes.h"

#include <array>

namespace check::slo {

constexpr CodeInfo kDuplicateSlo = {
    .code = "duplicate-slo",
    .severity = Severity::kError,
    .summary = "two objectives with the same identifier",
    .explanation = R"(
Rules made of objectives carry their identifier: for Sloth, the service and the name of the objective. Two
objectives with the same one, in one file or in several, make the same series twice, which Prometheus rejects
or mixes up, and silences and dashboards cannot tell them apart. Sloth 0.16 refuses them.
)",
    .bad = R"(
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
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 7d, isRolling: true}]
  objectives: [{target: 0.99}]
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
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests-week}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 7d, isRolling: true}]
  objectives: [{target: 0.99}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
        total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)",
};

constexpr CodeInfo kUnknownSpecification = {
    .code = "unknown-slo-specification",
    .severity = Severity::kError,
    .summary = "a document that is not a specification of objectives",
    .explanation = R"(
Each document of a file of specifications says what it is: `version: prometheus/v1` for Sloth, an `apiVersion`
such as `sloth.slok.dev/v1`, `openslo/v1` or `pyrra.dev/v1alpha1`, and a `kind`. This one says nothing of the
kind. Beside specifications, other objects of Kubernetes are skipped.
)",
    .bad = R"(
groups:
  - name: shop
    rules: [{record: errors, expr: sum(rate(errors_total[5m]))}]
)",
    .good = R"(
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: The shop}
)",
};

std::span<const CodeInfo* const> Codes() {
  static constexpr std::array kAll = {&kDuplicateSlo, &kUnknownSpecification};
  return kAll;
}

}  // namespace check::slo
