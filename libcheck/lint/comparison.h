#ifndef LIBCHECK_LINT_COMPARISON_H_
#define LIBCHECK_LINT_COMPARISON_H_

#include <cstdint>
#include <optional>

#include "libcheck/lint/value_range.h"
#include "libcheck/promql/ast.h"

namespace check::lint {

/// A comparison of something that varies with a number.
struct Comparison {
  enum Verdict : std::uint8_t { kSometimes, kNever, kAlways };

  const promql::BinaryExpr* expr = nullptr;
  const promql::Expr* value = nullptr;   ///< The side that varies.
  promql::Op op = promql::Op::kGreater;  ///< As if the number were on the right.
  double limit = 0;
  ValueRange range;  ///< Of `value`.

  /// Nothing unless `expr` is one, and reads series.
  static std::optional<Comparison> From(const promql::Expr& expr);

  Verdict Outcome() const;

  /// Whether the limit is out of scale: a percentage for a fraction, or the other way round.
  bool IsMixup() const { return LimitIsPercentage() || LimitIsFraction(); }
  bool LimitIsPercentage() const;
  bool LimitIsFraction() const;
};

}  // namespace check::lint

#endif  // LIBCHECK_LINT_COMPARISON_H_
