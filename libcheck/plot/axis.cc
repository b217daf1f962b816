#include "libcheck/plot/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "libcheck/base/time_expression.h"
#include "libcheck/base/utf8.h"
#include "libcheck/plot/number_text.h"

namespace check::plot {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

// Long doubles: differences and sums of the largest doubles are no infinities in them.
long double RoundStep(long double range, std::size_t most) {
  const long double least = range / static_cast<long double>(std::max<std::size_t>(most, 2) - 1);
  const long double power = std::pow(10.0L, std::floor(std::log10(least)));
  for (const int factor : {1, 2, 5}) {
    if (power * factor >= least * 0.9999L) return power * factor;
  }
  return power * 10;
}

std::int64_t FloorTo(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

std::int64_t ToUtc(std::int64_t local, std::string_view zone) {
  const std::int64_t guess = local - UtcOffset(local, zone);
  return local - UtcOffset(guess, zone);
}

// The first of each `months`-th month.
std::vector<std::int64_t> MonthStarts(std::int64_t start, std::int64_t end, int months,
                                      std::string_view zone) {
  namespace chrono = std::chrono;
  const chrono::sys_days day(chrono::days(FloorTo(start + UtcOffset(start, zone), kDay) / kDay));
  const chrono::year_month_day date(day);
  int month = static_cast<int>(date.year()) * 12 + static_cast<int>(unsigned{date.month()}) - 1;
  month -= month % months;
  std::vector<std::int64_t> starts;
  for (;; month += months) {
    const chrono::sys_days first(chrono::year(month / 12) /
                                 chrono::month(static_cast<unsigned>(month % 12 + 1)) / 1);
    const std::int64_t at = ToUtc(first.time_since_epoch().count() * kDay, zone);
    if (at > end) return starts;
    if (at >= start) starts.push_back(at);
  }
}

struct Step {
  std::int64_t ms = 0;  // Of months: about.
  int months = 0;
};
// Up to a second, then half a minute, half an hour, half a day, and two weeks.
constexpr std::array<std::int64_t, 9> kMilliseconds = {1, 2, 5, 10, 20, 50, 100, 200, 500};
constexpr std::array<std::int64_t, 21> kSeconds = {
    1,    2,    5,    10,     15,     30,     60,     120,     300,     600,      900,
    1800, 3600, 7200, 10'800, 21'600, 43'200, 86'400, 172'800, 604'800, 1'209'600};
constexpr std::array kStepsInMonths = {1, 3, 6, 12, 60, 240, 1200, 6000};

std::size_t LabelWidth(const Step& step) {
  if (step.ms < kSecond) return 12;
  if (step.ms < kMinute) return 8;
  return step.ms < kDay ? 5 : 6;
}

// The smallest step whose labels fit in `width` characters.
std::optional<Step> ChooseStep(std::int64_t range, std::size_t width) {
  constexpr std::size_t kRoom = 6;
  const auto fits = [&](const Step& step) {
    const std::size_t most = std::max<std::size_t>(width / (LabelWidth(step) + kRoom), 1);
    return range / step.ms < static_cast<std::int64_t>(most);
  };
  for (const std::int64_t ms : kMilliseconds) {
    if (fits({ms})) return Step{ms};
  }
  for (const std::int64_t seconds : kSeconds) {
    if (fits({seconds * kSecond})) return Step{seconds * kSecond};
  }
  for (const int months : kStepsInMonths) {
    const Step step = {months * 30 * kDay, months};
    if (fits(step)) return step;
  }
  return std::nullopt;
}

std::vector<std::int64_t> TickTimes(std::int64_t start, std::int64_t end, const Step& step,
                                    std::string_view zone) {
  if (step.months != 0) return MonthStarts(start, end, step.months, zone);
  // Weeks begin on Mondays, and the first of all was on the fifth day.
  const std::int64_t shift = step.ms % (7 * kDay) == 0 ? 4 * kDay : 0;
  std::vector<std::int64_t> times;
  std::int64_t local = FloorTo(start + UtcOffset(start, zone) - shift, step.ms) + shift;
  for (;; local += step.ms) {
    const std::int64_t at = ToUtc(local, zone);
    if (at > end) return times;
    if (at >= start) times.push_back(at);
  }
}

void Label(std::vector<TimeTick>& ticks, const Step& step, std::string_view zone) {
  const bool days = step.ms >= kDay;
  std::string before;
  for (TimeTick& tick : ticks) {
    const std::string date = FormatTime(tick.time, zone, TimeStyle::kDate);
    tick.label = FormatTime(tick.time, zone,
                            days                ? TimeStyle::kMonthDay
                            : step.ms < kMinute ? TimeStyle::kSecond
                                                : TimeStyle::kMinute);
    if (step.months != 0) tick.label.resize(std::min<std::size_t>(tick.label.size(), 3));
    const std::string now = days ? date.substr(0, 4) : date;
    if (now != before) {
      tick.below = days || before.empty() ? now : FormatTime(tick.time, zone, TimeStyle::kMonthDay);
    }
    before = now;
  }
}

// The ends are on parts of a step, so that little room is lost.
ValueAxis AxisWithStep(long double low, long double high, long double step) {
  constexpr long double kMost = std::numeric_limits<double>::max();
  const long double part = step / 5;
  const long double from = std::max(std::floor(low / part + 1e-9L) * part, -kMost);
  const long double to = std::min(std::ceil(high / part - 1e-9L) * part, kMost);
  ValueAxis axis = {static_cast<double>(from), static_cast<double>(to), {}};
  const NumberUnit unit = UnitFor(std::max(std::fabs(axis.low), std::fabs(axis.high)));
  const long double first = std::ceil(from / step - 1e-6L);
  for (int i = 0; (first + i) * step <= to + step * 1e-6L; ++i) {
    const long double value = (first + i) * step;
    axis.ticks.push_back({static_cast<double>(value), InUnit(value, step, unit)});
  }
  return axis;
}

// Times that have a date: the years 0 to 9999. What lies outside is not drawn.
constexpr std::int64_t kFirstTime = -62'167'219'200'000;
constexpr std::int64_t kLastTime = 253'402'300'799'999;

TimeRange Drawable(TimeRange range) {
  range.start = std::clamp(range.start, kFirstTime, kLastTime);
  range.end = std::clamp(range.end, kFirstTime, kLastTime);
  // One point, or none: some time around it, so that there is an axis.
  if (range.start >= range.end) return {range.start - kMinute, range.start + kMinute};
  return range;
}

}  // namespace

double ValueAxis::At(double value) const {
  if (std::isnan(value)) return 0;
  const long double place =
      (static_cast<long double>(value) - low) / (static_cast<long double>(high) - low);
  return static_cast<double>(std::clamp(place, 0.0L, 1.0L));
}

std::size_t ValueAxis::LabelWidth() const {
  std::size_t width = 0;
  for (const Tick& tick : ticks) width = std::max(width, DisplayWidth(tick.label));
  return width;
}

ValueAxis MakeValueAxis(double low, double high, std::size_t most) {
  long double from = low;
  long double to = high;
  const long double size = std::max(std::fabs(from), std::fabs(to));
  if (to - from <= size * 1e-12L) {
    // Constant: as far from zero as it is.
    from = std::min(from * 1.1L, 0.0L);
    to = size == 0 ? 1 : std::max(to * 1.1L, 0.0L);
  } else if (from > 0 && from < to - from) {
    from = 0;
  } else if (to < 0 && -to < to - from) {
    to = 0;
  }
  const long double range = to - from;
  for (;; most *= 2) {
    const long double step = RoundStep(range, most);
    ValueAxis axis = AxisWithStep(from, to, step);
    if (axis.ticks.size() > 1) return axis;
  }
}

ValueAxis MakeValueAxis(const std::vector<Series>& all, std::size_t most) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const Series& series : all) {
    for (const Point& point : series.points) {
      if (!std::isfinite(point.value)) continue;
      low = std::min(low, point.value);
      high = std::max(high, point.value);
    }
  }
  return low > high ? MakeValueAxis(0, 1, most) : MakeValueAxis(low, high, most);
}

std::vector<TimeTick> TimeTicks(std::int64_t start, std::int64_t end, std::string_view zone,
                                std::size_t width) {
  const std::optional<Step> step = ChooseStep(end - start, width);
  if (!step) return {};
  std::vector<TimeTick> ticks;
  for (const std::int64_t time : TickTimes(start, end, *step, zone)) {
    ticks.push_back({.time = time});
  }
  Label(ticks, *step, zone);
  return ticks;
}

std::string ZoneText(std::int64_t ms, std::string_view zone) {
  if (zone != "local") return std::string(zone);
  const std::int64_t minutes = UtcOffset(ms, zone) / kMinute;
  if (minutes == 0) return "UTC";
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                     std::abs(minutes) % 60);
}

TimeRange RangeOf(const Picture& picture) {
  if (picture.start < picture.end) return Drawable({picture.start, picture.end});
  TimeRange range = {std::numeric_limits<std::int64_t>::max(),
                     std::numeric_limits<std::int64_t>::min()};
  for (const Series& series : picture.series) {
    if (series.points.empty()) continue;
    range.start = std::min(range.start, series.points.front().time);
    range.end = std::max(range.end, series.points.back().time);
  }
  if (range.start > range.end) range = {picture.start, picture.start};
  return Drawable(range);
}

TimeRange RangeOf(const HeatMap& map) {
  if (map.start < map.end) return Drawable({map.start, map.end});
  if (map.times.empty()) return Drawable({map.start, map.start});
  return Drawable({map.times.front(), map.times.back()});
}

TimeRange RangeOf(const std::vector<Point>& points) {
  if (points.empty()) return Drawable({});
  return Drawable({points.front().time, points.back().time});
}

}  // namespace check::plot
