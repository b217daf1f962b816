#ifndef LIBCHECK_PLOT_AXIS_H_
#define LIBCHECK_PLOT_AXIS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/plot/picture.h"

namespace check::plot {

/// An axis of values, from one round number to another.
struct ValueAxis {
  struct Tick {
    double value = 0;
    std::string label;
  };
  double low = 0;
  double high = 1;
  std::vector<Tick> ticks;  ///< From the lowest.

  /// Where the value is, from 0 to 1. What is outside is at the end.
  double At(double value) const;
  std::size_t LabelWidth() const;
};

/// Holds `low` and `high`, which are finite, and zero if it is not far. `most` ticks, at least two.
ValueAxis MakeValueAxis(double low, double high, std::size_t most);
/// Holds all points that are finite.
ValueAxis MakeValueAxis(const std::vector<Series>& series, std::size_t most);

struct TimeTick {
  std::int64_t time = 0;
  std::string label;  ///< "14:00", "Mar 10"
  std::string below;  ///< What has changed since the tick before: "2024-03-10", "Mar 11", "2024".
};

/// Ticks at round local times from `start` to `end`, no more than fit in `width` if each takes as
/// much as its label, in characters, and some room.
std::vector<TimeTick> TimeTicks(std::int64_t start, std::int64_t end, std::string_view zone,
                                std::size_t width);

/// How the zone is named beside times: an offset, if it is the system's own.
std::string ZoneText(std::int64_t ms, std::string_view zone);

/// From where to where a picture goes: what it says, or what the points do. Never empty.
struct TimeRange {
  std::int64_t start = 0;
  std::int64_t end = 0;
};
TimeRange RangeOf(const Picture& picture);
TimeRange RangeOf(const HeatMap& map);
TimeRange RangeOf(const std::vector<Point>& points);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_AXIS_H_
