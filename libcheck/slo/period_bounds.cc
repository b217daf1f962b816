#include "libcheck/slo/period_bounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "libcheck/base/time_expression.h"

namespace check::slo {
namespace {

using Calendar = Period::Calendar;
namespace chrono = std::chrono;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

// What a clock shows: a day, and the time of it.
struct LocalTime {
  std::int64_t day = 0;  // Since 1970-01-01.
  std::int64_t ms = 0;

  chrono::year_month_day date() const {
    return chrono::year_month_day(chrono::sys_days(chrono::days(day)));
  }
};

LocalTime LocalOf(std::int64_t ms) {
  const std::int64_t day = ms >= 0 ? ms / kDayMs : (ms - kDayMs + 1) / kDayMs;
  return {day, ms - day * kDayMs};
}

// The text of Calendar::start, as if the clocks were those of UTC.
LocalTime StartOf(const Calendar& calendar) {
  const auto start = ParseTime(calendar.start, 0, "UTC");
  return LocalOf(start ? *start : 0);
}

unsigned LastDay(chrono::year_month month) {
  return static_cast<unsigned>(
      chrono::year_month_day_last(month.year(), chrono::month_day_last(month.month())).day());
}

std::int64_t MonthsOf(const Calendar& calendar) {
  switch (calendar.unit) {
    case Calendar::Unit::kMonth:
      return calendar.count;
    case Calendar::Unit::kQuarter:
      return 3LL * calendar.count;
    case Calendar::Unit::kYear:
      return 12LL * calendar.count;
    default:
      return 0;
  }
}

std::int64_t DaysOf(const Calendar& calendar) {
  return calendar.unit == Calendar::Unit::kWeek ? 7LL * calendar.count : calendar.count;
}

std::int64_t MonthIndex(chrono::year_month_day date) {
  return static_cast<std::int64_t>(static_cast<int>(date.year())) * 12 +
         static_cast<unsigned>(date.month()) - 1;
}

// When the period begins that is `number` of them after the first.
std::int64_t BeginOf(const Calendar& calendar, const LocalTime& first, std::int64_t number) {
  LocalTime local = first;
  if (const std::int64_t months = MonthsOf(calendar); months > 0) {
    const chrono::year_month_day date = first.date();
    const std::int64_t index = MonthIndex(date) + number * months;
    const chrono::year_month month(chrono::year(static_cast<int>(index / 12)),
                                   chrono::month(static_cast<unsigned>(index % 12) + 1));
    const unsigned day = std::min(static_cast<unsigned>(date.day()), LastDay(month));
    local.day = chrono::sys_days(month / chrono::day(day)).time_since_epoch().count();
  } else {
    local.day += number * DaysOf(calendar);
  }
  const chrono::year_month_day date = local.date();
  const std::int64_t seconds = local.ms / 1000;
  const std::string text =
      fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
  const auto begin = ParseTime(text, 0, calendar.zone);
  return begin ? *begin : local.day * kDayMs + local.ms;
}

}  // namespace

PeriodBounds PeriodAt(const Period& period, std::int64_t time) {
  if (!period.calendar) return {time - period.length_ms, time};
  const Calendar& calendar = *period.calendar;
  const LocalTime first = StartOf(calendar);
  const LocalTime now = LocalOf(time + UtcOffset(time, calendar.zone));
  const std::int64_t months = MonthsOf(calendar);
  std::int64_t number = months > 0 ? (MonthIndex(now.date()) - MonthIndex(first.date())) / months
                                   : (now.day - first.day) / DaysOf(calendar);
  // Close by: the day or the hour may not have come yet.
  while (BeginOf(calendar, first, number) >= time) --number;
  while (BeginOf(calendar, first, number + 1) < time) ++number;
  return {BeginOf(calendar, first, number), BeginOf(calendar, first, number + 1)};
}

}  // namespace check::slo
