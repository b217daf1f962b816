#include <algorithm>

#include "libcheck/base/arena.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/format.h"
#include "libcheck/promql/printer.h"

namespace check::lint {
namespace {

using promql::ExprKind;

// Whether Prometheus may print such a node as something else.
bool MayBeMisprinted(const promql::Expr& expr) {
  const auto shifts = [](const promql::TimeShift& shift) { return shift.offset_expr != nullptr; };
  switch (expr.kind) {
    case ExprKind::kNumber:
      return promql::As<promql::NumberLiteral>(expr).is_duration;
    case ExprKind::kVectorSelector: {
      const auto& selector = promql::As<promql::VectorSelector>(expr);
      return selector.matchers.empty() || shifts(selector.shift);
    }
    case ExprKind::kMatrixSelector: {
      const auto& matrix = promql::As<promql::MatrixSelector>(expr);
      return matrix.range_expr != nullptr || shifts(matrix.vector->shift);
    }
    case ExprKind::kSubquery: {
      const auto& subquery = promql::As<promql::SubqueryExpr>(expr);
      return subquery.range_expr != nullptr || subquery.step_expr != nullptr ||
             shifts(subquery.shift);
    }
    default:
      return false;
  }
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const auto parts = context.Parts();
  const auto suspect = std::find_if(parts.begin(), parts.end(),
                                    [](const Part& part) { return MayBeMisprinted(*part.expr); });
  if (suspect == parts.end()) return;
  const promql::Expr& whole = *parts.front().expr;
  const std::string text = promql::ToString(whole, promql::Misprints::kKept);
  const SourceBuffer source("", text);
  Arena arena;
  Diagnostics faults;
  const promql::Expr* parsed = promql::ParseExpr(source, promql::kWholeLanguage, arena, faults);
  if (parsed == nullptr) {
    diagnostics
        .Report(info, context.InExpr(whole),
                "Prometheus evaluates this expression as " +
                    Code(source, {0, static_cast<std::uint32_t>(text.size())}) +
                    ", which does not parse: every evaluation fails")
        .notes.push_back(faults.found().front().message);
  } else if (!promql::StructurallyEqual(whole, *parsed)) {
    diagnostics.Report(info, context.InExpr(whole),
                       "Prometheus evaluates this expression as " +
                           Code(source, {0, static_cast<std::uint32_t>(text.size())}) +
                           ", which means something else");
  }
}

}  // namespace

const Check misprinted_expression = {
    .info =
        {
            .code = "misprinted-expression",
            .severity = Severity::kWarning,
            .summary = "an expression that Prometheus changes when it prints it",
            .explanation = R"(
Prometheus prints the expression of a rule and evaluates the printed form. A few expressions
change when they are printed: parentheses in an offset are lost, some durations with milliseconds
become one millisecond shorter, and `info(x, {})` becomes `info(x, )`, which cannot be evaluated.
)",
            .bad = R"(groups:
  - name: shop
    rules:
      - record: shop:orders:before
        expr: shop_orders offset (1h) - 600
)",
            .good = R"(groups:
  - name: shop
    rules:
      - record: shop:orders:before
        expr: shop_orders offset 50m
)",
        },
    .run = Run,
};

}  // namespace check::lint
