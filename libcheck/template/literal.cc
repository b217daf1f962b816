#include "libcheck/template/literal.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/unquote.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {
namespace {

constexpr std::string_view kInvalidSyntax = "invalid syntax";

int DigitValue(char c) {
  const int value = HexValue(c);
  return value < 0 ? 99 : value;
}

std::size_t EncodedSize(const GoCharacter& character) {
  if (character.is_byte || character.value < 0x80) return 1;
  return character.value < 0x800 ? 2 : character.value < 0x10000 ? 3 : 4;
}

std::string_view WithoutQuotes(std::string_view literal) {
  return literal.substr(1, literal.size() - 2);
}

constexpr double kTwoTo63 = 9223372036854775808.0;

// Which integers a floating-point value also is.
void AddIntegersOf(double value, Number& number) {
  if (!number.is_int && value >= -kTwoTo63 && value < kTwoTo63 && std::trunc(value) == value) {
    number.is_int = true;
    number.int_value = static_cast<std::int64_t>(value);
  }
  if (!number.is_uint && value >= 0 && value < 2 * kTwoTo63 && std::trunc(value) == value) {
    number.is_uint = true;
    number.uint_value = static_cast<std::uint64_t>(value);
  }
}

void SetComplex(double real, double imaginary, Number& number) {
  number.is_complex = true;
  number.real = real;
  number.imaginary = imaginary;
  if (imaginary != 0) return;
  number.is_float = true;
  number.float_value = real;
  AddIntegersOf(real, number);
}

// strconv.ParseFloat, where a number too large for a double is an error.
std::optional<double> ParseFinite(std::string_view text) {
  const std::optional<double> value = ParseGoFloat(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

// strconv.ParseUint(text, 0, 64).
std::optional<std::uint64_t> ParseUnsigned(std::string_view text) {
  if (text.empty() || text[0] == '+' || text[0] == '-') return std::nullopt;
  if (const auto small = ParseGoInt(text, 0)) return static_cast<std::uint64_t>(*small);
  // Past the largest signed number. Underscores and the prefix have to be in place as in the small
  // ones: that is so if the text reads as a number once its digits are all zero.
  std::string zeros(text);
  int base = 10;
  std::size_t begin = 0;
  if (text.size() > 1 && text[0] == '0') {
    const char letter = static_cast<char>(text[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
    begin = letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1;
  }
  std::uint64_t value = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '_') continue;
    const int digit = DigitValue(text[i]);
    if (digit >= base) return std::nullopt;
    const auto add = static_cast<std::uint64_t>(digit);
    const auto times = static_cast<std::uint64_t>(base);
    if (value > (std::numeric_limits<std::uint64_t>::max() - add) / times) return std::nullopt;
    value = value * times + add;
    zeros[i] = '0';
  }
  if (!ParseGoInt(zeros, 0)) return std::nullopt;
  return value;
}

// The longest start of `text` that fmt's scanner takes for a floating-point number.
std::string_view FloatToken(std::string_view text) {
  std::size_t at = 0;
  const auto accept = [&](std::string_view set) {
    if (at == text.size() || set.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
  };
  constexpr std::string_view kDecimal = "0123456789_";
  accept("+-");
  accept("iI");  // It tries "Inf" and does not put back what it took.
  std::string_view digits = kDecimal;
  std::string_view exponent = "eEpP";
  if (accept("0") && accept("xX")) {
    digits = "0123456789aAbBcCdDeEfF_";
    exponent = "pP";
  }
  while (accept(digits)) {
  }
  if (accept(".")) {
    while (accept(digits)) {
    }
  }
  if (accept(exponent)) {
    accept("+-");
    while (accept(kDecimal)) {
    }
  }
  return text.substr(0, at);
}

std::string ScanFault(std::string_view text) {
  const std::optional<double> value = ParseGoFloat(text);
  return "strconv.ParseFloat: parsing " + GoQuote(text) +
         (value ? ": value out of range" : ": invalid syntax");
}

}  // namespace

std::optional<std::string_view> Unquote(std::string_view literal, Arena& arena) {
  if (literal.size() < 2) return std::nullopt;
  const std::string_view body = WithoutQuotes(literal);
  const std::string_view special = literal[0] == '`' ? "\r" : "\\\n\"";
  if (body.find_first_of(special) == std::string_view::npos &&
      (literal[0] == '`' || IsValidUtf8(body))) {
    return body;
  }
  const std::optional<std::string> decoded = GoUnquote(literal);
  if (!decoded) return std::nullopt;
  return arena.Copy(*decoded);
}

Span FindBadEscape(std::string_view literal) {
  std::string_view rest = WithoutQuotes(literal);
  while (!rest.empty()) {
    const auto character = ReadGoCharacter(rest, literal[0]);
    if (!character || rest[0] == '\n') break;
    rest.remove_prefix(character->size);
  }
  const std::size_t begin = literal.size() - 1 - rest.size();
  const std::size_t size = std::min<std::size_t>(rest.size(), rest.starts_with('\\') ? 2 : 1);
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + size)};
}

std::vector<Segment> UnquotedSegments(std::string_view literal, std::uint32_t offset) {
  std::vector<Segment> segments;
  std::uint32_t inner = 0;
  std::uint32_t outer = offset + 1;
  // Neighbouring bytes that were copied make one segment.
  const auto add = [&](std::size_t decoded, std::size_t written) {
    const auto d = static_cast<std::uint32_t>(decoded);
    const auto w = static_cast<std::uint32_t>(written);
    const bool extends = d == 1 && w == 1 && !segments.empty() &&
                         segments.back().inner.size() == segments.back().outer.size() &&
                         segments.back().outer.end == outer;
    if (extends) {
      segments.back().inner.end += 1;
      segments.back().outer.end += 1;
    } else if (d > 0) {
      segments.push_back({{inner, inner + d}, {outer, outer + w}});
    }
    inner += d;
    outer += w;
  };

  const char quote = literal[0];
  const std::string_view body = WithoutQuotes(literal);
  for (std::string_view rest = body; !rest.empty();) {
    if (quote == '`' || (rest[0] != '\\' && static_cast<unsigned char>(rest[0]) < 0x80)) {
      add(quote == '`' && rest[0] == '\r' ? 0 : 1, 1);
      rest.remove_prefix(1);
      continue;
    }
    const auto character = ReadGoCharacter(rest, quote);
    if (!character) break;
    add(EncodedSize(*character), character->size);
    rest.remove_prefix(character->size);
  }
  if (segments.empty()) segments.push_back({{0, 0}, {offset + 1, offset + 1}});
  return segments;
}

std::optional<std::string> ReadNumber(Number& number) {
  const std::string_view text = number.text;
  if (text.ends_with('i')) {
    if (const auto imaginary = ParseFinite(text.substr(0, text.size() - 1))) {
      SetComplex(0, *imaginary, number);
      return std::nullopt;
    }
  }
  if (const auto value = ParseUnsigned(text)) {
    number.is_uint = true;
    number.uint_value = *value;
  }
  if (const auto value = ParseGoInt(text, 0)) {
    number.is_int = true;
    number.int_value = *value;
    if (*value == 0) number.is_uint = true;  // -0
  }
  if (number.is_int) {
    number.is_float = true;
    number.float_value = static_cast<double>(number.int_value);
  } else if (number.is_uint) {
    number.is_float = true;
    number.float_value = static_cast<double>(number.uint_value);
  } else if (const auto value = ParseFinite(text)) {
    // An integer too large for any integer type.
    if (text.find_first_of(".eEpP") == std::string_view::npos) {
      return "integer overflow: " + GoQuote(text);
    }
    number.is_float = true;
    number.float_value = *value;
    AddIntegersOf(*value, number);
  }
  if (!number.is_int && !number.is_uint && !number.is_float) {
    return "illegal number syntax: " + GoQuote(text);
  }
  return std::nullopt;
}

// Go hands these to fmt.Sscan, whose idea of a number is not quite the lexer's.
std::optional<std::string> ReadComplex(Number& number) {
  const std::string_view text = number.text;
  const std::string_view real = FloatToken(text);
  std::string_view rest = text.substr(real.size());
  if (!rest.starts_with('+') && !rest.starts_with('-')) {
    return "syntax error scanning complex number";
  }
  const std::string_view imaginary = rest.substr(0, 1 + FloatToken(rest.substr(1)).size());
  if (!rest.substr(imaginary.size()).starts_with('i')) {
    return "syntax error scanning complex number";
  }
  const auto real_value = ParseFinite(real);
  if (!real_value) return ScanFault(real);
  const auto imaginary_value = ParseFinite(imaginary);
  if (!imaginary_value) return ScanFault(imaginary);
  SetComplex(*real_value, *imaginary_value, number);
  return std::nullopt;
}

std::optional<std::string> ReadCharConstant(Number& number) {
  const std::string_view text = number.text;
  const auto character = ReadGoCharacter(text.substr(1), '\'');
  if (!character) return std::string(kInvalidSyntax);
  if (text.substr(1 + character->size) != "'") {
    return "malformed character constant: " + std::string(text);
  }
  number.is_int = number.is_uint = number.is_float = true;
  number.int_value = character->value;
  number.uint_value = character->value;
  number.float_value = character->value;
  return std::nullopt;
}

}  // namespace check::gotemplate
