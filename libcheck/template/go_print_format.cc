// How to print it: digits, quotes and padding.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/go_print.h"

namespace check::gotemplate {
namespace {

constexpr std::uint32_t kLastRune = 0x10FFFF;

// strconv.FormatFloat(value, 'b', -1, 64): mantissa and exponent of two, in decimal.
std::string BinaryFloat(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  auto exponent = static_cast<int>((bits >> 52) & 0x7FF);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent == 0) {
    exponent = 1;
  } else {
    mantissa |= std::uint64_t{1} << 52;
  }
  exponent -= 1023 + 52;
  return fmt::format("{}{}p{:+}", std::signbit(value) ? "-" : "", mantissa, exponent);
}

// strconv.FormatFloat(value, 'x', precision, 64): -0x1.8p+01.
std::string HexFloat(double value, int precision) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  auto exponent = static_cast<int>((bits >> 52) & 0x7FF);
  std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
  if (exponent == 0) {
    exponent = 1;
  } else {
    mantissa |= std::uint64_t{1} << 52;
  }
  exponent -= 1023;
  if (mantissa == 0) exponent = 0;
  // One bit before the point, then 60 after it.
  mantissa <<= 60 - 52;
  while (mantissa != 0 && (mantissa & (std::uint64_t{1} << 60)) == 0) {
    mantissa <<= 1;
    --exponent;
  }
  if (precision >= 0 && precision < 15) {
    const int shift = precision * 4;
    const std::uint64_t extra = (mantissa << shift) & ((std::uint64_t{1} << 60) - 1);
    mantissa >>= 60 - shift;
    // To the nearest, and halves to even.
    if ((extra | (mantissa & 1)) > (std::uint64_t{1} << 59)) ++mantissa;
    mantissa <<= 60 - shift;
    if ((mantissa & (std::uint64_t{1} << 61)) != 0) {
      mantissa >>= 1;
      ++exponent;
    }
  }
  std::string out = std::signbit(value) ? "-0x" : "0x";
  out += static_cast<char>('0' + ((mantissa >> 60) & 1));
  mantissa <<= 4;
  if (precision < 0 && mantissa != 0) {
    out += '.';
    while (mantissa != 0) {
      out += "0123456789abcdef"[(mantissa >> 60) & 15];
      mantissa <<= 4;
    }
  } else if (precision > 0) {
    out += '.';
    for (int i = 0; i < precision; ++i) {
      out += "0123456789abcdef"[(mantissa >> 60) & 15];
      mantissa <<= 4;
    }
  }
  return out + fmt::format("p{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
}

std::string Unpadded(double value, char format, int precision) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  switch (format) {
    case 'b':
      return BinaryFloat(value);
    case 'x':
      return HexFloat(value, precision);
    case 'X':
      return UpperAscii(HexFloat(value, precision));
    case 'G':
      return UpperAscii(FormatGoFloat(value, 'g', precision));
    default:
      return FormatGoFloat(value, format, precision);
  }
}

// Go's `#` for floats: the point stays, and so do zeros after it. `number` begins with a sign.
void KeepPoint(std::string& number, char format, int precision) {
  int digits = 0;
  if (format == 'g' || format == 'G' || format == 'x') digits = precision < 0 ? 6 : precision;
  const bool hex = format == 'x' || format == 'X';
  std::string tail;
  bool has_point = false;
  bool counting = false;
  for (std::size_t i = 1; i < number.size(); ++i) {
    const char c = number[i];
    const bool ends = c == 'p' || c == 'P' || ((c == 'e' || c == 'E') && !hex);
    if (c == '.') {
      has_point = true;
    } else if (ends) {
      tail = number.substr(i);
      number.resize(i);
    } else {
      if (c != '0') counting = true;
      if (counting) --digits;
    }
  }
  if (!has_point) {
    if (number.size() == 2 && number[1] == '0') --digits;
    number += '.';
  }
  if (digits > 0) number.append(static_cast<std::size_t>(digits), '0');
  number += tail;
}

std::string AsciiEscape(std::uint32_t rune) {
  return rune < 0x10000 ? fmt::format("\\u{:04x}", rune) : fmt::format("\\U{:08x}", rune);
}

// strconv.QuoteToASCII.
std::string QuoteToAscii(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const bool is_bad = rune.code_point == kRuneError && rune.size == 1;
    if (rune.code_point >= 0x80 && !is_bad) {
      out += AsciiEscape(rune.code_point);
    } else {
      const std::string quoted = GoQuote(text.substr(0, rune.size));
      out += quoted.substr(1, quoted.size() - 2);
    }
    text.remove_prefix(rune.size);
  }
  return out + '"';
}

std::uint32_t ToRune(std::uint64_t value) {
  const bool is_valid = value <= kLastRune && (value < 0xD800 || value > 0xDFFF);
  return is_valid ? static_cast<std::uint32_t>(value) : kRuneError;
}

}  // namespace

void GoPrinter::Write(std::string_view text) {
  if (overflowed_) return;
  if (text.size() > limit_ - std::min(limit_, out_.size())) {
    overflowed_ = true;
    return;
  }
  out_ += text;
}

void GoPrinter::WriteRune(std::uint32_t rune) {
  std::string text;
  AppendUtf8(text, rune);
  Write(text);
}

void GoPrinter::WritePadding(std::size_t count) {
  if (overflowed_) return;
  if (count > limit_ - std::min(limit_, out_.size())) {
    overflowed_ = true;
    return;
  }
  out_.append(count, flags_.zero && !flags_.minus ? '0' : ' ');
}

void GoPrinter::Pad(std::string_view text) {
  if (!flags_.has_width || flags_.width == 0) return Write(text);
  const std::size_t width = CountRunes(text);
  const std::size_t missing = flags_.width > width ? flags_.width - width : 0;
  if (!flags_.minus) WritePadding(missing);
  Write(text);
  if (flags_.minus) WritePadding(missing);
}

std::string_view GoPrinter::Truncated(std::string_view text) const {
  if (!flags_.has_precision) return text;
  std::size_t end = 0;
  for (std::size_t runes = 0; runes < flags_.precision && end < text.size(); ++runes) {
    end += DecodeRune(text.substr(end)).size;
  }
  return text.substr(0, end);
}

void GoPrinter::FormatText(std::string_view text) { Pad(Truncated(text)); }

void GoPrinter::FormatQuoted(std::string_view text) {
  text = Truncated(text);
  if (flags_.sharp && CanBackquote(text)) return Pad(fmt::format("`{}`", text));
  Pad(flags_.plus ? QuoteToAscii(text) : GoQuote(text));
}

void GoPrinter::FormatHexText(std::string_view text, bool upper) {
  if (flags_.has_precision) text = text.substr(0, flags_.precision);
  if (text.empty()) {
    if (flags_.has_width) WritePadding(flags_.width);
    return;
  }
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  const std::string_view prefix = upper ? "0X" : "0x";
  std::string hex;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && flags_.space) hex += ' ';
    if (flags_.sharp && (i == 0 || flags_.space)) hex += prefix;
    const auto byte = static_cast<unsigned char>(text[i]);
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  const std::size_t missing = flags_.width > hex.size() ? flags_.width - hex.size() : 0;
  if (flags_.has_width && !flags_.minus) WritePadding(missing);
  Write(hex);
  if (flags_.has_width && flags_.minus) WritePadding(missing);
}

void GoPrinter::FormatCharacter(std::uint64_t value) {
  std::string text;
  AppendUtf8(text, ToRune(value));
  Pad(text);
}

void GoPrinter::FormatQuotedCharacter(std::uint64_t value) {
  const std::uint32_t rune = ToRune(value);
  std::string text;
  if (rune == '\'') {
    text = "\\'";
  } else if (rune == '"') {
    text = "\"";
  } else if (rune >= 0x80 && flags_.plus) {
    text = AsciiEscape(rune);
  } else {
    std::string bytes;
    AppendUtf8(bytes, rune);
    const std::string quoted = GoQuote(bytes);
    text = quoted.substr(1, quoted.size() - 2);
  }
  Pad("'" + text + "'");
}

void GoPrinter::FormatUnicode(std::uint64_t value) {
  std::size_t digits = 4;
  if (flags_.has_precision) digits = std::max(digits, flags_.precision);
  std::string text = fmt::format("{:X}", value);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  text.insert(0, "U+");
  if (flags_.sharp && value <= kLastRune && IsGoPrintable(static_cast<std::uint32_t>(value))) {
    text += " '";
    AppendUtf8(text, static_cast<std::uint32_t>(value));
    text += '\'';
  }
  const bool zero = std::exchange(flags_.zero, false);
  Pad(text);
  flags_.zero = zero;
}

void GoPrinter::FormatInteger(std::uint64_t value, unsigned base, bool is_signed,
                              std::uint32_t verb, bool upper) {
  const bool negative = is_signed && static_cast<std::int64_t>(value) < 0;
  if (negative) value = 0 - value;
  const bool zero = flags_.zero;

  // %.3d and %03d both ask for zeros; with both, only the first counts.
  std::size_t digits = 0;
  if (flags_.has_precision) {
    digits = flags_.precision;
    if (digits == 0 && value == 0) {
      flags_.zero = false;
      WritePadding(flags_.width);
      flags_.zero = zero;
      return;
    }
  } else if (flags_.zero && !flags_.minus && flags_.has_width) {
    digits = flags_.width;
    if (digits > 0 && (negative || flags_.plus || flags_.space)) --digits;
  }

  std::string text;
  switch (base) {
    case 2:
      text = fmt::format("{:b}", value);
      break;
    case 8:
      text = fmt::format("{:o}", value);
      break;
    case 16:
      text = upper ? fmt::format("{:X}", value) : fmt::format("{:x}", value);
      break;
    default:
      text = fmt::format_int(value).str();
      break;
  }
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  if (flags_.sharp) {
    if (base == 2) text.insert(0, "0b");
    if (base == 8 && text[0] != '0') text.insert(0, "0");
    if (base == 16) text.insert(0, upper ? "0X" : "0x");
  }
  if (verb == 'O') text.insert(0, "0o");
  if (negative) {
    text.insert(0, "-");
  } else if (flags_.plus) {
    text.insert(0, "+");
  } else if (flags_.space) {
    text.insert(0, " ");
  }
  flags_.zero = false;
  Pad(text);
  flags_.zero = zero;
}

void GoPrinter::FormatFloat(double value, char format, int precision) {
  if (flags_.has_precision) precision = static_cast<int>(flags_.precision);
  std::string number = Unpadded(value, format, precision);
  if (number[0] != '-' && number[0] != '+') number.insert(0, "+");
  if (flags_.space && number[0] == '+' && !flags_.plus) number[0] = ' ';
  if (!std::isfinite(value)) {
    const bool zero = std::exchange(flags_.zero, false);
    if (std::isnan(value) && !flags_.space && !flags_.plus) number.erase(0, 1);
    Pad(number);
    flags_.zero = zero;
    return;
  }
  if (flags_.sharp && format != 'b') KeepPoint(number, format, precision);
  if (!flags_.plus && number[0] == '+') return Pad(std::string_view(number).substr(1));
  // The sign comes before zeros that pad.
  const bool pads_with_zeros = flags_.zero && !flags_.minus && flags_.has_width;
  if (pads_with_zeros && flags_.width > number.size()) {
    Write(std::string_view(number).substr(0, 1));
    WritePadding(flags_.width - number.size());
    return Write(std::string_view(number).substr(1));
  }
  Pad(number);
}

}  // namespace check::gotemplate
