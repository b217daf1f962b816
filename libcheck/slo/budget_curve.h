#ifndef LIBCHECK_SLO_BUDGET_CURVE_H_
#define LIBCHECK_SLO_BUDGET_CURVE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "libcheck/slo/burn.h"

namespace check::slo {

/// How the budget of an objective was spent over some time.
struct BudgetCurve {
  std::int64_t start = 0;  ///< In ms.
  std::int64_t end = 0;
  BudgetState last;  ///< At `end`.

  struct Point {
    std::int64_t time = 0;
    double remaining = 0;  ///< NaN: there is no event to tell it by.
  };
  std::vector<Point> points;

  /// A day or an hour, as clocks have it, of what is shown.
  struct Spender {
    std::int64_t start = 0;
    std::int64_t end = 0;
    EventSum sum;
    double spent = 0;  ///< As a share of the budget at `end`.
  };
  std::vector<Spender> days;   ///< Those that spent most, in that order.
  std::vector<Spender> hours;  ///< Likewise.
};

struct BudgetCurveOptions {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;  ///< > 0: from one point to the next.
  std::string_view zone = "UTC";
  std::size_t most_spenders = 10;
};

/// What is left at each step, of the period that the step belongs to: of a rolling period the
/// errors that leave it give budget back, a calendar's begins anew.
BudgetCurve BudgetOver(const Slo& slo, const Events& events, const BudgetCurveOptions& options);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_BUDGET_CURVE_H_
