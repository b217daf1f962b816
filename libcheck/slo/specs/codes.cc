#include "libcheck/slo/specs/codes.h"

namespace check::slo {

constexpr CodeInfo kSloFixedRange = {
    .code = "slo-fixed-range",
    .severity = Severity::kWarning,
    .summary = "a fixed range in the query of an objective",
    .explanation = R"(
The queries of an objective are evaluated for each window of its alerts, from 5 minutes to days, with
`{{.window}}` replaced. A fixed range stays as it is: the query then returns the same result for all
windows, or mixes events of different times.

A range inside a subquery over `{{.window}}` may be fixed.
)",
    .bad = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.5
    sli:
      events:
        error_query: sum(rate(errors_total[30d])) + sum(rate(timeouts_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
)",
    .good = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.5
    sli:
      events:
        error_query: sum(rate(errors_total[{{.window}}])) + sum(rate(timeouts_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
)",
};

constexpr CodeInfo kSloLabelName = {
    .code = "slo-label-name",
    .severity = Severity::kWarning,
    .summary = "a label of an objective whose name needs quotes in PromQL",
    .explanation = R"(
The labels of an objective become labels of rules. Names with characters other than letters, digits and `_`
are refused by Prometheus before 3.0, and by later versions with `metric_name_validation_scheme: legacy`;
otherwise each query must quote them, which many tools cannot do.
)",
    .bad = R"(
version: prometheus/v1
service: shop
labels:
  cost-center: "12"
slos:
  - name: checkout
    objective: 99.5
    sli:
      raw:
        error_ratio_query: job:errors:ratio_rate{{.window}}
    alerting:
      name: ShopErrors
)",
    .good = R"(
version: prometheus/v1
service: shop
labels:
  cost_center: "12"
slos:
  - name: checkout
    objective: 99.5
    sli:
      raw:
        error_ratio_query: job:errors:ratio_rate{{.window}}
    alerting:
      name: ShopErrors
)",
};

constexpr CodeInfo kSloObjectiveIsRatio = {
    .code = "slo-objective-is-ratio",
    .severity = Severity::kWarning,
    .summary = "an objective below 1 % that looks like a ratio",
    .explanation = R"(
The objective is a percentage: 99.5, not 0.995. As a percentage, 0.995 means that 99 of 100 events may fail,
and no alert can ever fire.
)",
    .bad = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 0.995
    sli:
      raw:
        error_ratio_query: job:errors:ratio_rate{{.window}}
    alerting:
      name: ShopErrors
)",
    .good = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.5
    sli:
      raw:
        error_ratio_query: job:errors:ratio_rate{{.window}}
    alerting:
      name: ShopErrors
)",
};

constexpr CodeInfo kSloPluginNotRun = {
    .code = "slo-plugin-not-run",
    .severity = Severity::kWarning,
    .summary = "a plugin of Sloth that is not run here",
    .explanation = R"(
Plugins of Sloth are Go source, which Sloth interprets. They are not run here, so the query of an SLI
plugin is unknown, and so are the rules of a custom SLO plugin. Sloth's own SLO plugins, under
`sloth.dev/`, are supported.

Write the query as `events` or `raw` if tools other than Sloth have to understand the objective.
)",
    .bad = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.5
    sli:
      plugin:
        id: our-availability
    alerting:
      name: ShopErrors
)",
    .good = R"(
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.5
    sli:
      events:
        error_query: sum(rate(requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
)",
};

}  // namespace check::slo
