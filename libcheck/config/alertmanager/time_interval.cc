#include "libcheck/alertmanager/time_interval.h"

#include <fmt/format.h>

#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/text_pattern.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

namespace am = check::alertmanager;
using namespace schema;  // The vocabulary of the tables below.

// What is wrong with a text that Alertmanager refuses. `what` is how messages call it.
template <typename Parsed>
std::optional<TextProblem> ProblemOf(std::string_view text, const Result<Parsed>& parsed,
                                     std::string_view what, std::string_view note) {
  if (parsed) return std::nullopt;
  return TextProblem{fmt::format("invalid {} `{}`", what, text), std::string(note),
                     parsed.error().message};
}

std::optional<TextProblem> WeekdayProblem(std::string_view text) {
  return ProblemOf(text, am::ParseWeekdays(text), "range of weekdays",
                   "write a day such as `monday`, or two as `monday:friday`; weeks begin on "
                   "Sunday: list a range that passes Saturday as two");
}

std::optional<TextProblem> DayOfMonthProblem(std::string_view text) {
  return ProblemOf(
      text, am::ParseDaysOfMonth(text), "range of days",
      "write a day from 1 to 31, or two as `1:5`; -1 is the last day of the month, and "
      "a range that begins from the end has to end there");
}

std::optional<TextProblem> MonthProblem(std::string_view text) {
  return ProblemOf(text, am::ParseMonths(text), "range of months",
                   "write a month such as `may` or `5`, or two as `5:8`; list a range that passes "
                   "December as two");
}

std::optional<TextProblem> YearProblem(std::string_view text) {
  return ProblemOf(text, am::ParseYears(text), "range of years",
                   "write a year such as `2027`, or two as `2027:2029`, the earlier one first");
}

// A field that CheckTimes() misses.
constexpr Field Missed(Field field, std::string_view missing) {
  field.missing = missing;
  return field;
}

constexpr std::string_view kNumberRange = "^[-+]?[0-9]+(:[-+]?[0-9]+)?$";
const TextPattern kDayOfMonthPattern = {DayOfMonthProblem, kNumberRange};
const TextPattern kYearPattern = {YearProblem, kNumberRange};

std::optional<TextProblem> LocationProblem(std::string_view text) {
  const auto zone = am::ParseLocation(text);
  if (zone) return std::nullopt;
  return TextProblem{fmt::format("unknown time zone `{}`", text),
                     "write a name of the tz database such as `Europe/Berlin`, or `UTC` or `Local`",
                     zone.error().message};
}

constexpr std::string_view kBothTimes = "both start and end times must be provided";
constexpr Field kTimeFields[] = {
    Missed(Text("start_time", "Start time, as `HH:MM`."), kBothTimes),
    Missed(Text("end_time", "End time, as `HH:MM`; 24:00 is the end of the day."), kBothTimes),
};

void CheckTimes(Section& section) {
  const Values& values = section.values();
  for (const std::string_view field : {"end_time", "start_time"}) {
    if (values.IsSet(field)) continue;
    section.ReportHere(kMissingField, fmt::format("a time range needs `{}`", field)).upstream =
        kBothTimes;
  }
  const yaml::Entry* ends[] = {values.FindSet("start_time"), values.FindSet("end_time")};
  if (ends[0] == nullptr || ends[1] == nullptr) return;
  std::optional<int> minutes[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string_view text = values.TextOf(ends[i]->value);
    const Result<int> minute = am::ParseTimeOfDay(text);
    if (minute) {
      minutes[i] = *minute;
      continue;
    }
    section
        .Report(kBadValue, ends[i]->value, fmt::format("invalid time of day `{}`", text),
                minute.error().message)
        .notes.emplace_back("write two digits each for hour and minute, such as `09:30`");
  }
  if (!minutes[0] || !minutes[1] || *minutes[0] < *minutes[1]) return;
  section
      .Report(kBadValue, ends[1]->value, "`end_time` is not after `start_time`",
              "start time cannot be equal or greater than end time")
      .notes.emplace_back(
          "a range cannot pass midnight: list two, one up to `24:00` and one from `00:00`");
}

constexpr Object kTimeRange = {
    .name = "time range",
    .doc = "A range of times of day.",
    .fields = kTimeFields,
    .check = CheckTimes,
    .upstream = "timeinterval.yamlTimeRange",
};
constexpr Type kTimeRangeType = SectionOf(kTimeRange);
constexpr Type kWeekday = Checked(kString, WeekdayProblem);
constexpr Type kDayOfMonth = Checked(kString, DayOfMonthProblem);
constexpr Type kMonth = Checked(kString, MonthProblem);
constexpr Type kYear = Checked(kString, YearProblem);
constexpr Type kLocation = Checked(kString, LocationProblem);

constexpr Field kSpecFields[] = {
    Of("times", ListOf(kTimeRangeType, "[]timeinterval.TimeRange"), "Ranges of times of day."),
    Of("weekdays", ListOf(kWeekday, "[]timeinterval.WeekdayRange"),
       "Days of the week, such as `saturday` or `monday:friday`."),
    Of("days_of_month", ListOf(kDayOfMonth, "[]timeinterval.DayOfMonthRange"),
       "Days of the month, such as `1:5`; -1 is the last day."),
    Of("months", ListOf(kMonth, "[]timeinterval.MonthRange"),
       "Months, such as `may:august` or `12`."),
    Of("years", ListOf(kYear, "[]timeinterval.YearRange"), "Years, such as `2027` or `2027:2029`."),
    Since(Of("location", kLocation, "The time zone: `Europe/Berlin`, `UTC` or `Local`.", "UTC"),
          "0.25"),
};
constexpr Object kSpec = {
    .name = "time interval",
    .doc = "A time interval: the time must lie in one of the ranges of every field that is set.",
    .fields = kSpecFields,
    .upstream = "timeinterval.TimeInterval",
};
constexpr Type kSpecType = SectionOf(kSpec);
constexpr Type kSpecs = ListOf(kSpecType, "[]timeinterval.TimeInterval");

constexpr Field kFields[] = {
    Required(Text("name", "Name that routes refer to."), "missing name in time interval"),
    Of("time_intervals", kSpecs, "Time intervals, any of which applies."),
};
constexpr Field kMuteFields[] = {
    Required(Text("name", "Name that routes refer to."), "missing name in mute time interval"),
    Of("time_intervals", kSpecs, "Time intervals, any of which applies."),
};

}  // namespace

constexpr Object kTimeInterval = {
    .name = "time_interval",
    .doc = "A named set of time intervals that routes refer to.",
    .fields = kFields,
    .upstream = "config.plain",
};

constexpr Object kMuteTimeInterval = {
    .name = "mute_time_interval",
    .doc = "A named set of time intervals that routes refer to.",
    .fields = kMuteFields,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
