#ifndef LIBCHECK_ALERTMANAGER_MUTING_H_
#define LIBCHECK_ALERTMANAGER_MUTING_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route.h"
#include "libcheck/alertmanager/time_interval.h"

namespace check::alertmanager {

/// Whether the time intervals of a route keep it from notifying at some time.
struct Muting {
  std::vector<std::string> muted_by;  ///< Names of `mute_time_intervals` that hold the time.
  /// It has `active_time_intervals`, and none of them holds the time.
  bool is_inactive = false;

  bool is_muted() const { return is_inactive || !muted_by.empty(); }
};

/// `ms`: a Unix time in milliseconds. Names that no interval has hold no time.
Muting MutingAt(const Route& route, std::span<const NamedInterval> intervals, std::int64_t ms);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_MUTING_H_
