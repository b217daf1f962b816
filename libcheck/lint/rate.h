#ifndef LIBCHECK_LINT_RATE_H_
#define LIBCHECK_LINT_RATE_H_

#include <optional>
#include <string_view>

#include "libcheck/promql/ast.h"

namespace check::lint {

/// A call of rate(), irate() or increase().
struct RateCall {
  std::string_view name;
  std::string_view gauge_form;  ///< What does the same for gauges.
  const promql::Call* call = nullptr;
  const promql::Expr* series = nullptr;  ///< The range it is taken over.

  static std::optional<RateCall> From(const promql::Expr& expr);

  /// Of a subquery: what it asks for, without parentheses and calls that only change labels or
  /// pick series. Null for a plain range.
  const promql::Expr* Inner() const;
  /// Inner(), if it is a call.
  const promql::Call* InnerCall() const;
};

}  // namespace check::lint

#endif  // LIBCHECK_LINT_RATE_H_
