#ifndef LIBCHECK_SILENCES_SCHEDULE_H_
#define LIBCHECK_SILENCES_SCHEDULE_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/base/time_span.h"

namespace check::silences {

/// On which days, and at what times of day, something begins again and again. Bit n of a mask
/// stands for the number n.
struct Schedule {
  /// "second saturday", or from the end of the month: ordinal -1 is the last.
  struct WeekdayOfMonth {
    int ordinal = 1;
    unsigned weekday = 0;  ///< Sunday is 0.

    friend bool operator==(const WeekdayOfMonth&, const WeekdayOfMonth&) = default;
  };

  std::uint64_t minutes = 0;     ///< 0 to 59.
  std::uint32_t hours = 0;       ///< 0 to 23.
  std::uint32_t month_days = 0;  ///< 1 to 31.
  std::uint32_t last_days = 0;   ///< Counted from the end of the month: 1 is its last day.
  std::vector<WeekdayOfMonth> weekdays_of_month;
  std::uint32_t months = 0;    ///< 1 to 12.
  std::uint32_t weekdays = 0;  ///< 0 to 6, from Sunday on.
  /// cron: a day counts that is one of the days of the month or one of the weekdays; otherwise it
  /// must be both.
  bool either = false;

  bool IsOn(std::chrono::year_month_day day) const;
  /// Whether there is any day, in all the years, on which it begins.
  bool EverComes() const;

  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// The forms in which schedules are written. Errors are one sentence.
///@{
/// "saturday 22:00", "monday-friday 02:00", "sat,sun 22:00,23:30". Weeks have no first day:
/// "saturday-monday" is fine.
Result<Schedule> ParseWeekly(std::string_view text);
/// "1,15 04:00", "last 23:00" for the last day, "first sunday 03:00", "last friday 22:00". Days
/// that a month does not have are ignored.
Result<Schedule> ParseMonthly(std::string_view text);
/// The five fields of crontab(5), "0 2 * * mon-fri", with L for the last day of the month, and
/// @daily, @weekly, @monthly and @yearly.
Result<Schedule> ParseCron(std::string_view text);
/// "06:00", as minutes since midnight.
Result<int> ParseClock(std::string_view text);
///@}

/// Windows of maintenance that come again and again.
struct Recurrence {
  Schedule schedule;
  std::string zone = "UTC";       ///< As in base/time_expression.h, and one that exists.
  std::int64_t duration_ms = 0;   ///< How much time passes until it is over; 0: see `until`.
  std::optional<int> until = {};  ///< The time of day at which it is over, in minutes.

  friend bool operator==(const Recurrence&, const Recurrence&) = default;
};

/// The windows that begin before `to_ms` and end after `from_ms`, in order. No more than `most`: of
/// more, the first.
///
/// Where clocks are put forward, a window that would begin in the hour that is omitted begins, or
/// ends, that much later: 02:30 is 03:30. Where they are put back, it begins at the first of both
/// times, and one that comes every hour at both. `duration_ms` is time that passes, whatever clocks
/// show.
std::vector<TimeSpan> Expand(const Recurrence& recurrence, std::int64_t from_ms, std::int64_t to_ms,
                             std::size_t most);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_SCHEDULE_H_
