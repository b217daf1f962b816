#include "libcheck/alertmanager/time_interval_cover.h"

#include <date/date.h>

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace check::alertmanager {
namespace {

using Ranges = std::optional<std::vector<NumberRange>>;

constexpr int kMinutesOfDay = 24 * 60;
// Weekdays and months repeat after so many years.
constexpr int kYearCycle = 400;

// The minutes of a week, from Sunday.
using Week = std::bitset<7 * kMinutesOfDay>;
using Weeks = std::map<std::string, Week>;  // By time zone.

bool Holds(const Ranges& ranges, int value) {
  return !ranges || std::any_of(ranges->begin(), ranges->end(), [value](NumberRange range) {
    return value >= range.begin && value <= range.end;
  });
}

bool HoldsDayOf(const Ranges& ranges, int day, int days_in_month) {
  return !ranges || std::any_of(ranges->begin(), ranges->end(), [&](NumberRange range) {
    return HoldsDay(range, day, days_in_month);
  });
}

bool HoldsAllDays(const Ranges& ranges) {
  for (int days_in_month = 28; days_in_month <= 31; ++days_in_month) {
    for (int day = 1; day <= days_in_month; ++day) {
      if (!HoldsDayOf(ranges, day, days_in_month)) return false;
    }
  }
  return true;
}

bool HoldsAllMonths(const Ranges& ranges) {
  for (int month = 1; month <= 12; ++month) {
    if (!Holds(ranges, month)) return false;
  }
  return true;
}

// Whether one day of a year satisfies the fields of days.
bool HasDayIn(const TimeInterval& interval, int year) {
  for (unsigned month = 1; month <= 12; ++month) {
    if (!Holds(interval.months, static_cast<int>(month))) continue;
    const auto of = date::year(year) / date::month(month);
    const auto days = static_cast<int>(static_cast<unsigned>((of / date::last).day()));
    for (int day = 1; day <= days; ++day) {
      if (!HoldsDayOf(interval.days_of_month, day, days)) continue;
      const date::weekday weekday(date::sys_days(of / day));
      if (Holds(interval.weekdays, static_cast<int>(weekday.c_encoding()))) return true;
    }
  }
  return false;
}

bool HasDayIn(const TimeInterval& interval, NumberRange years) {
  constexpr NumberRange kKnown = {1, 9999};
  if (years.begin < kKnown.begin || years.end > kKnown.end) return true;  // Who knows.
  const int last = std::min(years.end, years.begin + kYearCycle - 1);
  for (int year = years.begin; year <= last; ++year) {
    if (HasDayIn(interval, year)) return true;
  }
  return false;
}

// The minutes of the week in which the interval may be true. `always`: leaves out intervals that
// are not true in each of them every week.
Week WeekOf(const TimeInterval& interval, bool always) {
  Week week;
  if (always && (interval.years || !HoldsAllMonths(interval.months) ||
                 !HoldsAllDays(interval.days_of_month))) {
    return week;
  }
  std::bitset<kMinutesOfDay> day;
  if (!interval.times) day.set();
  for (const MinuteRange& range : interval.times.value_or(std::vector<MinuteRange>())) {
    for (int minute = range.begin; minute < range.end; ++minute) {
      day.set(static_cast<std::size_t>(minute));
    }
  }
  for (int weekday = 0; weekday < 7; ++weekday) {
    if (!Holds(interval.weekdays, weekday)) continue;
    for (std::size_t minute = 0; minute < kMinutesOfDay; ++minute) {
      week[static_cast<std::size_t>(weekday) * kMinutesOfDay + minute] = day[minute];
    }
  }
  return week;
}

void AddWeeks(const NamedInterval& named, Weeks& weeks) {
  for (const TimeInterval& interval : named.intervals) {
    weeks[interval.zone] |= WeekOf(interval, true);
  }
}

bool IsEveryTime(const Weeks& weeks) {
  return std::any_of(weeks.begin(), weeks.end(),
                     [](const auto& week) { return week.second.all(); });
}

}  // namespace

bool IsNeverTrue(const TimeInterval& interval) {
  if (interval.times && interval.times->empty()) return true;
  if (!interval.years) return !HasDayIn(interval, NumberRange{2000, 2000 + kYearCycle - 1});
  return std::none_of(interval.years->begin(), interval.years->end(),
                      [&](NumberRange years) { return HasDayIn(interval, years); });
}

bool IsAlwaysTrue(const NamedInterval& interval) {
  Weeks weeks;
  AddWeeks(interval, weeks);
  return IsEveryTime(weeks);
}

bool IsCovered(std::span<const NamedInterval* const> active,
               std::span<const NamedInterval* const> mute) {
  Weeks muted;
  for (const NamedInterval* named : mute) AddWeeks(*named, muted);
  if (IsEveryTime(muted)) return true;
  if (active.empty()) return false;
  return std::all_of(active.begin(), active.end(), [&](const NamedInterval* named) {
    if (std::find(mute.begin(), mute.end(), named) != mute.end()) return true;
    return std::all_of(named->intervals.begin(), named->intervals.end(),
                       [&](const TimeInterval& interval) {
                         if (IsNeverTrue(interval)) return true;
                         return (WeekOf(interval, false) & ~muted[interval.zone]).none();
                       });
  });
}

}  // namespace check::alertmanager
