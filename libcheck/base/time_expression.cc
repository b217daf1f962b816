#include "libcheck/base/time_expression.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"

namespace check {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kFirst = -62'167'219'200'000;  // 0000-01-01
constexpr std::int64_t kLast = 253'402'300'799'999;   // 9999-12-31

bool IsShown(std::int64_t ms) { return ms >= kFirst && ms <= kLast; }

std::int64_t FloorTo(std::int64_t ms, std::int64_t unit) {
  const std::int64_t rest = ms % unit;
  return ms - (rest < 0 ? rest + unit : rest);
}

// Digits at the front of `text`, which are taken from it: `most` of them at the most.
struct Digits {
  int value = 0;
  std::size_t size = 0;
};
Digits TakeDigits(std::string_view& text, std::size_t most) {
  Digits digits;
  while (digits.size < most && digits.size < text.size() && IsDigit(text[digits.size])) {
    digits.value = digits.value * 10 + (text[digits.size++] - '0');
  }
  text.remove_prefix(digits.size);
  return digits;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// "+02:00", "-0330" or "+02", all of `text`.
std::optional<std::int64_t> ReadOffset(std::string_view text) {
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const std::int64_t sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const Digits hours = TakeDigits(text, 2);
  Digits minutes;
  if (hours.size != 2 || hours.value > 23) return std::nullopt;
  if (!text.empty()) {
    (void)Take(text, ':');
    minutes = TakeDigits(text, 2);
    if (minutes.size != 2 || minutes.value > 59 || !text.empty()) return std::nullopt;
  }
  return sign * (hours.value * kHour + minutes.value * kMinute);
}

bool IsUtc(std::string_view zone) {
  return zone.empty() || IsInAnyCase(zone, "utc") || IsInAnyCase(zone, "z");
}

// Around all that looks at the environment or changes it, and around libc's zone.
std::mutex& EnvironmentMutex() {
  static std::mutex mutex;
  return mutex;
}

// Whether the system's database has a zone of that name. The last one that it had is remembered:
// thousands of times are shown in the same.
bool IsInDatabase(std::string_view zone) {
  static std::string last;
  const std::scoped_lock lock(EnvironmentMutex());
  if (zone == last) return true;
  if (zone.starts_with('/') || zone.find("..") != std::string_view::npos ||
      zone.find('\0') != std::string_view::npos) {
    return false;
  }
  const char* const folder = std::getenv("TZDIR");
  std::string path = folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
  path.append("/").append(zone);
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> magic{};
  file.read(magic.data(), magic.size());
  if (!file || std::string_view(magic.data(), magic.size()) != "TZif") return false;
  last = zone;
  return true;
}

// A zone that has been found.
class Zone {
 public:
  static std::optional<Zone> Find(std::string_view name) {
    if (IsUtc(name)) return Zone(0);
    if (const auto offset = ReadOffset(name)) return Zone(*offset);
    if (IsInAnyCase(name, "local")) return Zone(std::string());
    if (IsInDatabase(name)) return Zone(":" + std::string(name));
    return std::nullopt;
  }

  // `ms` is a time that can be shown.
  std::int64_t OffsetAt(std::int64_t ms) const {
    if (!is_named_) return offset_;
    const std::scoped_lock lock(EnvironmentMutex());
    Select();
    const std::time_t seconds = FloorTo(ms, kSecond) / kSecond;
    std::tm local{};
    return localtime_r(&seconds, &local) == nullptr ? 0 : local.tm_gmtoff * kSecond;
  }

  std::int64_t ToLocal(std::int64_t ms) const { return ms + OffsetAt(ms); }

  // Offsets change at most once within two days.
  std::int64_t FromLocal(std::int64_t local) const {
    const std::int64_t before = OffsetAt(local - kDay);
    const std::int64_t after = OffsetAt(local + kDay);
    if (OffsetAt(local - before) == before) return local - before;
    if (OffsetAt(local - after) == after) return local - after;
    return local - before;
  }

 private:
  explicit Zone(std::int64_t offset) : offset_(offset) {}
  explicit Zone(std::string name) : is_named_(true), name_(std::move(name)) {}

  // Makes libc's zone this one. Reading its file again is left out when it is still the same.
  void Select() const {
    static const char* const given = std::getenv("TZ");
    static const std::string original = given != nullptr ? given : "";
    static std::optional<std::string> selected;
    if (selected == name_) return;
    if (!name_.empty()) {
      ::setenv("TZ", name_.c_str(), 1);
    } else if (given != nullptr) {
      ::setenv("TZ", original.c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
    selected = name_;
  }

  bool is_named_ = false;
  std::int64_t offset_ = 0;
  std::string name_;  // For $TZ; empty: what that was at the start.
};

// "14:00", "14:00:05.25": the time of day at the front of `text`, which is taken from it.
std::optional<std::int64_t> TakeTimeOfDay(std::string_view& text) {
  std::string_view rest = text;
  const Digits hour = TakeDigits(rest, 2);
  if (hour.size == 0 || hour.value > 23 || !Take(rest, ':')) return std::nullopt;
  const Digits minute = TakeDigits(rest, 2);
  if (minute.size != 2 || minute.value > 59) return std::nullopt;
  std::int64_t time = hour.value * kHour + minute.value * kMinute;
  if (Take(rest, ':')) {
    const Digits second = TakeDigits(rest, 2);
    if (second.size != 2 || second.value > 59) return std::nullopt;
    time += second.value * kSecond;
    if (Take(rest, '.') || Take(rest, ',')) {
      const Digits fraction = TakeDigits(rest, 3);
      if (fraction.size == 0) return std::nullopt;
      time += fraction.value * (fraction.size == 1 ? 100 : fraction.size == 2 ? 10 : 1);
      while (TakeDigits(rest, 9).size > 0) {  // Finer than a millisecond.
      }
    }
  }
  text = rest;
  return time;
}

// A date with or without a time of day and an offset, in lower case.
std::optional<std::int64_t> ReadDate(std::string_view text, const Zone& zone) {
  const Digits year = TakeDigits(text, 4);
  if (year.size != 4 || !Take(text, '-')) return std::nullopt;
  const Digits month = TakeDigits(text, 2);
  if (month.size == 0 || !Take(text, '-')) return std::nullopt;
  const Digits day = TakeDigits(text, 2);
  const date::year_month_day civil(date::year{year.value},
                                   date::month{static_cast<unsigned>(month.value)},
                                   date::day{static_cast<unsigned>(day.value)});
  if (day.size == 0 || !civil.ok()) return std::nullopt;
  std::int64_t local = date::sys_days(civil).time_since_epoch().count() * kDay;
  if (Take(text, 't') || text.starts_with(' ')) {
    text = TrimStart(text);
    const auto time_of_day = TakeTimeOfDay(text);
    if (!time_of_day) return std::nullopt;
    local += *time_of_day;
    text = TrimStart(text);
    if (IsUtc(text) && !text.empty()) return local;
    if (const auto offset = ReadOffset(text)) return local - *offset;
  }
  if (!text.empty()) return std::nullopt;
  return zone.FromLocal(local);
}

// "-1h", "+ 5m-30s": what is left once they are taken is empty, or "/d".
std::optional<std::int64_t> TakeDurations(std::string_view& text) {
  std::int64_t sum = 0;
  for (text = TrimStart(text); text.starts_with('+') || text.starts_with('-');
       text = TrimStart(text)) {
    const std::int64_t sign = text.front() == '-' ? -1 : 1;
    text = TrimStart(text.substr(1));
    const std::string_view word = text.substr(0, text.find_first_of("+-/ "));
    const auto duration = ParseFlagDuration(word);
    if (word.empty() || !duration) return std::nullopt;
    sum += sign * std::chrono::duration_cast<std::chrono::milliseconds>(*duration).count();
    if (std::abs(sum) > kLast) return std::nullopt;
    text.remove_prefix(word.size());
  }
  return sum;
}

std::optional<std::int64_t> RoundDown(std::int64_t ms, std::string_view unit, const Zone& zone) {
  const std::int64_t offset = zone.OffsetAt(ms);
  const std::int64_t local = ms + offset;
  if (unit == "m") return FloorTo(local, kMinute) - offset;
  if (unit == "h") return FloorTo(local, kHour) - offset;
  if (unit == "d") return zone.FromLocal(FloorTo(local, kDay));
  // 1970 began on a Thursday.
  if (unit == "w") return zone.FromLocal(FloorTo(local + 3 * kDay, 7 * kDay) - 3 * kDay);
  return std::nullopt;
}

// How many days before the one of `local_now` the day lies that `word` names: 0 for today.
struct NamedDay {
  std::int64_t days_ago = 0;
  bool is_weekday = false;
};
std::optional<NamedDay> FindDay(std::string_view word, std::int64_t local_now) {
  if (word == "today") return NamedDay{};
  if (word == "yesterday") return NamedDay{1};
  if (word == "tomorrow") return NamedDay{-1};
  constexpr std::string_view kWeekdays[] = {"thursday", "friday",  "saturday", "sunday",
                                            "monday",   "tuesday", "wednesday"};
  for (std::int64_t i = 0; i < 7; ++i) {
    const std::string_view name = kWeekdays[i];
    if (word != name && word != name.substr(0, 3)) continue;
    const std::int64_t today = FloorTo(local_now, kDay) / kDay;
    return NamedDay{(((today - i) % 7) + 7) % 7, true};
  }
  return std::nullopt;
}

// What begins with a word or a time of day: `anchor [time of day] [durations] [/unit]`.
std::optional<std::int64_t> ReadRelative(std::string_view text, std::int64_t now, const Zone& zone,
                                         Toward toward) {
  if (text.ends_with(" ago")) {
    text = TrimSpace(text.substr(0, text.size() - 4));
    std::string signed_text = "-";
    std::string_view rest = signed_text.append(text);
    const auto ago = TakeDurations(rest);
    if (!ago || !rest.empty()) return std::nullopt;
    return now + *ago;
  }
  std::size_t letters = 0;
  while (letters < text.size() && IsLower(text[letters])) ++letters;
  const std::string_view word = text.substr(0, letters);
  text = TrimStart(text.substr(letters));
  std::int64_t time = now;
  const std::int64_t local_now = zone.ToLocal(now);
  if (const auto day = FindDay(word.empty() ? "today" : word, local_now)) {
    const auto time_of_day = TakeTimeOfDay(text);
    if (time_of_day || !word.empty()) {
      std::int64_t local =
          FloorTo(local_now, kDay) - day->days_ago * kDay + time_of_day.value_or(0);
      if (toward == Toward::kPast) {
        if (day->is_weekday && local > local_now) local -= 7 * kDay;
      } else if (local <= local_now) {
        local += day->is_weekday ? 7 * kDay : word.empty() ? kDay : 0;
      }
      time = zone.FromLocal(local);
    } else if (!text.starts_with('+') && !text.starts_with('-')) {
      return std::nullopt;
    }
  } else if (word != "now") {
    return std::nullopt;
  }
  const auto durations = TakeDurations(text);
  if (!durations) return std::nullopt;
  time += *durations;
  if (Take(text, '/') && IsShown(time)) return RoundDown(time, text, zone);
  return text.empty() ? std::optional(time) : std::nullopt;
}

// Seconds since 1970, or what is so large that it must be in a smaller unit.
std::optional<std::int64_t> ReadUnixTime(std::string_view text) {
  if (text.find_first_not_of("0123456789.+-eE") != std::string_view::npos) return std::nullopt;
  const auto number = ParseGoFloat(text);
  if (!number) return std::nullopt;
  return UnixTimeToMs(*number);
}

Error InvalidZone(std::string_view zone) {
  return {"unknown time zone `" + std::string(zone) +
          "`: expected `UTC`, `local`, an offset such as `+02:00`, or a name such as "
          "`Europe/Berlin`"};
}

template <typename... Values>
std::string Print(const char* format, Values... values) {
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string Fraction(std::int64_t ms) {
  return ms == 0 ? "" : Print(".%03d", static_cast<int>(ms));
}

std::string OffsetText(std::int64_t offset) {
  if (offset == 0) return "Z";
  const std::int64_t size = std::abs(offset);
  return Print("%c%02d:%02d", offset < 0 ? '-' : '+', static_cast<int>(size / kHour),
               static_cast<int>(size % kHour / kMinute));
}

std::string MonthDay(const date::year_month_day& civil) {
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return Print("%s %u", kMonths[static_cast<unsigned>(civil.month()) - 1],
               static_cast<unsigned>(civil.day()));
}

}  // namespace

std::optional<std::int64_t> UnixTimeToMs(double time) {
  const double size = std::abs(time);
  const double scale = size >= 1e18 ? 1e-6 : size >= 1e15 ? 1e-3 : size >= 1e12 ? 1 : 1e3;
  const double ms = std::round(time * scale);
  if (!(ms >= static_cast<double>(kFirst) && ms <= static_cast<double>(kLast))) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(ms);
}

std::optional<std::int64_t> ParseAbsoluteTime(std::string_view text, std::string_view zone) {
  const auto found = Zone::Find(zone);
  if (!found) return std::nullopt;
  const std::string lower = LowerAscii(TrimSpace(text));
  auto time = ReadUnixTime(lower);
  if (!time) time = ReadDate(lower, *found);
  return time && IsShown(*time) ? time : std::nullopt;
}

Result<std::int64_t> ParseTime(std::string_view text, std::int64_t now_ms, std::string_view zone,
                               Toward toward) {
  const auto found = Zone::Find(zone);
  if (!found) return InvalidZone(zone);
  const std::string lower = LowerAscii(TrimSpace(text));
  auto time = ParseAbsoluteTime(lower, zone);
  if (!time && IsShown(now_ms)) time = ReadRelative(lower, now_ms, *found, toward);
  if (time && IsShown(*time)) return *time;
  if (toward == Toward::kFuture) {
    return Error{"invalid time `" + std::string(text) +
                 "`: expected an RFC 3339 or Unix time, or one such as `+2h`, `18:30`, "
                 "`tomorrow 06:00` or `saturday 22:00`"};
  }
  return Error{"invalid time `" + std::string(text) +
               "`: expected an RFC 3339 or Unix time, or one such as `-1h`, `now-2d`, "
               "`yesterday 14:00` or `monday 09:30`"};
}

std::optional<Error> CheckTimeZone(std::string_view zone) {
  return Zone::Find(zone) ? std::nullopt : std::optional(InvalidZone(zone));
}

std::int64_t UtcOffset(std::int64_t ms, std::string_view zone) {
  const auto found = Zone::Find(zone);
  return found && IsShown(ms) ? found->OffsetAt(ms) : 0;
}

std::string FormatTime(std::int64_t ms, std::string_view zone, TimeStyle style) {
  const std::int64_t offset = UtcOffset(ms, zone);
  const std::int64_t local = ms + offset;
  if (!IsShown(ms) || !IsShown(local)) {
    return FormatGoFloat(static_cast<double>(ms) / 1000, 'f', -1);
  }
  const std::int64_t day = FloorTo(local, kDay) / kDay;
  const std::int64_t rest = local - day * kDay;
  const date::year_month_day civil{date::sys_days(date::days(static_cast<int>(day)))};
  const std::string minute =
      Print("%02d:%02d", static_cast<int>(rest / kHour), static_cast<int>(rest % kHour / kMinute));
  const std::string second = minute + Print(":%02d", static_cast<int>(rest % kMinute / kSecond)) +
                             Fraction(rest % kSecond);
  const std::string date =
      Print("%04d-%02u-%02u", static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()),
            static_cast<unsigned>(civil.day()));
  switch (style) {
    case TimeStyle::kRfc3339:
      return date + "T" + second + OffsetText(offset);
    case TimeStyle::kDateTime:
      return date + " " + second;
    case TimeStyle::kDate:
      return date;
    case TimeStyle::kMonthDay:
      return MonthDay(civil);
    case TimeStyle::kMinute:
      return minute;
    case TimeStyle::kSecond:
      return second;
  }
  return date;
}

std::int64_t ChooseStep(std::int64_t range_ms) {
  constexpr std::int64_t kMostSteps = 250;
  for (const std::int64_t step :
       {kSecond, 2 * kSecond, 5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute,
        2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour, 2 * kHour,
        3 * kHour, 6 * kHour, 12 * kHour, kDay}) {
    if (range_ms <= step * kMostSteps) return step;
  }
  const std::int64_t days = kMostSteps * kDay;
  return (range_ms / days + (range_ms % days > 0 ? 1 : 0)) * kDay;
}

}  // namespace check
