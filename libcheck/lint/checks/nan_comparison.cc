#include <cmath>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* binary = promql::TryAs<promql::BinaryExpr>(part.expr);
    if (binary == nullptr || !promql::IsComparison(binary->op)) continue;
    for (const promql::Expr* side : {binary->lhs, binary->rhs}) {
      const auto value = ConstantValue(*side);
      if (!value || !std::isnan(*value)) continue;
      Diagnostic& diagnostic =
          diagnostics.Report(info, context.InExpr(*binary),
                             Code(*context.rule.expr_source, binary->span) + " is " +
                                 (binary->op == promql::Op::kNotEqual ? "always" : "never") +
                                 " true: nothing equals NaN, not even NaN");
      diagnostic.notes.push_back("to find NaN, compare a series with itself: `x != x`");
      break;
    }
  }
}

}  // namespace

const Check nan_comparison = {
    .info =
        {
            .code = "nan-comparison",
            .severity = Severity::kWarning,
            .summary = "a comparison with NaN",
            .explanation = R"(
NaN compares unequal to everything, itself included: `x == NaN` is never true and `x != NaN` is
always true. To find samples that are NaN, compare the series with itself: `x != x`. To drop them, `x
== x`.
)",
            .bad = R"(groups:
  - name: ratio
    rules:
      - alert: RatioUndefined
        expr: job:http_errors:ratio_rate5m == NaN
        for: 5m
)",
            .good = R"(groups:
  - name: ratio
    rules:
      - alert: RatioUndefined
        expr: job:http_errors:ratio_rate5m != job:http_errors:ratio_rate5m
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
