#include "tools/compat/go_time.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"

namespace tools::compat {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

// From the year 1 to 1970, in seconds.
constexpr std::int64_t kUnixEpoch = 62135596800;

std::int64_t SinceYearOne(const GoTime& time) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(time.seconds) + kUnixEpoch);
}

// Go's conversion on amd64: what does not fit becomes the least number.
std::int64_t ToInteger(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  if (value >= -kLimit && value < kLimit) return static_cast<std::int64_t>(value);
  return std::numeric_limits<std::int64_t>::min();
}

// Takes a number of `least` to `most` digits off the front of `text`; -1 if there is none.
int TakeDigits(std::string_view& text, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t count = 0;
  while (count < most && count < text.size() && check::IsDigit(text[count])) {
    value = value * 10 + (text[count++] - '0');
  }
  text.remove_prefix(count);
  return count < least ? -1 : value;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Go's layout time.RFC3339Nano: the hour may have one digit, and a comma be in place of the dot.
std::optional<GoTime> ParseRfc3339(std::string_view text) {
  namespace chrono = std::chrono;
  const int year = TakeDigits(text, 4, 4);
  if (year < 0 || !Take(text, '-')) return std::nullopt;
  const int month = TakeDigits(text, 2, 2);
  if (month < 0 || !Take(text, '-')) return std::nullopt;
  const int day = TakeDigits(text, 2, 2);
  if (day < 0 || !Take(text, 'T')) return std::nullopt;
  const int hour = TakeDigits(text, 1, 2);
  if (hour < 0 || hour > 23 || !Take(text, ':')) return std::nullopt;
  const int minute = TakeDigits(text, 2, 2);
  if (minute < 0 || minute > 59 || !Take(text, ':')) return std::nullopt;
  const int second = TakeDigits(text, 2, 2);
  if (second < 0 || second > 59) return std::nullopt;
  std::int64_t fraction = 0;
  if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && check::IsDigit(text[1])) {
    std::int64_t unit = kSecond;
    for (text.remove_prefix(1); !text.empty() && check::IsDigit(text[0]); text.remove_prefix(1)) {
      unit /= 10;
      fraction += unit * (text[0] - '0');
    }
  }
  std::int64_t offset = 0;
  if (!Take(text, 'Z')) {
    if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const int hours = TakeDigits(text, 2, 2);
    if (hours < 0 || hours > 24 || !Take(text, ':')) return std::nullopt;
    const int minutes = TakeDigits(text, 2, 2);
    if (minutes < 0 || minutes > 60) return std::nullopt;
    offset = sign * (hours * 3600 + minutes * 60);
  }
  const chrono::year_month_day date(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day)));
  if (!text.empty() || !date.ok()) return std::nullopt;
  const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
  return GoTime{days * 86400 + hour * 3600 + minute * 60 + second - offset, fraction};
}

}  // namespace

GoTime GoTime::Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Unix(0, std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

GoTime GoTime::Unix(std::int64_t seconds, std::int64_t nanoseconds) {
  std::int64_t carry = nanoseconds / kSecond;
  nanoseconds %= kSecond;
  if (nanoseconds < 0) {
    nanoseconds += kSecond;
    --carry;
  }
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(seconds) +
                                    static_cast<std::uint64_t>(carry)),
          nanoseconds};
}

GoTime GoTime::operator+(check::Duration duration) const {
  return Unix(static_cast<std::int64_t>(static_cast<std::uint64_t>(seconds) +
                                        static_cast<std::uint64_t>(duration.count() / kSecond)),
              nanoseconds + duration.count() % kSecond);
}

check::Duration GoTime::operator-(const GoTime& other) const {
  // Go: the difference wraps around, too, unless it is too long for a duration.
  const auto whole = static_cast<std::int64_t>(static_cast<std::uint64_t>(seconds) -
                                               static_cast<std::uint64_t>(other.seconds));
  std::int64_t all = 0;
  if (__builtin_mul_overflow(whole, kSecond, &all) ||
      __builtin_add_overflow(all, nanoseconds - other.nanoseconds, &all)) {
    return *this < other ? check::Duration::min() : check::Duration::max();
  }
  return check::Duration(all);
}

std::strong_ordering GoTime::operator<=>(const GoTime& other) const {
  const auto order = SinceYearOne(*this) <=> SinceYearOne(other);
  return order != 0 ? order : nanoseconds <=> other.nanoseconds;
}

bool GoTime::is_zero() const { return SinceYearOne(*this) == 0 && nanoseconds == 0; }

std::string GoTime::ToString() const {
  return check::FormatGoFloat(static_cast<double>(seconds) + static_cast<double>(nanoseconds) / 1e9,
                              'f', -1);
}

std::optional<GoTime> ParsePromtoolTime(std::string_view text) {
  const auto number = check::ParseGoFloat(text);
  // ParseFloat has an error for what is out of range, and not for "inf".
  const bool overflows = number && std::isinf(*number) && text.find_first_of("iI") == text.npos;
  if (!number || overflows) return ParseRfc3339(text);
  double whole = 0;
  const double fraction = std::modf(*number, &whole);
  // Go: of an infinity, what is behind the dot is no number.
  const double behind = std::isinf(*number) ? std::nan("") : fraction;
  return GoTime::Unix(ToInteger(whole), ToInteger(behind * static_cast<double>(kSecond)));
}

}  // namespace tools::compat
