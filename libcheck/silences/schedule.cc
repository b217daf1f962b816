#include "libcheck/silences/schedule.h"

#include <algorithm>
#include <array>

#include "libcheck/base/time_expression.h"

namespace check::silences {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::uint32_t kAllHours = (1U << 24) - 1;

bool HasBit(std::uint64_t mask, unsigned bit) { return (mask >> bit & 1) != 0; }

unsigned DaysIn(const year_month_day& day) {
  return static_cast<unsigned>((day.year() / day.month() / std::chrono::last).day());
}

// The instants at which clocks of `zone` show `local`, or would if they were not put forward: one,
// or two if they are put back.
struct Instants {
  std::array<std::int64_t, 2> ms = {};
  std::size_t count = 0;
};
Instants FromLocal(std::int64_t local, std::string_view zone) {
  // Offsets change at most once within two days.
  const std::int64_t before = UtcOffset(local - kDay, zone);
  const std::int64_t after = UtcOffset(local + kDay, zone);
  const bool is_before = UtcOffset(local - before, zone) == before;
  const bool is_after = UtcOffset(local - after, zone) == after;
  if (before != after && is_before && is_after) return {{local - before, local - after}, 2};
  return {{is_before || !is_after ? local - before : local - after}, 1};
}

std::int64_t EndOf(const Recurrence& recurrence, std::int64_t local, std::int64_t start) {
  if (!recurrence.until) return start + recurrence.duration_ms;
  const std::int64_t midnight = local - (local % kDay + kDay) % kDay;
  const std::int64_t end = midnight + *recurrence.until * kMinute;
  const Instants instants = FromLocal(end > local ? end : end + kDay, recurrence.zone);
  // Of two, the one at which clocks have come to it for good.
  return instants.ms[instants.count - 1];
}

}  // namespace

bool Schedule::IsOn(year_month_day day) const {
  const auto month = static_cast<unsigned>(day.month());
  const auto number = static_cast<unsigned>(day.day());
  if (!HasBit(months, month)) return false;
  const unsigned weekday = std::chrono::weekday(sys_days(day)).c_encoding();
  const unsigned from_end = DaysIn(day) - number + 1;
  const bool in_month = HasBit(month_days, number) || HasBit(last_days, from_end) ||
                        std::ranges::any_of(weekdays_of_month, [&](const WeekdayOfMonth& wanted) {
                          const unsigned place =
                              ((wanted.ordinal < 0 ? from_end : number) - 1) / 7 + 1;
                          return wanted.weekday == weekday &&
                                 place == static_cast<unsigned>(std::abs(wanted.ordinal));
                        });
  const bool in_week = HasBit(weekdays, weekday);
  return either ? in_month || in_week : in_month && in_week;
}

bool Schedule::EverComes() const {
  if (minutes == 0 || hours == 0) return false;
  // The calendar repeats itself after 28 years, but where a leap year is left out.
  const sys_days first = std::chrono::year(2000) / 1 / 1;
  for (days day(0); day < days(29 * 366); ++day) {
    if (IsOn(year_month_day(first + day))) return true;
  }
  return false;
}

std::vector<TimeSpan> Expand(const Recurrence& recurrence, std::int64_t from_ms, std::int64_t to_ms,
                             std::size_t most) {
  std::vector<TimeSpan> windows;
  const Schedule& schedule = recurrence.schedule;
  const bool is_hourly = schedule.hours == kAllHours;
  const auto add = [&](std::int64_t local) {
    const Instants instants = FromLocal(local, recurrence.zone);
    for (std::size_t i = 0; i < (is_hourly ? instants.count : 1); ++i) {
      const std::int64_t start = instants.ms[i];
      const std::int64_t end = EndOf(recurrence, local, start);
      if (start < to_ms && end > from_ms && end > start) windows.push_back({start, end});
    }
  };
  // Offsets from UTC, and what clocks leave out, are less than a day.
  const std::int64_t longest = recurrence.until ? kDay : recurrence.duration_ms;
  const auto day_of = [](std::int64_t ms) {
    return std::chrono::floor<days>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
  };
  const sys_days last = day_of(to_ms + kDay);
  // Windows of a day may be out of order, and twice, where clocks change; never by more than a day.
  for (sys_days day = day_of(from_ms - longest - kDay);
       day <= last && windows.size() < most + 48 * 60; day += days(1)) {
    if (!schedule.IsOn(year_month_day(day))) continue;
    const std::int64_t midnight = std::chrono::milliseconds(day.time_since_epoch()).count();
    for (unsigned hour = 0; hour < 24; ++hour) {
      if (!HasBit(schedule.hours, hour)) continue;
      for (unsigned minute = 0; minute < 60; ++minute) {
        if (HasBit(schedule.minutes, minute)) add(midnight + (hour * 60 + minute) * kMinute);
      }
    }
  }
  std::ranges::sort(windows, {}, &TimeSpan::start);
  const auto twice = std::ranges::unique(windows, {}, &TimeSpan::start);
  windows.erase(twice.begin(), twice.end());
  if (windows.size() > most) windows.resize(most);
  return windows;
}

}  // namespace check::silences
