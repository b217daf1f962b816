#ifndef LIBCHECK_TEMPLATE_TIME_VALUE_H_
#define LIBCHECK_TEMPLATE_TIME_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/template/value.h"

/// Go's times and durations as templates meet them.
namespace check::gotemplate {

/// time.Time: an instant, in UTC or in the zone of this machine.
struct GoTime {
  std::int64_t seconds = 0;  ///< Since 1970.
  std::int32_t nanoseconds = 0;
  bool is_local = false;
};

/// A GoTime as people read it.
struct BrokenTime {
  std::int64_t year = 0;
  int month = 1;  ///< From 1.
  int day = 1;
  int year_day = 1;  ///< From 1.
  int weekday = 0;   ///< Sunday is 0.
  int hour = 0;
  int minute = 0;
  int second = 0;
  int offset = 0;  ///< East of UTC, in seconds.
  bool is_dst = false;
  std::string zone;
};

BrokenTime Break(const GoTime& time);

/// time.Time.Format.
std::string FormatGoTime(const GoTime& time, std::string_view layout);

std::string_view MonthName(int month);      ///< From 1.
std::string_view WeekdayName(int weekday);  ///< Sunday is 0.

extern const GoType kGoTime;             ///< time.Time
extern const GoType kGoTimePointer;      ///< *time.Time
extern const GoType kGoDuration;         ///< time.Duration
extern const GoType kGoDurationPointer;  ///< *time.Duration

GoValue MakeTimePointer(const GoTime& time, Arena& memory);
GoValue MakeDurationPointer(std::int64_t nanoseconds, Arena& memory);

/// What Go's conversion of a float64 to int64 gives on common machines: the least there is if the
/// number does not fit.
std::int64_t ToInt64(double value);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_TIME_VALUE_H_
