#include "libcheck/lint/rate.h"

#include "libcheck/lint/expr.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {

using promql::Expr;
using promql::TryAs;

std::optional<RateCall> RateCall::From(const Expr& expr) {
  const promql::Function* function = CalledFunction(expr);
  if (function == nullptr || !function->IsRate()) return std::nullopt;
  const auto& call = promql::As<promql::Call>(expr);
  if (call.arguments.empty()) return std::nullopt;
  return RateCall{function->name, function->gauge_form, &call,
                  promql::StripParens(call.arguments[0])};
}

const Expr* RateCall::Inner() const {
  const auto* subquery = TryAs<promql::SubqueryExpr>(series);
  if (subquery == nullptr) return nullptr;
  for (const Expr* inner = promql::StripParens(subquery->expr);;) {
    const promql::Function* function = CalledFunction(*inner);
    if (function != nullptr && function->PassesSamples()) {
      inner = promql::StripParens(promql::As<promql::Call>(*inner).arguments[0]);
      continue;
    }
    if (const auto* aggregate = TryAs<promql::AggregateExpr>(inner);
        aggregate != nullptr && aggregate->aggregation->selects_series) {
      inner = promql::StripParens(aggregate->expr);
      continue;
    }
    return inner;
  }
}

const promql::Call* RateCall::InnerCall() const { return TryAs<promql::Call>(Inner()); }

}  // namespace check::lint
