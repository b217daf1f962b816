#include "libcheck/rules/codes.h"

#include <array>
#include <span>

#include "libcheck/rules/load.h"

namespace check::rules {

constexpr CodeInfo kBadDuration = {
    .code = "bad-duration",
    .severity = Severity::kError,
    .summary = "a length of time that Prometheus cannot read",
    .explanation = R"(
A duration is one or more whole numbers, each with a unit, from the largest unit to the smallest and
each unit at most once: `5m`, `1h30m`, `1d`. The units are `y`, `w`, `d`, `h`, `m`, `s` and `ms`. A
bare `0` needs no unit. There are no fractions, signs or spaces.

promtool stops at the first such value, prints no line number for it, and says nothing about the
rest of the file.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        for: 1.5h
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        for: 1h30m
)",
};

constexpr CodeInfo kBadTag = {
    .code = "rules-bad-tag",
    .severity = Severity::kError,
    .summary = "a value that is not of the type its tag names",
    .explanation = R"(
A tag such as `!!int` or `!!binary` in front of a value says how it is to be read. If it cannot be
read so, the file is refused. Rule files need no tags: leave it out, or put the value in quotes if it
is to be taken as text.
)",
    .bad = R"(
groups:
  - name: api
    limit: !!int many
    rules: []
)",
    .good = R"(
groups:
  - name: api
    limit: 100
    rules: []
)",
};

constexpr CodeInfo kGroupDuplicateName = {
    .code = "group-duplicate-name",
    .severity = Severity::kError,
    .summary = "two groups of one file with the same name",
    .explanation = R"(
A group is known to Prometheus by its file and its name, so names must differ within a file. The same
name in two files is fine.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
  - name: api
    rules:
      - record: job:up:count
        expr: count by (job) (up)
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - record: job:up:count
        expr: count by (job) (up)
)",
};

constexpr CodeInfo kGroupWithoutName = {
    .code = "group-without-name",
    .severity = Severity::kError,
    .summary = "a group of rules without a name",
    .explanation = R"(
Every group needs a `name`. It is shown on the rules page and labels the metrics that Prometheus
keeps about the group, such as how long its last evaluation took.
)",
    .bad = R"(
groups:
  - rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kHelmTemplate = {
    .code = "rules-helm-template",
    .severity = Severity::kError,
    .summary = "a Helm template rather than a file of rules",
    .explanation = R"(
The file holds template actions such as `{{ .Values.threshold }}` that Helm replaces when the chart
is installed. Until then it is not a rule file, and often not even YAML. Check what Helm makes of it:

    helm template my-chart | pronoia check rules -

What Prometheus itself expands in labels and annotations, such as `{{ $labels.job }}`, is something
else, and is checked where it stands.
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

constexpr CodeInfo kIgnoredDocument = {
    .code = "rules-ignored-document",
    .severity = Severity::kWarning,
    .summary = "a second YAML document, which Prometheus does not read",
    .explanation = R"(
Of a rule file with several documents, separated by `---`, Prometheus reads only the first. The rules
in the others are never evaluated. Move them into the first document, or into files of their own.

Files of Kubernetes resources and of Mimir namespaces may hold any number of documents.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
---
groups:
  - name: web
    rules:
      - record: job:up:count
        expr: count by (job) (up)
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
  - name: web
    rules:
      - record: job:up:count
        expr: count by (job) (up)
)",
};

constexpr CodeInfo kNoRules = {
    .code = "rules-none",
    .severity = Severity::kWarning,
    .summary = "a file without a single rule",
    .explanation = R"(
A file was named whose rules should be checked, and there are none in it: it is empty, has no groups,
or is something else, such as a configuration or a resource of a kind that holds no rules. Nothing was
checked. Files that are found in a folder may be without rules.

Rules are read from Prometheus's and Mimir's rule files, and from these Kubernetes resources:
PrometheusRule, Google's Rules, ClusterRules and GlobalRules, OpenShift's AlertingRule, VMRule, and
rule files inside ConfigMaps and Secrets, alone or in lists. A VMRule is MetricsQL: what is PromQL in
it is checked, and the rest is a warning.
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

constexpr CodeInfo kRecordingRuleField = {
    .code = "recording-rule-field",
    .severity = Severity::kError,
    .summary = "a field of alerts in a recording rule",
    .explanation = R"(
`for`, `keep_firing_for` and `annotations` belong to alerts. A recording rule writes the result of
its expression at every evaluation and has no use for them. If the rule is to notify someone, it
needs `alert` rather than `record`.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
        for: 5m
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
    .summary = "a value of a Kubernetes resource that has to be text and is not",
    .explanation = R"(
Prometheus takes any plain value of a label or annotation as text. Kubernetes does not: its API
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
    .summary = "an annotation whose name Prometheus refuses",
    .explanation = R"(
The name of an annotation may be any text that is not empty. Where Prometheus is told to accept only
the names it had before version 3 (`metric_name_validation_scheme: legacy`), it has to be made of
letters, digits and underscores, and may not start with a digit.
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
    .summary = "a label whose name Prometheus refuses",
    .explanation = R"(
The name of a label may be any text that is not empty, but not `__name__`, which holds the metric's
own name. Where Prometheus is told to accept only the names it had before version 3
(`metric_name_validation_scheme: legacy`), it has to be made of letters, digits and underscores, and
may not start with a digit.
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
Values of labels have to be valid UTF-8. Since a YAML file as a whole has to be, this takes a value
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
    .summary = "a recording rule whose name Prometheus refuses",
    .explanation = R"(
`record` names the metric to write. It may not be empty and may not hold braces: those are a sign
that a whole selector, or the expression itself, has been put in its place. Labels for the result go
under `labels`.

Where Prometheus is told to accept only the names it had before version 3
(`metric_name_validation_scheme: legacy`), the name has to be made of letters, digits, underscores
and colons, and may not start with a digit.
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

constexpr CodeInfo kRuleRecordAndAlert = {
    .code = "rule-record-and-alert",
    .severity = Severity::kError,
    .summary = "a rule that is both a recording rule and an alert",
    .explanation = R"(
A rule either writes a metric (`record`) or raises alerts (`alert`). To do both, write two rules; the
alert can read what the other one records.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - record: job:up:ratio
        alert: ApiDown
        expr: avg by (job) (up) < 0.5
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:ratio
        expr: avg by (job) (up)
      - alert: ApiDown
        expr: job:up:ratio < 0.5
)",
};

constexpr CodeInfo kRuleWithoutExpr = {
    .code = "rule-without-expr",
    .severity = Severity::kError,
    .summary = "a rule without an expression",
    .explanation = R"(
Every rule needs `expr`, the PromQL expression that it evaluates.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        for: 5m
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        for: 5m
)",
};

constexpr CodeInfo kRuleWithoutName = {
    .code = "rule-without-name",
    .severity = Severity::kError,
    .summary = "a rule with neither `record` nor `alert`",
    .explanation = R"(
A rule needs a name: `record` with the metric to write, or `alert` with the name of the alert. A key
without a value counts as missing.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - expr: sum by (job) (up)
)",
    .good = R"(
groups:
  - name: api
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kUnknownField = {
    .code = "rules-unknown-field",
    .severity = Severity::kError,
    .summary = "a field that rule files do not have",
    .explanation = R"(
Prometheus refuses a rule file with a field it does not know: most often one is misspelled
(`annotation` for `annotations`) or indented too little or too much, which puts it into the rule
where the group was meant, or the other way round.

`--ignore-unknown-fields` accepts them, as promtool does with the same flag.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        annotation:
          summary: the API is down
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

constexpr CodeInfo kWrongType = {
    .code = "rules-wrong-type",
    .severity = Severity::kError,
    .summary = "a list, mapping or value where something else belongs",
    .explanation = R"(
Each field of a rule file takes one kind of value: `groups` and `rules` are lists, `labels` and
`annotations` are mappings from text to text, `limit` is a whole number, everything else is text. The
usual reasons for finding something else are a missing `-`, wrong indentation, or a value that starts
with `{` or `[` and needs quotes.
)",
    .bad = R"(
groups:
  - name: api
    rules:
      alert: ApiDown
      expr: up{job="api"} == 0
)",
    .good = R"(
groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
)",
};

namespace {

constexpr std::array kCodes = {
    &kBadDuration,
    &kGroupDuplicateName,
    &kGroupWithoutName,
    &kRecordingRuleField,
    &kResourceValueType,
    &kRuleBadAnnotationName,
    &kRuleBadLabelName,
    &kRuleBadLabelValue,
    &kRuleBadRecordName,
    &kRuleRecordAndAlert,
    &kRuleWithoutExpr,
    &kRuleWithoutName,
    &kBadTag,
    &kHelmTemplate,
    &kIgnoredDocument,
    &kNoRules,
    &kUnknownField,
    &kWrongType,
};

}  // namespace

std::span<const CodeInfo* const> LoadCodes() { return kCodes; }

}  // namespace check::rules
