#include "libcheck/alertmanager/muting.h"

#include <algorithm>
#include <string_view>

namespace check::alertmanager {

Muting MutingAt(const Route& route, std::span<const NamedInterval> intervals, std::int64_t ms) {
  const auto holds_time = [&](std::string_view name) {
    return std::any_of(intervals.begin(), intervals.end(), [&](const NamedInterval& interval) {
      return interval.name == name && interval.Contains(ms);
    });
  };
  Muting muting;
  const std::vector<std::string>& active = route.active_time_intervals;
  muting.is_inactive = !active.empty() && std::none_of(active.begin(), active.end(), holds_time);
  for (const std::string& name : route.mute_time_intervals) {
    if (holds_time(name)) muting.muted_by.push_back(name);
  }
  return muting;
}

}  // namespace check::alertmanager
