#include "libcheck/rules/codes.h"

#include <array>
#include <span>

#include "libcheck/rules/load.h"

namespace check::rules {

constexpr CodeInfo kHelmTemplate = {
    .code = "helm-template",
    .severity = Severity::kError,
    .summary = "a Helm template instead of a rule file",
    .explanation = R"(
The file holds template actions such as `{{ .Values.threshold }}` that Helm replaces when the chart
is installed. Until then it is not a rule file, and often not even YAML. Check the output of Helm:

    helm template my-chart | pronoia check rules -

Templates that Prometheus itself expands in labels and annotations, such as `{{ $labels.job }}`, are
not meant by this, and are checked.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      {{- if .Values.alerts }}
      - alert: ApiDown
        expr: up{job="api"} == 0
      {{- end }}
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
)",
};

constexpr CodeInfo kNoRules = {
    .code = "rules-none",
    .severity = Severity::kWarning,
    .summary = "a file without rules",
    .explanation = R"(
The given file contains no rules: it is empty, has no groups, or is something else, such as a
configuration or a resource of another kind. Nothing was checked. Files that are found in a folder may
be without rules.

Rules are read from Prometheus's and Mimir's rule files, and from these Kubernetes resources:
PrometheusRule, Google's Rules, ClusterRules and GlobalRules, OpenShift's AlertingRule, VMRule, and
rule files inside ConfigMaps and Secrets, alone or in lists. A VMRule contains MetricsQL: the PromQL
in it is checked, and the rest is a warning.
)",
    .bad = R"(
groups: []
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kResourceValueType = {
    .code = "resource-value-type",
    .severity = Severity::kError,
    .summary = "a value of a Kubernetes resource that must be a string and is not",
    .explanation = R"(
Prometheus reads any scalar value of a label or annotation as text. Kubernetes does not: its API
server refuses a PrometheusRule in which a label is a number or a boolean. It reads `yes`, `on` and
the like as booleans too, so they need quotes.
)",
    .bad = R"(
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: api
spec:
  groups:
    - name: api
      rules:
        - alert: ApiDown
          expr: up{job="api"} == 0
          labels:
            page: yes
)",
    .good = R"(
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: api
spec:
  groups:
    - name: api
      rules:
        - alert: ApiDown
          expr: up{job="api"} == 0
          labels:
            page: "yes"
)",
};

constexpr CodeInfo kRuleBadAnnotationName = {
    .code = "rule-bad-annotation-name",
    .severity = Severity::kError,
    .summary = "an invalid annotation name",
    .explanation = R"(
The name of an annotation can be any text that is not empty. If Prometheus is configured to accept
only the names that were valid before version 3 (`metric_name_validation_scheme: legacy`), it must
consist of letters, digits and underscores, and must not start with a digit.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        annotations:
          "": the API is down
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        annotations:
          summary: the API is down
)",
};

constexpr CodeInfo kRuleBadLabelName = {
    .code = "rule-bad-label-name",
    .severity = Severity::kError,
    .summary = "an invalid label name",
    .explanation = R"(
The name of a label can be any text that is not empty, except `__name__`, which is the name of the
metric. If Prometheus is configured to accept only the names that were valid before version 3
(`metric_name_validation_scheme: legacy`), it must consist of letters, digits and underscores, and
must not start with a digit.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels:
          __name__: up_sum
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels:
          team: api
)",
};

constexpr CodeInfo kRuleBadLabelValue = {
    .code = "rule-bad-label-value",
    .severity = Severity::kError,
    .summary = "a label whose value is not valid UTF-8",
    .explanation = R"(
Label values must be valid UTF-8. Since the whole YAML file must be, this happens only with a value
written in base64 (`!!binary`).
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels:
          team: !!binary /w==
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels:
          team: api
)",
};

constexpr CodeInfo kRuleBadRecordName = {
    .code = "rule-bad-record-name",
    .severity = Severity::kError,
    .summary = "an invalid name of a recording rule",
    .explanation = R"(
`record` is the name of the metric to write. It must not be empty or contain braces: those are a
sign that a whole selector, or the expression itself, was put in its place. Labels for the result go
under `labels`.

If Prometheus is configured to accept only the names that were valid before version 3
(`metric_name_validation_scheme: legacy`), the name must consist of letters, digits, underscores and
colons, and must not start with a digit.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum{team="api"}
        expr: sum by (job) (up)
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        labels:
          team: api
)",
};

namespace {

constexpr std::array kCodes = {
    &kHelmTemplate,     &kResourceValueType, &kRuleBadAnnotationName,
    &kRuleBadLabelName, &kRuleBadLabelValue, &kRuleBadRecordName,
    &kNoRules,
};

}  // namespace

std::span<const CodeInfo* const> LoadCodes() { return kCodes; }

}  // namespace check::rules
