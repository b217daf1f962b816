#include "libcheck/alertmanager/time_interval.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <iterator>
#include <span>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/base/time_zone.h"
#include "libcheck/base/utf8.h"

namespace check::alertmanager {
namespace {

constexpr std::string_view kWeekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};

std::optional<int> IndexOf(std::span<const std::string_view> names, std::string_view word) {
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) return std::nullopt;
  return static_cast<int>(found - names.begin());
}

// What a word stands for. Numbers may be larger than any that a field can use.
using Number = Result<std::int64_t>;

// strconv.Atoi.
Number ParseNumber(std::string_view word) {
  std::string_view digits = word;
  if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
  const bool is_number = !digits.empty() && std::all_of(digits.begin(), digits.end(),
                                                        [](char c) { return IsDigit(c); });
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (!is_number || read.ec != std::errc()) {
    return Error{"strconv.Atoi: parsing " + GoQuote(word) +
                 (is_number ? ": value out of range" : ": invalid syntax")};
  }
  return word.starts_with('-') ? -value : value;
}

Number ParseWeekday(std::string_view word) {
  if (const auto day = IndexOf(kWeekdays, word)) return *day;
  return Error{std::string(word) + " is not a valid weekday"};
}

Number ParseMonth(std::string_view word) {
  if (const auto month = IndexOf(kMonths, word)) return *month + 1;
  if (const auto number = ParseNumber(word)) return *number;
  return Error{std::string(word) + " is not a valid month"};
}

std::string_view MonthName(std::int64_t month) {
  return month >= 1 && month <= 12 ? kMonths[month - 1] : std::string_view();
}

struct WideRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// A range that a field can hold means the same with numbers that no date has.
NumberRange Narrowed(WideRange range) {
  const auto narrowed = [](std::int64_t number) {
    return static_cast<int>(std::clamp<std::int64_t>(number, -1'000'000'000, 1'000'000'000));
  };
  return {narrowed(range.begin), narrowed(range.end)};
}

Result<WideRange> ParseRange(std::string_view text, Number (*parse)(std::string_view)) {
  const std::string lower = ToLower(text);
  const std::string_view word = lower;
  const std::size_t colon = word.find(':');
  if (colon != word.rfind(':')) {
    return Error{"couldn't parse range " + lower + ", invalid format"};
  }
  const auto begin = parse(word.substr(0, colon));
  if (!begin) return begin.error();
  if (colon == std::string_view::npos) return WideRange{*begin, *begin};
  const auto end = parse(word.substr(colon + 1));
  if (!end) return end.error();
  return WideRange{*begin, *end};
}

template <typename Ranges, typename Holds>
bool AnyOf(const std::optional<Ranges>& ranges, Holds&& holds) {
  return !ranges || std::any_of(ranges->begin(), ranges->end(), holds);
}

bool AnyHolds(const std::optional<std::vector<NumberRange>>& ranges, int value) {
  return AnyOf(ranges,
               [value](NumberRange range) { return value >= range.begin && value <= range.end; });
}

}  // namespace

bool HoldsDay(NumberRange range, int day, int days_in_month) {
  const auto from_start = [&](int d) { return d < 0 ? days_in_month + d + 1 : d; };
  return day >= from_start(range.begin) && day <= from_start(range.end);
}

Result<NumberRange> ParseWeekdays(std::string_view text) {
  const auto range = ParseRange(text, ParseWeekday);
  if (!range) return range.error();
  if (range->begin > range->end) return Error{"start day cannot be before end day"};
  return Narrowed(*range);
}

Result<NumberRange> ParseDaysOfMonth(std::string_view text) {
  const auto range = ParseRange(text, ParseNumber);
  if (!range) return range.error();
  for (const std::int64_t day : {range->begin, range->end}) {
    if (day != 0 && day >= -31 && day <= 31) continue;
    return Error{std::to_string(day) + " is not a valid day of the month: out of range"};
  }
  if (range->begin < 0 && range->end > 0) {
    return Error{"end day must be negative if start day is negative"};
  }
  // In the shortest month.
  const auto from_start = [](std::int64_t day) { return day < 0 ? 28 + day : day; };
  if (from_start(range->begin) <= from_start(range->end)) return Narrowed(*range);
  return Error{"end day " + std::to_string(range->end) + " is always before start day " +
               std::to_string(range->begin)};
}

Result<NumberRange> ParseMonths(std::string_view text) {
  const auto range = ParseRange(text, ParseMonth);
  if (!range) return range.error();
  if (range->begin <= range->end) return Narrowed(*range);
  std::string message = "end month ";
  message.append(MonthName(range->end)).append(" is before start month ");
  return Error{message.append(MonthName(range->begin))};
}

Result<NumberRange> ParseYears(std::string_view text) {
  const auto range = ParseRange(text, ParseNumber);
  if (!range) return range.error();
  if (range->begin <= range->end) return Narrowed(*range);
  return Error{"end year " + std::to_string(range->end) + " is before start year " +
               std::to_string(range->begin)};
}

Result<int> ParseTimeOfDay(std::string_view text) {
  const auto digit = [&](std::size_t i) { return IsDigit(text[i]) ? text[i] - '0' : 1000; };
  if (text.size() == 5 && text[2] == ':') {
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if ((hours < 24 && minutes < 60) || (hours == 24 && minutes == 0)) return hours * 60 + minutes;
  }
  return Error{"couldn't parse timestamp " + std::string(text) + ", invalid format"};
}

Result<MinuteRange> ParseTimes(std::string_view start_time, std::string_view end_time) {
  if (start_time.empty() || end_time.empty()) {
    return Error{"both start and end times must be provided"};
  }
  const auto begin = ParseTimeOfDay(start_time);
  if (!begin) return begin.error();
  const auto end = ParseTimeOfDay(end_time);
  if (!end) return end.error();
  if (*begin >= *end) return Error{"start time cannot be equal or greater than end time"};
  return MinuteRange{*begin, *end};
}

Result<std::string> ParseLocation(std::string_view text) {
  if (text.empty() || text == "UTC") return std::string("UTC");
  if (text == "Local") return std::string("local");
  if (const auto zone = TimeZone::Load(text); !zone) return zone.error();
  return std::string(text);
}

bool TimeInterval::Contains(std::int64_t ms) const {
  const std::chrono::milliseconds local(ms + UtcOffset(ms, zone));
  const date::sys_time<std::chrono::milliseconds> time(local);
  const auto midnight = date::floor<date::days>(time);
  const date::year_month_day date(midnight);
  const auto minute =
      static_cast<int>(std::chrono::floor<std::chrono::minutes>(time - midnight).count());
  const auto day = static_cast<int>(static_cast<unsigned>(date.day()));
  // Alertmanager up to 0.34.0 takes a month in which clocks are put forward for a day shorter.
  const auto days_in_month =
      static_cast<int>(static_cast<unsigned>((date.year() / date.month() / date::last).day()));
  return AnyOf(times, [&](MinuteRange r) { return minute >= r.begin && minute < r.end; }) &&
         AnyOf(days_of_month, [&](NumberRange r) { return HoldsDay(r, day, days_in_month); }) &&
         AnyHolds(months, static_cast<int>(static_cast<unsigned>(date.month()))) &&
         AnyHolds(weekdays, static_cast<int>(date::weekday(midnight).c_encoding())) &&
         AnyHolds(years, static_cast<int>(date.year()));
}

bool NamedInterval::Contains(std::int64_t ms) const {
  return std::any_of(intervals.begin(), intervals.end(),
                     [ms](const TimeInterval& interval) { return interval.Contains(ms); });
}

}  // namespace check::alertmanager
