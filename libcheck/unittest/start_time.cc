#include "libcheck/unittest/start_time.h"

#include <chrono>
#include <cmath>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"

namespace check::unittest {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr double kFarthest = 9.2e9;  // Seconds that fit as nanoseconds into 64 bits.

// Takes `count` digits off the front.
std::optional<int> Digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool Take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::int64_t Fraction(std::string_view& text) {
  std::int64_t value = 0;
  std::int64_t unit = kSecond;
  while (!text.empty() && IsDigit(text.front())) {
    unit /= 10;
    value += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return value;
}

// Go's time.RFC3339Nano.
std::optional<std::int64_t> ParseRfc3339(std::string_view text) {
  namespace chrono = std::chrono;
  const auto year = Digits(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const auto month = Digits(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const auto day = Digits(text, 2);
  if (!day || !Take(text, 'T')) return std::nullopt;
  const auto hour = Digits(text, 2);
  if (!hour || *hour > 23 || !Take(text, ':')) return std::nullopt;
  const auto minute = Digits(text, 2);
  if (!minute || *minute > 59 || !Take(text, ':')) return std::nullopt;
  const auto second = Digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  std::int64_t nanoseconds = 0;
  if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && IsDigit(text[1])) {
    text.remove_prefix(1);
    nanoseconds = Fraction(text);
  }
  std::int64_t offset = 0;
  if (!Take(text, 'Z')) {
    const bool west = !text.empty() && text.front() == '-';
    if (!Take(text, west ? '-' : '+')) return std::nullopt;
    const auto hours = Digits(text, 2);
    if (!hours || *hours > 24 || !Take(text, ':')) return std::nullopt;
    const auto minutes = Digits(text, 2);
    if (!minutes || *minutes > 60) return std::nullopt;
    offset = (*hours * 60 + *minutes) * 60;
    if (west) offset = -offset;
  }
  if (!text.empty()) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year),
                                    chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = days * 86400 + *hour * 3600 + *minute * 60 + *second - offset;
  if (std::abs(static_cast<double>(seconds)) > kFarthest) return std::nullopt;
  return seconds * kSecond + nanoseconds;
}

}  // namespace

std::optional<std::int64_t> ParseTime(std::string_view text) {
  if (const auto number = ParseGoFloat(text)) {
    if (!(std::abs(*number) < kFarthest)) return std::nullopt;
    double whole = 0;
    const double fraction = std::modf(*number, &whole);
    return static_cast<std::int64_t>(whole) * kSecond +
           static_cast<std::int64_t>(fraction * static_cast<double>(kSecond));
  }
  return ParseRfc3339(text);
}

}  // namespace check::unittest
