#include "libcheck/slo/codes.h"

#include <array>

#include "libcheck/slo/specs/codes.h"
#include "libcheck/slo/specs/pyrra_codes.h"

namespace check::slo {

constexpr CodeInfo kCompositeSlo = {
    .code = "composite-slo",
    .severity = Severity::kWarning,
    .summary = "an SLO whose objectives have indicators of their own",
    .explanation = R"(
A composite SLO of OpenSLO is met if its objectives, each with its own indicator and weight, are met
together. There is no common definition of how to combine them, so each objective is treated
separately here: burn rates, budgets and rules are those of its own indicator, and its weight is not
used.
)",
    .bad = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - target: 0.999
      compositeWeight: 2
      indicatorRef: requests
    - target: 0.99
      indicatorRef: latency
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: requests}
spec:
  ratioMetric:
    counter: true
    good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
    total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: latency}
spec:
  ratioMetric:
    counter: true
    good: {metricSource: {type: Prometheus, spec: {query: 'seconds_bucket{le="0.5"}'}}}
    total: {metricSource: {type: Prometheus, spec: {query: seconds_count}}}
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
};

constexpr CodeInfo kDuplicateSlo = {
    .code = "duplicate-slo",
    .severity = Severity::kError,
    .summary = "two objectives with the same identifier",
    .explanation = R"(
Rules generated from objectives carry their identifier: for Sloth, the service and the name of the
objective. Two objectives with the same identifier, in one file or in several, produce the same
series twice, which Prometheus rejects or mixes up, and silences and dashboards cannot distinguish
them. Sloth 0.16 refuses them.
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

constexpr CodeInfo kInvertedCondition = {
    .code = "inverted-burn-rate",
    .severity = Severity::kWarning,
    .summary = "an alert condition that is true while little budget is spent",
    .explanation = R"(
`op: lte` or `op: lt` in an AlertCondition of kind burnrate compares the wrong way: the alert fires
while the burn rate is low and is silent during an outage. The examples in OpenSLO's README have it.
Here, such a condition is read as `gte` or `gt`, which is what was meant.
)",
    .bad = R"(
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: fast-burn}
spec:
  severity: page
  condition: {kind: burnrate, op: lte, threshold: 14.4, lookbackWindow: 1h}
)",
    .good = R"(
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: fast-burn}
spec:
  severity: page
  condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h}
)",
};

constexpr CodeInfo kFieldWithoutEffect = {
    .code = "slo-field-without-effect",
    .severity = Severity::kWarning,
    .summary = "a field without effect for this kind of objective",
    .explanation = R"(
The field only makes sense for other objectives. `op` and `value` compare a threshold metric; a
ratio is compared only with its target. OpenSLO's own examples have `op: gt` in such places, and
the current oslo refuses them.
)",
    .bad = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{op: gt, target: 0.999}]
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
};

constexpr CodeInfo kUnknownReference = {
    .code = "unknown-slo-reference",
    .severity = Severity::kInfo,
    .summary = "a reference to an object that is not in the files",
    .explanation = R"(
An SLO of OpenSLO refers to objects by name: to an SLI by `indicatorRef`, to an AlertPolicy by
`alertPolicyRef`. The object is not in the given files, so the queries or alerts are unknown. Give
all files together, or their folder.
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
  indicatorRef: requests
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
};

constexpr CodeInfo kUnknownSpecification = {
    .code = "unknown-slo-specification",
    .severity = Severity::kError,
    .summary = "a document that is not an SLO specification",
    .explanation = R"(
Each document of a specification file states what it is: `version: prometheus/v1` for Sloth, an
`apiVersion` such as `sloth.slok.dev/v1`, `openslo/v1` or `pyrra.dev/v1alpha1`, and a `kind`. This
one does not. Among specifications, other Kubernetes objects are skipped.
)",
    .bad = R"(
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: The shop}
---
kind: SLO
metadata: {name: requests}
)",
    .good = R"(
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: The shop}
)",
};

constexpr CodeInfo kUnsupportedSource = {
    .code = "unsupported-slo-source",
    .severity = Severity::kInfo,
    .summary = "an indicator that Prometheus cannot evaluate",
    .explanation = R"(
The metric source of an indicator is another system, such as Datadog, or has no `query`. The
objective's budget and alerts can be explained, but nothing can be computed from data, and no rules
can be made.

A source counts as Prometheus if its type, or that of the DataSource it refers to, is Prometheus,
Thanos, Mimir, Cortex or VictoriaMetrics; without a type, if the name of the DataSource has
`prometheus` in it.
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
        good: {metricSource: {type: Datadog, spec: {query: 'sum:hits{status:200}.as_count()'}}}
        total: {metricSource: {type: Datadog, spec: {query: 'sum:hits{*}.as_count()'}}}
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
};

std::span<const CodeInfo* const> Codes() {
  static constexpr std::array kAll = {
      &kCompositeSlo,           &kDuplicateSlo,         &kInvertedCondition,
      &kFieldWithoutEffect,     &kSloConstantIndicator, &kSloFixedRange,
      &kSloIgnoredSelectorPart, &kSloLabelName,         &kSloNotHistogram,
      &kSloObjectiveIsRatio,    &kSloPluginNotRun,      &kSloRoundedTarget,
      &kUnknownReference,       &kUnknownSpecification, &kUnsupportedSource,
  };
  return kAll;
}

}  // namespace check::slo
