#include "libcheck/lint/catalog.h"
#include "libcheck/lint/template_use.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportGoneLabels(context, /*of_absent=*/true, info, diagnostics);
}

}  // namespace

const Check absent_label = {
    .info =
        {
            .code = "absent-label",
            .severity = Severity::kWarning,
            .summary = "a template that shows a label which absent() cannot return",
            .explanation = R"(
`absent()` and `absent_over_time()` return a result when there are no series, so there are no
series to take labels from. The result has only the labels that the selector fixes with a single
`=` matcher. A label matched by `=~`, or not at all, is always empty in the template.

If several jobs can be missing, write one rule for each, or compare with a metric that lists what
is expected: `expected unless on (job) up`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: NoTargets
        expr: absent(up{job=~"api|web"})
        for: 10m
        annotations:
          summary: Nothing is scraped for {{ $labels.job }}
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: NoTargets
        expr: absent(up{job="api"})
        for: 10m
        annotations:
          summary: Nothing is scraped for {{ $labels.job }}
)",
        },
    .run = Run,
};

}  // namespace check::lint
