#include "libcheck/base/rfc3339.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "libcheck/base/ascii.h"

namespace check {
namespace {

constexpr std::int64_t kMsOfMinute = 60'000;
constexpr std::int64_t kMsOfDay = 24 * 60 * kMsOfMinute;
constexpr std::int64_t kFirst = -62'167'219'200'000;  // 0000-01-01
constexpr std::int64_t kLast = 253'402'300'799'999;   // 9999-12-31

// Takes `size` digits and the character `end` behind them, unless that is 0. -1: they are not
// there.
int Take(std::string_view& text, std::size_t size, char end) {
  if (text.size() < size + (end == '\0' ? 0U : 1U)) return -1;
  int value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!IsDigit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  if (end != '\0' && text[size] != end) return -1;
  text.remove_prefix(size + (end == '\0' ? 0U : 1U));
  return value;
}

// ".25": in milliseconds. -1: there are no digits.
int TakeFraction(std::string_view& text) {
  if (!text.starts_with('.')) return 0;
  std::size_t size = 1;
  int ms = 0;
  for (; size < text.size() && IsDigit(text[size]); ++size) {
    if (size <= 3) ms = ms * 10 + (text[size] - '0');
  }
  if (size == 1) return -1;
  for (std::size_t digits = size - 1; digits < 3; ++digits) ms *= 10;
  text.remove_prefix(size);
  return ms;
}

// "Z", "+02:00": all of `text`.
std::optional<std::int16_t> ReadOffset(std::string_view text) {
  if (text == "Z") return std::int16_t{0};
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = Take(text, 2, ':');
  const int minutes = hours < 0 ? -1 : Take(text, 2, '\0');
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
  return static_cast<std::int16_t>(sign * (hours * 60 + minutes));
}

}  // namespace

std::optional<OffsetTime> ParseRfc3339(std::string_view text) {
  const int year = Take(text, 4, '-');
  const int month = year < 0 ? -1 : Take(text, 2, '-');
  const int day = month < 0 ? -1 : Take(text, 2, 'T');
  const int hour = day < 0 ? -1 : Take(text, 2, ':');
  const int minute = hour < 0 ? -1 : Take(text, 2, ':');
  const int second = minute < 0 ? -1 : Take(text, 2, '\0');
  const int fraction = second < 0 ? -1 : TakeFraction(text);
  if (fraction < 0 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::optional<std::int16_t> offset = ReadOffset(text);
  const date::year_month_day civil(date::year{year}, date::month{static_cast<unsigned>(month)},
                                   date::day{static_cast<unsigned>(day)});
  if (!offset || !civil.ok()) return std::nullopt;
  const std::int64_t days = date::sys_days(civil).time_since_epoch().count();
  const std::int64_t local =
      days * kMsOfDay + (hour * 60 + minute) * kMsOfMinute + second * 1000 + fraction;
  return OffsetTime{local - *offset * kMsOfMinute, *offset};
}

std::string FormatRfc3339Millis(OffsetTime time) {
  const std::int64_t local = std::clamp(time.ms + time.offset_minutes * kMsOfMinute, kFirst, kLast);
  const std::int64_t rest = ((local % kMsOfDay) + kMsOfDay) % kMsOfDay;
  const auto day = static_cast<int>((local - rest) / kMsOfDay);
  const date::year_month_day civil{date::sys_days(date::days(day))};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", static_cast<int>(civil.year()),
                  static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
                  rest / 3'600'000, rest / kMsOfMinute % 60, rest / 1000 % 60, rest % 1000);
  if (time.offset_minutes == 0) return text + "Z";
  const int size = std::abs(int{time.offset_minutes});
  return text +
         fmt::format("{}{:02}:{:02}", time.offset_minutes < 0 ? '-' : '+', size / 60, size % 60);
}

}  // namespace check
