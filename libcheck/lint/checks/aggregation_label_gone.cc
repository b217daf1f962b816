#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* aggregate = promql::TryAs<promql::AggregateExpr>(part.expr);
    if (aggregate == nullptr || aggregate->without || aggregate->grouping.empty()) continue;
    const promql::LabelFlow& flow = context.Labels().Of(*aggregate->expr);
    for (std::size_t i = 0; i < aggregate->grouping.size(); ++i) {
      const std::string_view label = aggregate->grouping[i];
      const promql::LabelFact fact = flow.Find(label);
      if (fact.presence != promql::Presence::kNever || label == model::kMetricName) continue;
      const promql::Removal& root = fact.removal->Root();
      if (root.kind == promql::RemovalKind::kMatcher) continue;  // Asked for in so many words.
      const Span where =
          i < aggregate->grouping_spans.size() ? aggregate->grouping_spans[i] : aggregate->span;
      Diagnostic& diagnostic =
          diagnostics.Report(info, context.InExpr(where),
                             Code(std::string(aggregate->aggregation->name) + " by") +
                                 " cannot keep " + Code(label) + ": it was removed before");
      diagnostic.labels.push_back(
          {context.InExpr(root.where), promql::Describe(*fact.removal, label)});
    }
  }
}

}  // namespace

const Check aggregation_label_gone = {
    .info =
        {
            .code = "aggregation-label-gone",
            .severity = Severity::kWarning,
            .summary = "an aggregation by a label that an inner expression removes",
            .explanation = R"(
`by (instance)` keeps `instance`, if it is there. If something inside the aggregation has removed
it, such as another aggregation, there is nothing to group by, and the result has no such label.
)",
            .bad = R"(groups:
  - name: requests
    rules:
      - record: instance:http_requests:rate5m
        expr: max by (instance) (sum by (job) (rate(http_requests_total[5m])))
)",
            .good = R"(groups:
  - name: requests
    rules:
      - record: instance:http_requests:rate5m
        expr: max by (instance) (sum by (job, instance) (rate(http_requests_total[5m])))
)",
        },
    .run = Run,
};

}  // namespace check::lint
