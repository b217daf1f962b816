#include "libcheck/lint/catalog.h"
#include "libcheck/lint/template_use.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportGoneLabels(context, /*of_absent=*/false, info, diagnostics);
}

}  // namespace

const Check template_label_gone = {
    .info =
        {
            .code = "template-label-gone",
            .severity = Severity::kWarning,
            .summary = "a template shows a label that the query has removed",
            .explanation = R"(
`$labels` in an annotation or label contains the labels of the query's result. An aggregation
keeps only the labels that it lists, so `{{ $labels.instance }}` after `sum by (job)` is always
empty, and the person on call does not learn which instance it is.

Labels that the rule itself adds under `labels:` are not in `$labels` either.

A template that tests the label first, `{{ if $labels.instance }}`, is not reported.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum by (job) (rate(http_errors_total[5m])) > 10
        for: 5m
        annotations:
          summary: Many errors on {{ $labels.instance }}
)",
            .good = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum by (job, instance) (rate(http_errors_total[5m])) > 10
        for: 5m
        annotations:
          summary: Many errors on {{ $labels.instance }}
)",
        },
    .run = Run,
};

}  // namespace check::lint
