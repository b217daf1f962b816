#include "libcheck/plot/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "libcheck/plot/columns.h"

namespace check::plot {

Summary Summarize(const std::vector<Point>& points) {
  Summary summary;
  if (points.empty()) return summary;
  // The mean moves, so that the sum of large values is no infinity.
  double count = 0;
  for (const Point& point : points) {
    if (std::isnan(point.value)) continue;
    ++count;
    if (count == 1) {
      summary.min = summary.max = summary.avg = point.value;
      continue;
    }
    summary.min = std::min(summary.min, point.value);
    summary.max = std::max(summary.max, point.value);
    // Infinities of both signs have no mean.
    const bool infinite = std::isinf(summary.avg) || std::isinf(point.value);
    summary.avg += infinite ? point.value : point.value / count - summary.avg / count;
  }
  summary.last = points.back().value;
  return summary;
}

std::string Sparkline(const std::vector<Point>& points, std::int64_t start, std::int64_t end,
                      std::size_t width) {
  constexpr std::array<std::string_view, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (points.empty() || width == 0) return "";
  const TimeRange range = start < end ? TimeRange{start, end} : RangeOf(points);
  struct Mean {
    double value = 0;
    double count = 0;
  };
  std::vector<Mean> columns(width);
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  for (const Point& point : points) {
    if (!std::isfinite(point.value)) continue;
    Mean& mean = columns[ColumnOf(point.time, range, width)];
    ++mean.count;
    mean.value += point.value / mean.count - mean.value / mean.count;
  }
  for (Mean& mean : columns) {
    if (mean.count == 0) continue;
    low = std::min(low, mean.value);
    high = std::max(high, mean.value);
  }
  std::string out;
  std::size_t blanks = 0;
  for (const Mean& mean : columns) {
    if (mean.count == 0) {
      ++blanks;
      continue;
    }
    out.append(std::exchange(blanks, 0), ' ');
    // A constant is a line in the middle.
    const double place = high > low ? (mean.value / 8 - low / 8) / (high / 8 - low / 8) : 0.5;
    out += kBlocks[static_cast<std::size_t>(std::lround(std::clamp(place, 0.0, 1.0) * 7))];
  }
  return out;
}

}  // namespace check::plot
