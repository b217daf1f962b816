#ifndef LIBCHECK_TEMPLATE_TIME_VALUE_H_
#define LIBCHECK_TEMPLATE_TIME_VALUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/time_zone.h"
#include "libcheck/template/value.h"

/// Go's times and durations as templates meet them.
namespace check::gotemplate {

/// time.Location: whose clocks a time is shown by.
struct GoLocation {
  std::string_view name;  ///< "Local", "Europe/Berlin"; empty if it is no more than an offset.
  const TimeZone* zone = nullptr;  ///< Null: the zone of this machine, or a fixed offset.
  bool is_fixed = false;
  std::int32_t offset = 0;     ///< If it is fixed: east of UTC, in seconds.
  std::string_view zone_name;  ///< If it is fixed: what its offset is called; may be empty.
};

extern const GoLocation kLocalTime;

/// time.Time: an instant, and where it is looked at from.
struct GoTime {
  std::int64_t seconds = 0;  ///< Since 1970.
  std::int32_t nanoseconds = 0;
  const GoLocation* location = nullptr;  ///< Null: UTC.
};

/// The zero value of time.Time: the first second of year 1.
inline constexpr GoTime kZeroTime = {-62'135'596'800};

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
/// time.RFC3339Nano, as JSON has it.
std::string FormatRfc3339(const GoTime& time);

/// time.ParseInLocation with UTC. Nothing: `error` says why in Go's words.
std::optional<GoTime> ParseGoTime(std::string_view layout, std::string_view value, Arena& memory,
                                  std::string& error);
/// time.Date in UTC: a month beyond 12 is one of the next year, and so on.
GoTime MakeGoTime(std::int64_t year, std::int64_t month, std::int64_t day, std::int64_t seconds,
                  std::int32_t nanoseconds);

/// time.Time.Sub: nanoseconds, as many as there can be if they are too many.
std::int64_t Subtract(const GoTime& a, const GoTime& b);

std::string_view MonthName(int month);      ///< From 1.
std::string_view WeekdayName(int weekday);  ///< Sunday is 0.

extern const GoType kGoTime;             ///< time.Time
extern const GoType kGoTimePointer;      ///< *time.Time
extern const GoType kGoDuration;         ///< time.Duration
extern const GoType kGoDurationPointer;  ///< *time.Duration

GoValue MakeTime(const GoTime& time, Arena& memory);
GoValue MakeDuration(std::int64_t nanoseconds);
GoValue MakeTimePointer(const GoTime& time, Arena& memory);
GoValue MakeDurationPointer(std::int64_t nanoseconds, Arena& memory);

/// What Go's conversion of a float64 to int64 gives on common machines: the least there is if the
/// number does not fit.
std::int64_t ToInt64(double value);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_TIME_VALUE_H_
