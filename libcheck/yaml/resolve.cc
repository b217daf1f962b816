#include "libcheck/yaml/resolve.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"

namespace check::yaml {
namespace {

template <std::size_t N>
bool OneOf(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

constexpr std::string_view kNulls[] = {"", "~", "null", "Null", "NULL"};
constexpr std::string_view kBools[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
constexpr std::string_view kSpecialFloats[] = {".nan",  ".NaN",  ".NAN",  ".inf",
                                               ".Inf",  ".INF",  "+.inf", "+.Inf",
                                               "+.INF", "-.inf", "-.Inf", "-.INF"};
constexpr std::string_view kBoolsV2[] = {
    "y",  "Y",  "yes", "Yes", "YES", "on",   "On",   "ON",   "n",     "N",     "no",
    "No", "NO", "off", "Off", "OFF", "true", "True", "TRUE", "false", "False", "FALSE"};

// Takes one or two digits off `text` that make a number from `least` to `most`.
bool TakeNumber(std::string_view& text, int least, int most) {
  std::size_t size = 0;
  int value = 0;
  while (size < 2 && size < text.size() && IsDigit(text[size])) {
    value = value * 10 + (text[size++] - '0');
  }
  text.remove_prefix(size);
  return size > 0 && value >= least && value <= most;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// "Z" or "+01:00".
bool IsZone(std::string_view text) {
  if (text == "Z") return true;
  return text.size() == 6 && (Take(text, '+') || Take(text, '-')) && TakeNumber(text, 0, 24) &&
         Take(text, ':') && TakeNumber(text, 0, 60) && text.empty();
}

int DaysIn(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// "2006-1-2", then nothing, " 15:4:5.9", or "T15:4:5.9" (also with "t") and a zone.
bool IsTimestamp(std::string_view text) {
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 4, IsDigit) || text[4] != '-') {
    return false;
  }
  const auto year = static_cast<int>(*ParseGoInt(text.substr(0, 4), 10));
  text.remove_prefix(5);
  const std::string_view month = text;
  if (!TakeNumber(text, 1, 12)) return false;
  const auto month_number =
      static_cast<int>(*ParseGoInt(month.substr(0, month.size() - text.size()), 10));
  if (!Take(text, '-') || !TakeNumber(text, 1, DaysIn(year, month_number))) return false;
  if (text.empty()) return true;
  const bool has_zone = text[0] != ' ';
  if (!Take(text, 'T') && !Take(text, 't') && !Take(text, ' ')) return false;
  if (!TakeNumber(text, 0, 23) || !Take(text, ':') || !TakeNumber(text, 0, 59) ||
      !Take(text, ':') || !TakeNumber(text, 0, 59)) {
    return false;
  }
  if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && IsDigit(text[1])) {
    text.remove_prefix(1);
    while (!text.empty() && IsDigit(text[0])) text.remove_prefix(1);
  }
  return has_zone ? IsZone(text) : text.empty();
}

std::string WithoutUnderscores(std::string_view text) {
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  return plain;
}

// strconv.ParseInt(plain, 0, 64), and the prefixes that yaml.v3 looks for once more.
std::optional<std::int64_t> ParseInt(const std::string& plain) {
  if (const auto value = ParseGoInt(plain, 0)) return value;
  if (plain.starts_with("0b")) return ParseGoInt(plain.substr(2), 2);
  if (plain.starts_with("0o")) return ParseGoInt(plain.substr(2), 8);
  return std::nullopt;
}

// strconv.ParseUint(plain, 0, 64), for numbers that are too large for ParseInt.
std::optional<std::uint64_t> ParseUnsigned(std::string_view plain) {
  unsigned base = 10;
  if (plain.size() > 1 && plain[0] == '0') {
    const char letter = static_cast<char>(plain[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    plain.remove_prefix(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
  }
  if (plain.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : plain) {
    const auto digit = static_cast<unsigned>(HexValue(c));  // Of none, the largest there is.
    if (digit >= base) return std::nullopt;
    if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / base) return std::nullopt;
    value = value * base + digit;
  }
  return value;
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?, and within range.
std::optional<double> ParseFloat(const std::string& plain) {
  std::string_view rest = plain;
  const auto take_digits = [&rest] {
    const std::size_t before = rest.size();
    while (!rest.empty() && IsDigit(rest[0])) rest.remove_prefix(1);
    return before != rest.size();
  };
  const auto take_sign = [&rest] { return Take(rest, '-') || Take(rest, '+'); };
  take_sign();
  if (Take(rest, '.')) {
    if (!take_digits()) return std::nullopt;
  } else {
    if (!take_digits()) return std::nullopt;
    if (Take(rest, '.')) take_digits();
  }
  if (Take(rest, 'e') || Take(rest, 'E')) {
    take_sign();
    if (!take_digits()) return std::nullopt;
  }
  if (!rest.empty()) return std::nullopt;
  const auto value = ParseGoFloat(plain);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace

ScalarType ResolveV3(std::string_view plain) {
  if (OneOf(plain, kNulls)) return ScalarType::kNull;
  if (OneOf(plain, kBools)) return ScalarType::kBool;
  const char first = plain[0];
  if (!IsDigit(first) && first != '+' && first != '-' && first != '.') return ScalarType::kString;
  if (OneOf(plain, kSpecialFloats)) return ScalarType::kFloat;
  if (first == '.') {
    return ParseFloat(std::string(plain)) ? ScalarType::kFloat : ScalarType::kString;
  }
  if (IsTimestamp(plain)) return ScalarType::kTimestamp;
  const std::string number = WithoutUnderscores(plain);
  if (ParseInt(number) || ParseUnsigned(number)) return ScalarType::kInt;
  return ParseFloat(number) ? ScalarType::kFloat : ScalarType::kString;
}

std::optional<std::int64_t> IntegerV3(std::string_view plain) {
  const std::string number = WithoutUnderscores(plain);
  if (const auto value = ParseInt(number)) return value;
  if (ParseUnsigned(number)) return std::nullopt;  // Past the largest int64.
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  if (OneOf(plain, kSpecialFloats)) {
    return plain[0] == '-' ? std::optional(kLeast) : std::nullopt;
  }
  const auto value = ParseFloat(number);
  if (!value || *value > 9223372036854775807.0) return std::nullopt;
  // Converting what is out of range yields the least integer on the processors that matter.
  if (*value >= 9223372036854775808.0 || *value < -9223372036854775808.0) return kLeast;
  return static_cast<std::int64_t>(*value);
}

std::optional<std::uint64_t> UnsignedV3(std::string_view plain) {
  const std::string number = WithoutUnderscores(plain);
  if (const auto value = ParseInt(number)) {
    return *value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*value));
  }
  if (const auto value = ParseUnsigned(number)) return value;
  const auto value = FloatV3(plain);
  if (!value || !(*value <= 18446744073709551616.0)) return std::nullopt;  // Go: math.MaxUint64.
  // As in IntegerV3, on each half of the range.
  constexpr double kHalf = 9223372036854775808.0;
  constexpr std::uint64_t kHighest = std::uint64_t{1} << 63;
  if (*value >= kHalf) {
    return *value < 2 * kHalf ? static_cast<std::uint64_t>(*value) : std::uint64_t{0};
  }
  return *value < -kHalf ? kHighest : static_cast<std::uint64_t>(static_cast<std::int64_t>(*value));
}

std::optional<double> FloatV3(std::string_view plain) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (OneOf(plain, kSpecialFloats)) {
    if (plain.ends_with('f') || plain.ends_with('F'))
      return plain[0] == '-' ? -kInfinity : kInfinity;
    return std::numeric_limits<double>::quiet_NaN();
  }
  const std::string number = WithoutUnderscores(plain);
  if (const auto value = ParseInt(number)) return static_cast<double>(*value);
  if (const auto value = ParseUnsigned(number)) return static_cast<double>(*value);
  return ParseFloat(number);
}

bool IsBoolV2(std::string_view plain) { return OneOf(plain, kBoolsV2); }

}  // namespace check::yaml
