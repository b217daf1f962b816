#ifndef LIBCHECK_LINT_VALUE_RANGE_H_
#define LIBCHECK_LINT_VALUE_RANGE_H_

#include <cstdint>
#include <limits>

#include "libcheck/promql/ast.h"

namespace check::lint {

/// Between which values, both included, all samples of a result lie. NaN is left out of account: it
/// compares with nothing.
struct ValueRange {
  /// Where a fraction came from, which tells how sure one can be of what its author meant.
  enum class Fraction : std::uint8_t {
    kNone,
    kPart,      ///< Some events among all: `errors / requests`. Percentages below 1 are common.
    kCapacity,  ///< What is used or left of a size: `avail / size`.
  };

  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  /// Of the quotient that the value was made of by adding and scaling.
  Fraction fraction = Fraction::kNone;

  bool IsBounded() const {
    return low != -std::numeric_limits<double>::infinity() &&
           high != std::numeric_limits<double>::infinity();
  }
};

/// What can be told without data: from functions, operators and well-known metrics.
ValueRange RangeOf(const promql::Expr& expr);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_VALUE_RANGE_H_
