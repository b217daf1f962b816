#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

struct Range {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// A number for a word, or what upstream says of it.
using Member = Result<std::int64_t> (*)(const std::string& word);

Result<std::int64_t> Number(const std::string& word) {
  const auto number = ParseGoInt(word, 10);
  const bool plain = std::all_of(word.begin() + (word.starts_with('-') || word.starts_with('+')),
                                 word.end(), [](char c) { return IsDigit(c); });
  if (number && plain) return *number;
  const bool digits = plain && !word.empty() && IsDigit(word.back());
  return Error{fmt::format("strconv.Atoi: parsing \"{}\": {}", word,
                           digits ? "value out of range" : "invalid syntax")};
}

constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

template <std::size_t n>
std::optional<std::int64_t> IndexOf(const std::array<std::string_view, n>& names,
                                    std::string_view word) {
  const auto at = std::find(names.begin(), names.end(), word);
  if (at == names.end()) return std::nullopt;
  return at - names.begin();
}

Result<std::int64_t> Day(const std::string& word) {
  if (const auto day = IndexOf(kDays, word)) return *day;
  return Error{fmt::format("{} is not a valid weekday", word)};
}

Result<std::int64_t> Month(const std::string& word) {
  if (const auto month = IndexOf(kMonths, word)) return *month + 1;
  if (const auto number = Number(word)) return *number;
  return Error{fmt::format("{} is not a valid month", word)};
}

std::string_view MonthName(std::int64_t month) {
  return month >= 1 && month <= 12 ? kMonths[static_cast<std::size_t>(month - 1)] : "";
}

Result<Range> ReadRange(std::string_view text, Member member) {
  const std::string lower = LowerAscii(text);
  const std::size_t colon = lower.find(':');
  if (colon == std::string::npos) {
    const auto only = member(lower);
    if (!only) return only.error();
    return Range{*only, *only};
  }
  if (lower.find(':', colon + 1) != std::string::npos) {
    return Error{fmt::format("couldn't parse range {}, invalid format", lower)};
  }
  const auto begin = member(lower.substr(0, colon));
  if (!begin) return begin.error();
  const auto end = member(lower.substr(colon + 1));
  if (!end) return end.error();
  return Range{*begin, *end};
}

TextProblem Refuse(std::string_view text, std::string_view what, std::string note,
                   std::string upstream) {
  return {fmt::format("invalid {} `{}`", what, text), std::move(note), std::move(upstream)};
}
constexpr std::string_view kWeekdayNote = "write a day such as `monday`, or two as `monday:friday`";

std::optional<TextProblem> WeekdayProblem(std::string_view text) {
  const auto range = ReadRange(text, Day);
  if (!range) {
    return Refuse(text, "range of weekdays", std::string(kWeekdayNote), range.error().message);
  }
  if (range->begin <= range->end) return std::nullopt;
  return Refuse(text, "range of weekdays", "weeks begin on Sunday: list the two parts one by one",
                "start day cannot be before end day");
}

std::optional<TextProblem> DayOfMonthProblem(std::string_view text) {
  constexpr std::string_view kWhat = "range of days";
  const auto range = ReadRange(text, Number);
  const auto refuse = [&](std::string note, std::string upstream) {
    return Refuse(text, kWhat, std::move(note), std::move(upstream));
  };
  if (!range) {
    return refuse("write a day such as `15`, or two as `1:5`; -1 is the last of the month",
                  range.error().message);
  }
  for (const std::int64_t day : {range->begin, range->end}) {
    if (day != 0 && day >= -31 && day <= 31) continue;
    return refuse("days are 1 to 31, or -1 to -31 from the end of the month",
                  fmt::format("{} is not a valid day of the month: out of range", day));
  }
  if (range->begin < 0 && range->end > 0) {
    return refuse("a range that begins from the end of the month has to end there",
                  "end day must be negative if start day is negative");
  }
  // The shortest month decides.
  const auto from_start = [](std::int64_t day) { return day < 0 ? 28 + day : day; };
  if (from_start(range->begin) <= from_start(range->end)) return std::nullopt;
  return refuse("it ends before it begins",
                fmt::format("end day {} is always before start day {}", range->end, range->begin));
}

std::optional<TextProblem> MonthProblem(std::string_view text) {
  const auto range = ReadRange(text, Month);
  if (!range) {
    return Refuse(text, "range of months", "write a month such as `may` or `5`, or two as `5:8`",
                  range.error().message);
  }
  if (range->begin <= range->end) return std::nullopt;
  return Refuse(text, "range of months", "it ends before it begins: list the two parts one by one",
                fmt::format("end month {} is before start month {}", MonthName(range->end),
                            MonthName(range->begin)));
}

std::optional<TextProblem> YearProblem(std::string_view text) {
  const auto range = ReadRange(text, Number);
  if (!range) {
    return Refuse(text, "range of years", "write a year such as `2027`, or two as `2027:2029`",
                  range.error().message);
  }
  if (range->begin <= range->end) return std::nullopt;
  return Refuse(text, "range of years", "it ends before it begins",
                fmt::format("end year {} is before start year {}", range->end, range->begin));
}

std::optional<TextProblem> LocationProblem(std::string_view text) {
  const bool odd =
      text.find("..") != std::string_view::npos || text.starts_with('/') || text.starts_with('\\');
  const bool known = text.empty() || text == "UTC" || text == "Local" ||
                     (!odd && IsLetter(text.front()) && text != "local" && !CheckTimeZone(text));
  if (known) return std::nullopt;
  return TextProblem{
      fmt::format("unknown time zone `{}`", text),
      "write a name of the tz database such as `Europe/Berlin`, or `UTC` or `Local`",
      odd ? "time: invalid location name" : fmt::format("unknown time zone {}", text)};
}

// Minutes since midnight: two digits each, or 24:00.
std::optional<int> MinuteOf(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0, 1, 3, 4}) {
    if (!IsDigit(text[i])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + text[1] - '0';
  const int minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

constexpr Field kTimeFields[] = {
    Text("start_time", "When it begins, as `HH:MM`."),
    Text("end_time", "When it is over, as `HH:MM`; 24:00 is the end of the day."),
};

void CheckTimes(Section& section) {
  const Values& values = section.values();
  for (const std::string_view field : {"end_time", "start_time"}) {
    if (values.IsSet(field)) continue;
    section.ReportHere(kMissingField, fmt::format("a range of times needs `{}`", field)).upstream =
        "both start and end times must be provided";
  }
  const yaml::Entry* ends[] = {values.FindSet("start_time"), values.FindSet("end_time")};
  if (ends[0] == nullptr || ends[1] == nullptr) return;
  std::optional<int> minutes[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string_view text = values.TextOf(ends[i]->value);
    minutes[i] = MinuteOf(text);
    if (minutes[i]) continue;
    section
        .Report(kBadValue, ends[i]->value, fmt::format("invalid time of day `{}`", text),
                fmt::format("couldn't parse timestamp {}, invalid format", text))
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
    .doc = "A part of the day.",
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
    Of("times", ListOf(kTimeRangeType, "[]timeinterval.TimeRange"), "Parts of the day."),
    Of("weekdays", ListOf(kWeekday, "[]timeinterval.WeekdayRange"),
       "Days of the week, such as `saturday` or `monday:friday`."),
    Of("days_of_month", ListOf(kDayOfMonth, "[]timeinterval.DayOfMonthRange"),
       "Days of the month, such as `1:5`; -1 is the last one."),
    Of("months", ListOf(kMonth, "[]timeinterval.MonthRange"),
       "Months, such as `may:august` or `12`."),
    Of("years", ListOf(kYear, "[]timeinterval.YearRange"), "Years, such as `2027` or `2027:2029`."),
    Since(Of("location", kLocation, "The time zone: `Europe/Berlin`, `UTC` or `Local`.", "UTC"),
          "0.25"),
};
constexpr Object kSpec = {
    .name = "time interval",
    .doc = "A time that is in one of the ranges of each field that is given.",
    .fields = kSpecFields,
    .upstream = "timeinterval.TimeInterval",
};
constexpr Type kSpecType = SectionOf(kSpec);
constexpr Type kSpecs = ListOf(kSpecType, "[]timeinterval.TimeInterval");

constexpr Field kFields[] = {
    Required(Text("name", "What routes call it."), "missing name in time interval"),
    Of("time_intervals", kSpecs, "The times: any of these will do."),
};
constexpr Field kMuteFields[] = {
    Required(Text("name", "What routes call it."), "missing name in mute time interval"),
    Of("time_intervals", kSpecs, "The times: any of these will do."),
};

}  // namespace

constexpr Object kTimeInterval = {
    .name = "time_interval",
    .doc = "Times of the day, week, month or year, with a name for routes.",
    .fields = kFields,
    .upstream = "config.plain",
};

constexpr Object kMuteTimeInterval = {
    .name = "mute_time_interval",
    .doc = "Times of the day, week, month or year, with a name for routes.",
    .fields = kMuteFields,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
