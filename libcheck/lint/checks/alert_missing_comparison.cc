#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"

namespace check::lint {
namespace {

using promql::As;
using promql::Expr;
using promql::ExprKind;
using promql::Op;

enum class Verdict : std::uint8_t {
  /// Gives series only under some condition, or it cannot be told: they may be there only while
  /// something is the case, as alerts are, and what other rules record may be.
  kCondition,
  kConstant,  ///< Always gives the same: vector(1). Alone, an alert that fires on purpose.
  kAlways,    ///< Gives a series wherever there is data, whatever the values.
};

// `is_quantity`: what is asked about is a number made of the series, such as a rate or a quotient.
// It is there whatever it is, where the bare series may be there only while something is the case.
Verdict Judge(const Expr& expr, bool is_quantity = false);

Verdict JudgeSelector(const promql::VectorSelector& selector, bool is_quantity) {
  const std::string_view name = selector.name;
  if (name.empty() || name.starts_with("ALERTS") || name.find(':') != std::string_view::npos) {
    return Verdict::kCondition;
  }
  const bool is_picked = std::any_of(selector.matchers.begin(), selector.matchers.end(),
                                     [](const model::Matcher& matcher) {
                                       return matcher.name != model::kMetricName &&
                                              matcher.name != "job" && matcher.name != "instance";
                                     });
  return is_picked && !is_quantity ? Verdict::kCondition : Verdict::kAlways;
}

Verdict JudgeCall(const promql::Call& call, bool is_quantity) {
  const promql::Function& function = *call.function;
  if (function.values.IsConstant() || function.labels == promql::LabelEffect::kAddsInfo) {
    return Verdict::kCondition;
  }
  if (function.MakesVector()) {
    return ConstantValue(*call.arguments[0]) ? Verdict::kConstant : Verdict::kAlways;
  }
  const Expr* series = SeriesArgument(call);
  if (series == nullptr) return Verdict::kAlways;
  const bool over_range = series->type == promql::ValueType::kMatrix &&
                          function.labels != promql::LabelEffect::kKeepsAll;
  return Judge(*series, is_quantity || over_range);
}

Verdict JudgeBinary(const promql::BinaryExpr& binary, bool is_quantity) {
  // Of `and`, both have to be there, which may be what is asked.
  if (binary.op == Op::kUnless || binary.op == Op::kAnd) return Verdict::kCondition;
  if (promql::IsComparison(binary.op) && !binary.return_bool) return Verdict::kCondition;
  is_quantity = is_quantity || binary.op == Op::kDiv || binary.op == Op::kMod;
  const Verdict lhs = Judge(*binary.lhs, is_quantity);
  const Verdict rhs = Judge(*binary.rhs, is_quantity);
  if (binary.op != Op::kOr && std::min(lhs, rhs) == Verdict::kCondition) return Verdict::kCondition;
  return std::max(lhs, rhs);
}

Verdict Judge(const Expr& expr, bool is_quantity) {
  switch (expr.kind) {
    case ExprKind::kNumber:
    case ExprKind::kString:
    case ExprKind::kDuration:
      return Verdict::kConstant;
    case ExprKind::kVectorSelector:
      return JudgeSelector(As<promql::VectorSelector>(expr), is_quantity);
    case ExprKind::kMatrixSelector:
      return JudgeSelector(*As<promql::MatrixSelector>(expr).vector, is_quantity);
    case ExprKind::kSubquery:
      return Judge(*As<promql::SubqueryExpr>(expr).expr, is_quantity);
    case ExprKind::kCall:
      return JudgeCall(As<promql::Call>(expr), is_quantity);
    case ExprKind::kAggregate:
      return Judge(*As<promql::AggregateExpr>(expr).expr, is_quantity);
    case ExprKind::kBinary:
      return JudgeBinary(As<promql::BinaryExpr>(expr), is_quantity);
    case ExprKind::kUnary:
      return Judge(*As<promql::UnaryExpr>(expr).expr, is_quantity);
    case ExprKind::kParen:
      return Judge(*As<promql::ParenExpr>(expr).expr, is_quantity);
  }
  return Verdict::kCondition;
}

bool IsBoolComparison(const Expr& expr) {
  const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr);
  return binary != nullptr && promql::IsComparison(binary->op) && binary->return_bool;
}

// A branch of `or` at a time, so that the one at fault is pointed at.
void Visit(const Expr& expr, bool whole, const RuleContext& context, const CodeInfo& info,
           Diagnostics& diagnostics) {
  const Expr& inner = *promql::StripParens(&expr);
  const auto* binary = promql::TryAs<promql::BinaryExpr>(&inner);
  if (binary != nullptr && binary->op == Op::kOr) {
    Visit(*binary->lhs, false, context, info, diagnostics);
    Visit(*binary->rhs, false, context, info, diagnostics);
    return;
  }
  if (IsBoolComparison(inner)) return;  // Has a check of its own.
  const Verdict verdict = Judge(inner);
  if (verdict == Verdict::kCondition || (whole && verdict == Verdict::kConstant)) return;
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InExpr(inner),
                         whole ? "no comparison, so the alert fires whatever the value is"
                               : Code(*context.rule.expr_source, inner.span) +
                                     " is not compared, so the alert fires for any value");
  diagnostic.notes.push_back(
      "an alert fires for every series that its query returns, even if it is 0");
}

// Alerts that fire all the time so that their absence is noticed.
bool IsHeartbeat(std::string_view alert) {
  std::string name;
  for (const char c : alert) {
    if (c != '_' && c != '-' && c != ' ') name += LowerAscii(c);
  }
  for (const std::string_view word : {"watchdog", "deadman", "heartbeat", "alwaysfiring"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  return false;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.rule.is_alert() || IsHeartbeat(context.rule.alert)) return;
  Visit(*context.rule.expr, true, context, info, diagnostics);
}

}  // namespace

const Check alert_missing_comparison = {
    .info =
        {
            .code = "alert-missing-comparison",
            .severity = Severity::kWarning,
            .summary = "an alert whose query has no comparison and so always fires",
            .explanation = R"(
An alert fires for every series that its query returns. Without a comparison that is every series
there is: `rate(errors_total[5m])` fires for a rate of 0 as well.

Queries that return something only under a condition are not reported: `absent()`, `unless`, `and`,
`ALERTS`, recorded metrics, series picked by a label such as `state="failed"`. Neither are
heartbeats: an alert on `vector(1)`, or one called Watchdog or DeadMansSwitch.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m]))
        for: 5m
)",
            .good = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) > 0.01
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
