#include "libcheck/base/duration_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"

namespace check {
namespace {

constexpr std::string_view kGeneral =
    "write whole numbers with units, such as `90s`, `5m` or `1h30m`";

struct UnitName {
  std::string_view name;  // In lower case, without an `s` for the plural.
  double seconds;
};

constexpr double kDay = 86400;
constexpr UnitName kUnitNames[] = {
    {"y", 365 * kDay},
    {"yr", 365 * kDay},
    {"year", 365 * kDay},
    {"w", 7 * kDay},
    {"wk", 7 * kDay},
    {"week", 7 * kDay},
    {"d", kDay},
    {"day", kDay},
    {"h", 3600},
    {"hr", 3600},
    {"hour", 3600},
    {"m", 60},
    {"min", 60},
    {"minute", 60},
    {"s", 1},
    {"sec", 1},
    {"second", 1},
    {"ms", 0.001},
    {"msec", 0.001},
    {"milli", 0.001},
    {"millisec", 0.001},
    {"millisecond", 0.001},
    {"month", 30 * kDay},
    {"mo", 30 * kDay},
};

std::optional<double> SecondsOf(std::string_view word) {
  const std::string lower = LowerAscii(word);
  for (const bool plural : {false, true}) {
    std::string_view name = lower;
    if (plural && name.size() > 2 && name.ends_with('s')) name.remove_suffix(1);
    for (const UnitName& unit : kUnitNames) {
      if (unit.name == name) return unit.seconds;
    }
  }
  return std::nullopt;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view TakeWhile(std::string_view& rest, bool (*is)(char)) {
  std::size_t end = 0;
  while (end < rest.size() && is(rest[end])) ++end;
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end);
  return taken;
}

// What people write for a duration: numbers with units, in any order, with anything between them.
struct Reading {
  double seconds = 0;
  std::size_t terms = 0;
  bool has_space = false;
  bool has_fraction = false;
  bool has_upper_case = false;
  bool has_long_unit = false;  // `min` for `m`.
  bool lacks_unit = false;
};

std::optional<Reading> Read(std::string_view text) {
  Reading reading;
  const auto skip_space = [&] {
    const std::size_t before = text.size();
    TakeWhile(text, [](char c) { return c == ' ' || c == '\t' || c == ','; });
    reading.has_space = reading.has_space || text.size() != before;
  };
  while (!text.empty()) {
    const std::string_view number = TakeWhile(text, [](char c) { return IsDigit(c) || c == '.'; });
    const std::optional<double> value = ParseGoFloat(number);
    if (!value) return std::nullopt;
    reading.has_fraction = reading.has_fraction || number.find('.') != number.npos;
    skip_space();
    const std::string_view unit =
        TakeWhile(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    if (unit.empty()) {
      reading.lacks_unit = true;
      reading.seconds = *value;
      if (!text.empty() || reading.terms > 0) return std::nullopt;
      return reading;
    }
    const std::optional<double> seconds = SecondsOf(unit);
    if (!seconds) return std::nullopt;
    reading.has_upper_case = reading.has_upper_case || LowerAscii(unit) != unit;
    reading.has_long_unit = reading.has_long_unit || (unit.size() > 1 && unit != "ms");
    reading.seconds += *value * *seconds;
    ++reading.terms;
    skip_space();
  }
  if (reading.terms == 0) return std::nullopt;
  return reading;
}

// "PT5M" of ISO 8601.
std::optional<double> ReadIso(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  double seconds = 0;
  bool in_time = false;
  while (!text.empty()) {
    if (text.front() == 'T') {
      in_time = true;
      text.remove_prefix(1);
      continue;
    }
    const std::optional<double> value = ParseGoFloat(TakeWhile(text, IsDigit));
    if (!value || text.empty()) return std::nullopt;
    const char unit = text.front();
    text.remove_prefix(1);
    const double size = unit == 'D'              ? kDay
                        : unit == 'W'            ? 7 * kDay
                        : unit == 'Y'            ? 365 * kDay
                        : unit == 'H'            ? 3600
                        : unit == 'M' && in_time ? 60
                        : unit == 'M'            ? 30 * kDay
                        : unit == 'S'            ? 1
                                                 : 0;
    if (size == 0) return std::nullopt;
    seconds += *value * size;
  }
  return seconds;
}

// "00:05:00", hours first.
std::optional<double> ReadClock(std::string_view text) {
  double seconds = 0;
  std::size_t parts = 0;
  while (true) {
    const std::string_view digits = TakeWhile(text, IsDigit);
    if (digits.empty() || digits.size() > 2) return std::nullopt;
    seconds = seconds * 60 + *ParseGoFloat(digits);
    ++parts;
    if (text.empty()) break;
    if (text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
  }
  if (parts != 3) return std::nullopt;
  return seconds;
}

// The duration as Prometheus writes it; nothing if it is too long, or not a number of milliseconds.
std::optional<std::string> Written(double seconds) {
  constexpr double kMost = 9e9;
  if (!(seconds >= 0.001) || seconds > kMost) return std::nullopt;
  return FormatPrometheusDuration(
      Duration(static_cast<std::int64_t>(seconds * 1000 + 0.5) * 1'000'000));
}

std::string Meant(const std::optional<std::string>& written) {
  return written ? fmt::format("did you mean `{}`?", *written) : std::string(kGeneral);
}

std::string_view Trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// As Go writes it, without the zeros that it puts behind.
std::optional<std::string> WrittenForGo(double seconds) {
  if (!Written(seconds)) return std::nullopt;
  std::string written =
      FormatGoDuration(Duration(static_cast<std::int64_t>(seconds * 1000 + 0.5) * 1'000'000));
  for (const std::string_view zero : {"m0s", "h0m"}) {
    if (written.ends_with(zero)) written.resize(written.size() - 2);
  }
  return written;
}

std::string AdviceOn(const Reading& reading, std::string_view text) {
  if (reading.lacks_unit) {
    if (reading.has_fraction || reading.has_space) return std::string(kGeneral);
    // Nobody means minutes by 30 or more.
    constexpr double kFewMinutes = 20;
    if (reading.seconds > kFewMinutes) return fmt::format("a unit is missing: write `{}s`", text);
    return fmt::format("a unit is missing: did you mean `{0}m` or `{0}s`?", text);
  }
  const std::optional<std::string> written = Written(reading.seconds);
  if (!written) return std::string(kGeneral);
  if (reading.has_long_unit || reading.has_upper_case) return Meant(written);
  if (reading.has_space) return fmt::format("no space is allowed: write `{}`", *written);
  if (reading.has_fraction) return fmt::format("fractions are not allowed: write `{}`", *written);
  return fmt::format("each unit at most once, the largest first: write `{}`", *written);
}

constexpr std::size_t kLongest = 40;

}  // namespace

std::string DurationAdvice(std::string_view text) {
  text = Trimmed(text);
  if (text.empty() || text.size() > kLongest) return std::string(kGeneral);
  if (ParsePrometheusDuration(text)) {
    return fmt::format("no space is allowed: write `{}`", text);
  }
  if (text.find('$') != text.npos) {
    return "variables are not replaced here: " + std::string(kGeneral);
  }
  if (text.starts_with('-') && Read(text.substr(1))) return "a duration cannot be negative";
  if (const auto seconds = ReadIso(text)) return Meant(Written(*seconds));
  if (const auto seconds = ReadClock(text)) return Meant(Written(*seconds));
  if (const auto reading = Read(text)) return AdviceOn(*reading, text);
  return std::string(kGeneral);
}

std::string GoDurationAdvice(std::string_view text) {
  constexpr std::string_view kGo =
      "write numbers with the units `h`, `m`, `s` or `ms`, such as `90s` or `1m30s`";
  text = Trimmed(text);
  if (text.empty() || text.size() > kLongest) return std::string(kGo);
  const auto reading = Read(text);
  if (!reading) return std::string(kGo);
  if (reading->lacks_unit) return AdviceOn(*reading, text);
  const auto written = WrittenForGo(reading->seconds);
  return written ? fmt::format("did you mean `{}`?", *written) : std::string(kGo);
}

}  // namespace check
