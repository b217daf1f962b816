#include "libcheck/base/number.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "libcheck/base/ascii.h"

namespace check {
namespace {

char Lower(char c) { return static_cast<char>(c | 0x20); }

bool EqualFold(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return Lower(a) == b; });
}

bool HasBasePrefix(std::string_view unsigned_text) {
  return unsigned_text.size() >= 2 && unsigned_text[0] == '0' &&
         (Lower(unsigned_text[1]) == 'b' || Lower(unsigned_text[1]) == 'o' ||
          Lower(unsigned_text[1]) == 'x');
}

// Go: an underscore stands between two digits, or between a base prefix and a digit.
bool UnderscoresAreInPlace(std::string_view unsigned_text) {
  const bool hex = HasBasePrefix(unsigned_text) && Lower(unsigned_text[1]) == 'x';
  char before = '^';  // '^': the start, '0': a digit or prefix, '_', or '!': anything else.
  std::size_t i = 0;
  if (HasBasePrefix(unsigned_text)) {
    i = 2;
    before = '0';
  }
  for (; i < unsigned_text.size(); ++i) {
    const char c = unsigned_text[i];
    if (IsDigit(c) || (hex && IsHexDigit(c))) {
      before = '0';
    } else if (c == '_') {
      if (before != '0') return false;
      before = '_';
    } else {
      if (before == '_') return false;
      before = '!';
    }
  }
  return before != '_';
}

// Removes the underscores of `text` into `storage` if it has any.
std::string_view WithoutUnderscores(std::string_view text, std::string& storage) {
  if (text.find('_') == std::string_view::npos) return text;
  storage.assign(text);
  std::erase(storage, '_');
  return storage;
}

// from_chars leaves the value alone when it does not fit; Go gives an infinity or zero.
double OutOfRange(std::string_view digits, bool hex) {
  long exponent = 0;
  const std::size_t mark = digits.find_first_of(hex ? "pP" : "eE");
  if (mark != std::string_view::npos) {
    const bool negative = mark + 1 < digits.size() && digits[mark + 1] == '-';
    exponent = negative ? -1 : 1;
  }
  if (exponent == 0) {
    // No exponent: hundreds of digits before the point, or zeros after it.
    const std::size_t first = digits.find_first_not_of("0.");
    const std::size_t point = std::min(digits.find('.'), digits.size());
    exponent = first < point ? 1 : -1;
  }
  return exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

// Numbers as most are, in decimals: nothing else has to be found out. Null: it is another.
char* WriteCommon(char* out, double value) {
  const double size = std::abs(value);
  if (size < 0x1p53 && value == std::trunc(value) && !(value == 0 && std::signbit(value))) {
    return std::to_chars(out, out + kGoFloatSize, static_cast<std::int64_t>(value)).ptr;
  }
  // fmt writes the shortest digits, in this range without an exponent.
  if (size >= 1e-4 && size < 1e15) return fmt::format_to(out, FMT_COMPILE("{}"), value);
  return nullptr;
}

}  // namespace

std::optional<double> ParseGoFloat(std::string_view text) {
  bool negative = false;
  std::string_view rest = text;
  const bool has_sign = !rest.empty() && (rest[0] == '+' || rest[0] == '-');
  if (has_sign) {
    negative = rest[0] == '-';
    rest.remove_prefix(1);
  }
  if (rest.empty()) return std::nullopt;

  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (EqualFold(rest, "inf") || EqualFold(rest, "infinity")) {
    return negative ? -kInfinity : kInfinity;
  }
  if (EqualFold(rest, "nan")) {
    if (has_sign) return std::nullopt;
    return std::numeric_limits<double>::quiet_NaN();
  }

  const bool hex = rest.size() > 2 && rest[0] == '0' && Lower(rest[1]) == 'x';
  if (rest.find('_') != std::string_view::npos && !UnderscoresAreInPlace(rest)) {
    return std::nullopt;
  }
  std::string storage;
  std::string_view digits = WithoutUnderscores(rest, storage);
  if (hex) {
    digits.remove_prefix(2);
    // Go: a hexadecimal mantissa needs its exponent.
    if (digits.find_first_of("pP") == std::string_view::npos) return std::nullopt;
  }
  if (digits.empty() || !(IsHexDigit(digits[0]) || digits[0] == '.')) return std::nullopt;
  if (!hex && !(IsDigit(digits[0]) || digits[0] == '.')) return std::nullopt;

  double value = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value,
                      hex ? std::chars_format::hex : std::chars_format::general);
  if (problem == std::errc::invalid_argument) return std::nullopt;
  if (end != digits.data() + digits.size()) return std::nullopt;
  if (problem == std::errc::result_out_of_range) value = OutOfRange(digits, hex);
  return negative ? -value : value;
}

std::optional<std::int64_t> ParseGoInt(std::string_view text, int base) {
  bool negative = false;
  std::string_view rest = text;
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
    negative = rest[0] == '-';
    rest.remove_prefix(1);
  }
  std::string storage;
  std::string_view digits = rest;
  if (base == 0) {
    if (rest.find('_') != std::string_view::npos && !UnderscoresAreInPlace(rest)) {
      return std::nullopt;
    }
    digits = WithoutUnderscores(rest, storage);
    base = 10;
    if (HasBasePrefix(digits) && digits.size() > 2) {
      const char letter = Lower(digits[1]);
      base = letter == 'x' ? 16 : letter == 'o' ? 8 : 2;
      digits.remove_prefix(2);
    } else if (digits.size() > 1 && digits[0] == '0') {
      base = 8;
      digits.remove_prefix(1);
    }
  }
  if (digits.empty() || digits[0] == '-') return std::nullopt;

  std::uint64_t magnitude = 0;
  const auto [end, problem] =
      std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const std::uint64_t limit = std::uint64_t{1} << 63;
  if (magnitude > (negative ? limit : limit - 1)) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

std::string FormatGoFloat(double value, char format, int precision) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";

  if (format == 'f' && precision < 0) {
    char text[kGoFloatSize];
    if (char* end = WriteCommon(text, value)) return {text, end};
  }

  // The longest: '-', 309 digits, a point and the digits asked for.
  std::string buffer(static_cast<std::size_t>(330 + std::max(precision, 0)) + 760, '\0');
  const auto print = [&](std::chars_format how, int digits) {
    const auto result =
        digits < 0
            ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how)
            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how, digits);
    return std::string(buffer.data(), result.ptr);
  };

  if (format == 'f' && precision >= 0) return print(std::chars_format::fixed, precision);
  if (format == 'e' || format == 'E') {
    std::string out = print(std::chars_format::scientific, precision);
    if (format == 'E') out[out.find('e')] = 'E';
    return out;
  }

  // The significant digits, rounded as asked, then laid out as Go does.
  const bool shortest = precision < 0;
  if (precision == 0) precision = 1;
  std::string digits = print(std::chars_format::scientific, shortest ? -1 : precision - 1);
  const std::size_t mark = digits.find('e');
  const int exponent = std::stoi(digits.substr(mark + 1));
  digits.resize(mark);
  std::string out = digits[0] == '-' ? "-" : "";
  std::erase_if(digits, [](char c) { return c == '-' || c == '.'; });
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  if (digits == "0") return out + digits;

  const int count = static_cast<int>(digits.size());
  int threshold = precision;
  if (threshold > count && count >= exponent + 1) threshold = count;
  // Go: however many digits the shortest form has, six decide.
  if (shortest) threshold = 6;
  if (format == 'g' && (exponent < -4 || exponent >= threshold)) {
    out += digits[0];
    if (digits.size() > 1) out += '.' + digits.substr(1);
    return out + fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
  }
  if (exponent < 0) {
    return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0');
  return out + digits.substr(0, whole) + '.' + digits.substr(whole);
}

char* WriteGoFloat(char* out, double value) {
  if (char* end = WriteCommon(out, value)) return end;
  const std::string text = FormatGoFloat(value, 'f', -1);
  return std::copy(text.begin(), text.end(), out);
}

}  // namespace check
