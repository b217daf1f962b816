#include <algorithm>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

// Whether all that `expr` reads are the buckets of classic histograms. Native ones need no `le`.
bool ReadsBuckets(const promql::Expr& expr) {
  bool any = false;
  bool all = true;
  const auto visit = [&](const auto& self, const promql::Expr& part) -> void {
    if (const auto* selector = promql::TryAs<promql::VectorSelector>(&part)) {
      any = true;
      all = all && selector->name.ends_with("_bucket");
    }
    promql::ForEachChild(part, [&](const promql::Expr& child) { self(self, child); });
  };
  visit(visit, expr);
  return any && all;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const promql::Function* function = CalledFunction(*part.expr);
    if (function == nullptr || function->labels != promql::LabelEffect::kFromBuckets) continue;
    const auto& call = promql::As<promql::Call>(*part.expr);
    const promql::Expr* series = SeriesArgument(call);
    if (series == nullptr || !ReadsBuckets(*series)) continue;
    const promql::LabelFact le = context.Labels().Of(*series).Find("le");
    if (le.presence != promql::Presence::kNever) continue;
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.InExpr(call.name_span),
                           Code(std::string(function->name) + "()") +
                               " of buckets without label `le` returns nothing");
    diagnostic.labels.push_back(
        {context.InExpr(le.removal->Root().where), promql::Describe(*le.removal, "le")});
    diagnostic.notes.push_back("keep it: `sum by (le) (...)`");
  }
}

}  // namespace

const Check quantile_without_le = {
    .info =
        {
            .code = "quantile-without-le",
            .severity = Severity::kWarning,
            .summary = "histogram_quantile() of buckets without `le`",
            .explanation = R"(
The buckets of a classic histogram are distinguished by the label `le`, their upper bound. An
aggregation that drops it adds up all buckets, and `histogram_quantile()` returns no result.

Native histograms have no `le`; only queries of metrics that end in `_bucket` are checked.
)",
            .bad = R"(groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, sum by (job) (rate(http_duration_seconds_bucket[5m]))) > 1
        for: 5m
)",
            .good = R"(groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, sum by (job, le) (rate(http_duration_seconds_bucket[5m]))) > 1
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
