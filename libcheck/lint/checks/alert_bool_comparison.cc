#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using promql::BinaryExpr;
using promql::Expr;

// Follows the operands whose series become the alerts, or decide which do.
void Visit(const Expr& expr, const RuleContext& context, const CodeInfo& info,
           Diagnostics& diagnostics) {
  const auto* binary = promql::TryAs<BinaryExpr>(promql::StripParens(&expr));
  if (binary == nullptr) return;
  if (promql::IsSetOperator(binary->op)) {
    Visit(*binary->lhs, context, info, diagnostics);
    Visit(*binary->rhs, context, info, diagnostics);
    return;
  }
  if (!promql::IsComparison(binary->op) || !binary->return_bool) return;
  // The word stands somewhere between the operator and the right side.
  const std::string_view text = context.rule.expr_source->text();
  const std::size_t word = text.find("bool", binary->op_span.end);
  Span where = binary->op_span;
  if (word < binary->rhs->span.begin) {
    where.begin = static_cast<std::uint32_t>(word);
    where.end = where.begin + 4;
  }
  Diagnostic& diagnostic = diagnostics.Report(
      info, context.InExpr(where),
      "`bool` makes this 0 where the comparison is false, and the alert fires for 0 as well");
  diagnostic.notes.push_back(
      binary->type == promql::ValueType::kScalar
          ? "compare vectors without `bool`: the result is empty where the comparison is false"
          : "remove `bool`");
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (context.rule.is_alert()) Visit(*context.rule.expr, context, info, diagnostics);
}

}  // namespace

const Check alert_bool_comparison = {
    .info =
        {
            .code = "alert-bool-comparison",
            .severity = Severity::kWarning,
            .summary = "an alert that compares with `bool` and so always fires",
            .explanation = R"(
A comparison keeps the series for which it holds, and an alert fires for every series that its query
returns, whatever the value. With `bool` the comparison keeps all series and sets their values to 0
or 1, so the alert fires for each of them.

`bool` is right inside a calculation: `sum(up == bool 0) > 2`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == bool 0
        for: 5m
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
