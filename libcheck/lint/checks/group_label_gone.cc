#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"

namespace check::lint {
namespace {

using promql::Cardinality;

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* binary = promql::TryAs<promql::BinaryExpr>(part.expr);
    if (binary == nullptr || binary->matching == nullptr) continue;
    const promql::VectorMatching& matching = *binary->matching;
    if (matching.include.empty()) continue;
    const bool from_right = matching.cardinality == Cardinality::kManyToOne;
    const promql::LabelFlow& one = context.Labels().Of(from_right ? *binary->rhs : *binary->lhs);
    for (std::size_t i = 0; i < matching.include.size(); ++i) {
      const std::string_view label = matching.include[i];
      const promql::LabelFact fact = one.Find(label);
      if (fact.presence != promql::Presence::kNever || label == model::kMetricName) continue;
      const Span where =
          i < matching.include_spans.size() ? matching.include_spans[i] : binary->op_span;
      Diagnostic& diagnostic =
          diagnostics.Report(info, context.InExpr(where),
                             "missing label " + Code(label) + " to copy: the " +
                                 (from_right ? "right" : "left") + " side does not have it");
      diagnostic.labels.push_back(
          {context.InExpr(fact.removal->Root().where), promql::Describe(*fact.removal, label)});
      diagnostic.notes.push_back(Code(from_right ? "group_left" : "group_right") +
                                 " removes a label that it cannot copy");
    }
  }
}

}  // namespace

const Check group_label_gone = {
    .info =
        {
            .code = "group-label-gone",
            .severity = Severity::kWarning,
            .summary = "group_left() or group_right() of a label that has been removed",
            .explanation = R"(
`group_left (version)` copies `version` from the right side to each series that matches, and
`group_right` from the left. If an aggregation on that side has removed the label, there is nothing
to copy, and the result loses the label even if it had it before.
)",
            .bad = R"(groups:
  - name: versions
    rules:
      - record: job_version:http_requests:rate5m
        expr: |
          sum by (job, instance) (rate(http_requests_total[5m]))
            * on (job, instance) group_left (version)
          max by (job, instance) (build_info)
)",
            .good = R"(groups:
  - name: versions
    rules:
      - record: job_version:http_requests:rate5m
        expr: |
          sum by (job, instance) (rate(http_requests_total[5m]))
            * on (job, instance) group_left (version)
          max by (job, instance, version) (build_info)
)",
        },
    .run = Run,
};

}  // namespace check::lint
