#include <fmt/format.h>

#include <optional>
#include <span>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/silences/schedule.h"

// How schedules are written: "saturday 22:00", "last friday 22:00", "0 2 * * mon-fri".
namespace check::silences {
namespace {

constexpr std::string_view kWeekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                          "thursday", "friday", "saturday"};
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr std::uint32_t kAllWeekdays = 0x7f;
constexpr std::uint32_t kAllMonths = 0x1ffe;
constexpr std::uint32_t kAllMonthDays = 0xfffffffe;

std::optional<unsigned> ReadNumber(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned number = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

// The place of a name, or of its first three letters, in a list.
std::optional<unsigned> FindName(std::string_view text, std::span<const std::string_view> names) {
  for (unsigned i = 0; i < names.size(); ++i) {
    if (text == names[i] || text == names[i].substr(0, 3)) return i;
  }
  return std::nullopt;
}

// What is in front of a separator and behind it; without it, nothing is.
struct Parts {
  std::string_view front;
  std::optional<std::string_view> back;
};
Parts Divide(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == text.npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

// "saturday-monday,thu"
Result<std::uint32_t> ReadWeekdays(std::string_view text) {
  std::uint32_t mask = 0;
  while (true) {
    const Parts range = Divide(TakeUpTo(text, ','), '-');
    const std::string_view last = range.back.value_or(range.front);
    const auto begin = FindName(range.front, kWeekdays);
    const auto end = FindName(last, kWeekdays);
    if (!begin || !end) {
      return Error{fmt::format("unknown weekday `{}`", begin ? last : range.front)};
    }
    for (unsigned day = *begin;; day = (day + 1) % 7) {
      mask |= 1U << day;
      if (day == *end) break;
    }
    if (text.empty()) return mask;
  }
}

// "22:00,23:30", into a schedule of which all hours have the same minutes.
std::optional<Error> ReadTimes(std::string_view text, Schedule& schedule) {
  std::optional<std::uint64_t> minutes;
  while (true) {
    const Result<int> clock = ParseClock(TakeUpTo(text, ','));
    if (!clock) return clock.error();
    if (*clock == 24 * 60) return Error{"24:00 is not a start time: write 00:00 of the next day"};
    const std::uint64_t minute = std::uint64_t{1} << (*clock % 60);
    if (minutes.value_or(minute) != minute) {
      return Error{"times of one schedule must have the same minutes: write them as two silences"};
    }
    minutes = minute;
    schedule.hours |= 1U << (*clock / 60);
    if (text.empty()) break;
  }
  schedule.minutes = *minutes;
  return std::nullopt;
}

// Days and times: what is in front of the last space, and what is behind it.
struct Halves {
  std::string days, times;
};
Result<Halves> Split(std::string_view text, std::string_view example) {
  const std::string lower = LowerAscii(TrimSpace(text));
  const std::size_t space = lower.find_last_of(' ');
  if (space == lower.npos) {
    return Error{fmt::format("expected days and a time, such as `{}`", example)};
  }
  return Halves{std::string(TrimSpace(std::string_view(lower).substr(0, space))),
                lower.substr(space + 1)};
}

// "first sunday", "last friday"
Result<Schedule::WeekdayOfMonth> ReadWeekdayOfMonth(std::string_view text) {
  constexpr std::string_view kOrdinals[] = {"first", "second", "third", "fourth", "fifth"};
  constexpr std::string_view kNumbers[] = {"1st", "2nd", "3rd", "4th", "5th"};
  const std::string_view ordinal = TakeUpTo(text, ' ');
  const std::string_view name = TrimSpace(text);
  const auto weekday = FindName(name, kWeekdays);
  if (!weekday) return Error{fmt::format("unknown weekday `{}`", name)};
  if (ordinal == "last") return Schedule::WeekdayOfMonth{-1, *weekday};
  for (int i = 0; i < 5; ++i) {
    if (ordinal == kOrdinals[i] || ordinal == kNumbers[i]) {
      return Schedule::WeekdayOfMonth{i + 1, *weekday};
    }
  }
  return Error{fmt::format("expected `first` to `fifth` or `last`, not `{}`", ordinal)};
}

std::optional<Error> ReadMonthDays(std::string_view text, Schedule& schedule) {
  while (true) {
    const Parts range = Divide(TakeUpTo(text, ','), '-');
    if (range.front == "last" && !range.back) {
      schedule.last_days |= 2;
    } else {
      const auto begin = ReadNumber(range.front);
      const auto end = range.back ? ReadNumber(*range.back) : begin;
      if (!begin || !end || *begin < 1 || *end > 31 || *begin > *end) {
        return Error{
            "expected days of the month from 1 to 31, `last`, or one such as "
            "`first sunday`"};
      }
      for (unsigned day = *begin; day <= *end; ++day) schedule.month_days |= 1U << day;
    }
    if (text.empty()) return std::nullopt;
  }
}

// One of the five fields of cron.
struct CronField {
  std::string_view name;
  unsigned first, last;
  std::span<const std::string_view> names = {};  // Of the numbers from `first` on.
};

std::optional<unsigned> ReadCronNumber(std::string_view text, const CronField& field) {
  std::optional<unsigned> number = ReadNumber(text);
  if (!number) {
    number = FindName(text, field.names);
    if (number) *number += field.first;
  }
  return number && *number >= field.first && *number <= field.last ? number : std::nullopt;
}

Result<std::uint64_t> ReadCronField(std::string_view text, const CronField& field) {
  std::uint64_t mask = 0;
  const Error fault = {
      fmt::format("invalid {} `{}`: expected numbers from {} to {}, as `*`, `1-5`, "
                  "`*/2` or `1,3`",
                  field.name, text, field.first, field.last)};
  do {
    const Parts steps = Divide(TakeUpTo(text, ','), '/');
    const auto step = steps.back ? ReadNumber(*steps.back) : 1;
    std::optional<unsigned> begin = field.first;
    std::optional<unsigned> end = field.last;
    if (steps.front != "*") {
      const Parts range = Divide(steps.front, '-');
      begin = ReadCronNumber(range.front, field);
      if (range.back) {
        end = ReadCronNumber(*range.back, field);
      } else if (!steps.back) {
        end = begin;
      }
    }
    if (!begin || !end || !step || *step == 0 || *begin > *end) return fault;
    for (unsigned number = *begin; number <= *end; number += *step) {
      mask |= std::uint64_t{1} << number;
    }
  } while (!text.empty());
  return mask;
}

std::string_view CronOf(std::string_view word) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},   {"@midnight", "0 0 * * *"},
      {"@weekly", "0 0 * * 0"},   {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"},
      {"@annually", "0 0 1 1 *"},
  };
  for (const auto& [known, fields] : kWords) {
    if (word == known) return fields;
  }
  return word;
}

std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = TrimSpace(text); !text.empty(); text = TrimStart(text)) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

}  // namespace

Result<int> ParseClock(std::string_view text) {
  const std::string_view whole = text;
  const auto hours = ReadNumber(TakeUpTo(text, ':'));
  const auto minutes = text.size() == 2 ? ReadNumber(text) : std::nullopt;
  const bool is_clock = hours && minutes && *minutes < 60 && *hours * 60 + *minutes <= 24 * 60;
  if (!is_clock) {
    return Error{fmt::format("invalid time of day `{}`: expected one such as `22:00`", whole)};
  }
  return static_cast<int>(*hours * 60 + *minutes);
}

Result<Schedule> ParseWeekly(std::string_view text) {
  const Result<Halves> halves = Split(text, "saturday 22:00");
  if (!halves) return halves.error();
  Schedule schedule = {.month_days = kAllMonthDays, .months = kAllMonths};
  const Result<std::uint32_t> weekdays = ReadWeekdays(halves->days);
  if (!weekdays) return weekdays.error();
  schedule.weekdays = *weekdays;
  if (const auto fault = ReadTimes(halves->times, schedule)) return *fault;
  return schedule;
}

Result<Schedule> ParseMonthly(std::string_view text) {
  const Result<Halves> halves = Split(text, "first sunday 03:00");
  if (!halves) return halves.error();
  Schedule schedule = {.months = kAllMonths, .weekdays = kAllWeekdays};
  if (halves->days.find(' ') != std::string::npos) {
    const auto day = ReadWeekdayOfMonth(halves->days);
    if (!day) return day.error();
    schedule.weekdays_of_month.push_back(*day);
  } else if (const auto fault = ReadMonthDays(halves->days, schedule)) {
    return *fault;
  }
  if (const auto fault = ReadTimes(halves->times, schedule)) return *fault;
  return schedule;
}

Result<Schedule> ParseCron(std::string_view text) {
  const std::string lower = LowerAscii(TrimSpace(text));
  const std::vector<std::string_view> words = WordsOf(CronOf(lower));
  if (words.size() != 5) {
    return Error{
        "expected five fields: minute, hour, day of the month, month and weekday, such as "
        "`0 2 * * mon-fri`"};
  }
  Schedule schedule;
  if (words[2] == "l") schedule.last_days = 2;
  const CronField fields[] = {{"minute", 0, 59},
                              {"hour", 0, 23},
                              {"day of the month", 1, 31},
                              {"month", 1, 12, kMonths},
                              {"weekday", 0, 7, kWeekdays}};
  std::uint64_t masks[5] = {};
  for (std::size_t i = 0; i < 5; ++i) {
    if (i == 2 && words[i] == "l") continue;
    const Result<std::uint64_t> mask = ReadCronField(words[i], fields[i]);
    if (!mask) return mask.error();
    masks[i] = *mask;
  }
  schedule.minutes = masks[0];
  schedule.hours = static_cast<std::uint32_t>(masks[1]);
  schedule.month_days = static_cast<std::uint32_t>(masks[2]);
  schedule.months = static_cast<std::uint32_t>(masks[3]);
  // Sunday is 0 and 7.
  schedule.weekdays = static_cast<std::uint32_t>((masks[4] | masks[4] >> 7) & kAllWeekdays);
  schedule.either = !words[2].starts_with('*') && !words[4].starts_with('*');
  return schedule;
}

}  // namespace check::silences
