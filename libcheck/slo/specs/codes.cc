#include "libcheck/slo/specs/codes.h"

namespace check::slo {

constexpr CodeInfo kSloFixedRange = {
    .code = "slo-fixed-range",
    .severity = Severity::kWarning,
    .summary = "a range in a query of an objective that does not follow the window",
    .explanation = R"(
The queries of an objective are asked for each window of its alerts, from 5 minutes to days, with
`{{.window}}` replaced. A range that is written out stays as it is: the query then gives the same for all
windows, or mixes events of one time with those of another.

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
The labels of an objective become labels of rules. Names with other characters than letters, digits and `_`
are refused by Prometheus before 3.0, and by later ones with `metric_name_validation_scheme: legacy`;
elsewhere each query that mentions them has to quote them, and many tools cannot.
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
The objective is a percentage: 99.5, not 0.995. Taken as a percentage, 0.995 means that 99 of 100 events may
fail, and no alert can ever fire.
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
Plugins of Sloth are Go source, which Sloth interprets. They are not run here: the query that an SLI plugin
computes stays unknown, and so do the rules that an SLO plugin of your own makes. Sloth's own SLO plugins,
those under `sloth.dev/`, are known.

Write the query as `events` or `raw` if anything beside Sloth has to understand the objective.
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
