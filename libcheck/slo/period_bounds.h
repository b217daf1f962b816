#ifndef LIBCHECK_SLO_PERIOD_BOUNDS_H_
#define LIBCHECK_SLO_PERIOD_BOUNDS_H_

#include <cstdint>

#include "libcheck/slo/slo.h"

namespace check::slo {

/// From `start` to `end`, in milliseconds since the epoch.
struct PeriodBounds {
  std::int64_t start = 0;
  std::int64_t end = 0;

  std::int64_t length_ms() const { return end - start; }
  friend bool operator==(const PeriodBounds&, const PeriodBounds&) = default;
};

/// The period that `time` belongs to: of a rolling one what ends there; of a calendar's the one
/// that began before it and ends at it or later, as the clocks of its zone have it. Days are as
/// long as they are where clocks are put forward or back, and so are months. A period that begins
/// on a day of the month that some month does not have begins on its last one.
PeriodBounds PeriodAt(const Period& period, std::int64_t time);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_PERIOD_BOUNDS_H_
