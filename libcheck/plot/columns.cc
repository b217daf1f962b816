#include "libcheck/plot/columns.h"

#include <algorithm>
#include <cmath>

namespace check::plot {
namespace {

// The longest time between two points that a line joins. Times may be any, so they are subtracted
// as floats.
double LongestJoint(const std::vector<Point>& points, std::int64_t step) {
  if (step > 0) return static_cast<double>(step) * 1.5;
  std::vector<double> pauses;
  for (std::size_t i = 1; i < points.size(); ++i) {
    pauses.push_back(static_cast<double>(points[i].time) - static_cast<double>(points[i - 1].time));
  }
  if (pauses.empty()) return 0;
  const auto middle = pauses.begin() + static_cast<std::ptrdiff_t>(pauses.size() / 2);
  std::nth_element(pauses.begin(), middle, pauses.end());
  return *middle * 3;
}

}  // namespace

std::size_t ColumnOf(std::int64_t time, const TimeRange& range, std::size_t columns) {
  const double part = (static_cast<double>(time) - static_cast<double>(range.start)) /
                      static_cast<double>(range.end - range.start);
  return static_cast<std::size_t>(
      std::lround(std::clamp(part, 0.0, 1.0) * static_cast<double>(columns - 1)));
}

std::vector<ColumnPart> ToColumns(const Series& series, const TimeRange& range, std::int64_t step,
                                  std::size_t columns) {
  const double longest = LongestJoint(series.points, step);
  std::vector<ColumnPart> parts;
  const Point* before = nullptr;
  for (const Point& point : series.points) {
    if (point.time < range.start || point.time > range.end) continue;
    if (std::isnan(point.value)) {
      before = nullptr;
      continue;
    }
    const std::size_t column = ColumnOf(point.time, range, columns);
    const bool joined =
        before != nullptr && static_cast<double>(point.time - before->time) <= longest;
    before = &point;
    if (!parts.empty() && parts.back().column == column &&
        (joined || parts.back().last == point.value)) {
      ColumnPart& part = parts.back();
      part.last = point.value;
      part.min = std::min(part.min, point.value);
      part.max = std::max(part.max, point.value);
    } else {
      parts.push_back({column, point.value, point.value, point.value, point.value, joined});
    }
  }
  return parts;
}

}  // namespace check::plot
