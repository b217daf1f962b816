#ifndef LIBCHECK_ALERTMANAGER_TIME_INTERVAL_H_
#define LIBCHECK_ALERTMANAGER_TIME_INTERVAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

/// Times at which routes are muted or active. Errors are Alertmanager's, to the letter.
namespace check::alertmanager {

/// Both ends are part of it.
struct NumberRange {
  int begin = 0;
  int end = 0;
  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

/// Minutes of the day; `end` is not part of it, and is 1440 at the most.
struct MinuteRange {
  int begin = 0;
  int end = 0;
  friend bool operator==(const MinuteRange&, const MinuteRange&) = default;
};

/// "saturday", "monday:friday", in any case. Sunday is 0, and no range passes it.
Result<NumberRange> ParseWeekdays(std::string_view text);
/// "1:5", "-1": days count from the end of the month if they are below zero.
Result<NumberRange> ParseDaysOfMonth(std::string_view text);
/// "may", "5", "january:march". Alertmanager does not mind months beyond 12: they never come.
Result<NumberRange> ParseMonths(std::string_view text);
/// "2027", "2027:2029".
Result<NumberRange> ParseYears(std::string_view text);
/// Minutes since midnight: "09:00", or "24:00".
Result<int> ParseTimeOfDay(std::string_view text);
Result<MinuteRange> ParseTimes(std::string_view start_time, std::string_view end_time);
/// A name of the time zone database, "UTC", "Local", or nothing, which is UTC: as a zone of
/// base/time_expression.h.
Result<std::string> ParseLocation(std::string_view text);

/// Whether a range of ParseDaysOfMonth holds a day of a month with so many days: those past its end
/// are cut off.
bool HoldsDay(NumberRange range, int day, int days_in_month);

/// One item of `time_intervals`: a time is in it that is in one of the ranges of each field that is
/// given. A field that is given without ranges has no times.
struct TimeInterval {
  std::optional<std::vector<MinuteRange>> times;
  std::optional<std::vector<NumberRange>> weekdays;
  std::optional<std::vector<NumberRange>> days_of_month;
  std::optional<std::vector<NumberRange>> months;
  std::optional<std::vector<NumberRange>> years;
  std::string zone = "UTC";  ///< As ParseLocation gives it.

  /// `ms`: a Unix time in milliseconds.
  bool Contains(std::int64_t ms) const;
  friend bool operator==(const TimeInterval&, const TimeInterval&) = default;
};

/// What routes refer to.
struct NamedInterval {
  std::string name;
  std::vector<TimeInterval> intervals;  ///< Any of them is enough.

  bool Contains(std::int64_t ms) const;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_TIME_INTERVAL_H_
