#ifndef LIBCHECK_SLO_CONDITION_H_
#define LIBCHECK_SLO_CONDITION_H_

#include <cstdint>
#include <vector>

#include "libcheck/slo/objective.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/signal.h"

/// Parts of `Simulator`: where conditions hold, found without looking at every moment.
namespace check::slo {

/// Evaluations, counted from a midnight: half open.
struct Ticks {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  friend bool operator==(const Ticks&, const Ticks&) = default;
};

/// By time, with gaps between them.
using TickSet = std::vector<Ticks>;

TickSet Union(const TickSet& a, const TickSet& b);
TickSet Intersection(const TickSet& a, const TickSet& b);

/// A number that is a decimal: digits / 10^scale.
struct Decimal {
  Wide digits = 0;
  unsigned scale = 0;  ///< At most 38, so that 10^scale fits in `Wide`.
};
/// factor * budget, exactly as both are written.
Decimal ExactThreshold(double factor, const Objective& objective);

/// At which multiples of `step_ms`, of those in `range`, the error ratio over a window exceeds
/// `threshold`. Between the moments at which the signal or the signal a window ago changes, the
/// difference is a straight line, so that a binary search finds where it crosses zero.
TickSet Exceeding(const Signal& signal, std::int64_t window_ms, const Decimal& threshold,
                  bool or_equal, std::int64_t step_ms, Ticks range);

/// Where at least `least` requests are in a window. Found in the same way.
TickSet WithRequests(const Signal& signal, std::int64_t window_ms, double least,
                     std::int64_t step_ms, Ticks range);

/// Where the condition of any tier of the alert holds. With fewer requests than `least_requests` in
/// its long window, none does.
TickSet Active(const Signal& signal, const BurnAlert& alert, const Objective& objective,
               double least_requests, std::int64_t step_ms, Ticks range);

/// Where an alert fires whose condition holds in `active`, as Prometheus has it: `for`, then
/// `keep_firing_for`, both rounded up to evaluations.
TickSet FiringOf(const TickSet& active, std::int64_t for_ticks, std::int64_t keep_ticks);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_CONDITION_H_
