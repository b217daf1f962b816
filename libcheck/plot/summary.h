#ifndef LIBCHECK_PLOT_SUMMARY_H_
#define LIBCHECK_PLOT_SUMMARY_H_

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "libcheck/plot/picture.h"

namespace check::plot {

/// What a line comes to. NaN is omitted unless there is nothing else.
struct Summary {
  double min = std::numeric_limits<double>::quiet_NaN();
  double avg = min;
  double max = min;
  double last = min;  ///< Be it NaN.
};
Summary Summarize(const std::vector<Point>& points);

/// Eight heights of blocks, from the smallest value to the largest: "▁▂▄█". Each of `width` columns
/// has its part of the time from `start` to `end`; where there are no points it is blank.
std::string Sparkline(const std::vector<Point>& points, std::int64_t start, std::int64_t end,
                      std::size_t width);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_SUMMARY_H_
