#include <limits>
#include <string>

#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/comparison.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

std::string Describe(const ValueRange& range) {
  const std::string low = FormatGoFloat(range.low, 'g', -1);
  if (range.low == range.high) return "is always " + low;
  if (!range.IsBounded()) {
    return range.high == kInf ? "is never below " + low
                              : "is never above " + FormatGoFloat(range.high, 'g', -1);
  }
  return "lies between " + low + " and " + FormatGoFloat(range.high, 'g', -1);
}

// Why no value satisfies the comparison.
std::string Reason(const Comparison& comparison, const std::string& value) {
  // Whatever the value is: nothing lies beyond infinity.
  if (comparison.op == promql::Op::kGreater && comparison.limit == kInf) {
    return "no value is greater than `+Inf`";
  }
  if (comparison.op == promql::Op::kLess && comparison.limit == -kInf) {
    return "no value is less than `-Inf`";
  }
  return value + " " + Describe(comparison.range);
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto comparison = Comparison::From(*part.expr);
    if (!comparison || comparison->Outcome() != Comparison::kNever || comparison->IsMixup())
      continue;
    const SourceFile& source = *context.rule.expr_source;
    const promql::BinaryExpr& binary = *comparison->expr;
    const promql::Expr& value = *promql::StripParens(comparison->value);
    // The operator and the number: `== 0` or `0 ==`.
    const Span where = comparison->value == binary.lhs
                           ? Span{binary.op_span.begin, binary.rhs->span.end}
                           : Span{binary.lhs->span.begin, binary.op_span.end};
    Diagnostic& diagnostic = diagnostics.Report(
        info, context.InExpr(where),
        Code(source, where) + " is never true: " + Reason(*comparison, Code(source, value.span)));
    const auto* aggregate = promql::TryAs<promql::AggregateExpr>(&value);
    if (aggregate != nullptr && aggregate->aggregation->counts && comparison->limit <= 1) {
      diagnostic.notes.push_back(
          "`count` of no series returns no result instead of 0; use `absent()`");
    }
  }
}

}  // namespace

const Check comparison_never_true = {
    .info =
        {
            .code = "comparison-never-true",
            .severity = Severity::kWarning,
            .summary = "a comparison that is never true",
            .explanation = R"(
Some results have bounds: `count()` is at least 1, `up` is 0 or 1, `day_of_week()` ends at 6, a share
of requests is at most 1. A comparison beyond the bounds is never true, and an alert on it never
fires.

The usual case is `count(x) == 0`: if there is nothing to count, the result is empty, not 0. Use
`absent(x)`, or `count(x) or vector(0)`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: NoTargets
        expr: count(up{job="api"}) == 0
        for: 10m
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: NoTargets
        expr: absent(up{job="api"})
        for: 10m
)",
        },
    .run = Run,
};

}  // namespace check::lint
