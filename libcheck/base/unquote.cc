#include "libcheck/base/unquote.h"

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

// Reads `count` digits at the start of `text`.
std::optional<std::uint32_t> ReadDigits(std::string_view text, std::size_t count, int base) {
  if (text.size() < count) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text.substr(0, count)) {
    const int digit = HexValue(c);
    if (digit < 0 || digit >= base) return std::nullopt;
    value = value * static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(digit);
  }
  return static_cast<std::uint32_t>(value);
}

constexpr bool IsCodePoint(std::uint32_t value) {
  return value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF);
}

}  // namespace

std::optional<GoCharacter> ReadGoCharacter(std::string_view text, char quote) {
  if (text.empty() || text[0] == quote) return std::nullopt;
  if (text[0] != '\\') {
    const Rune rune = DecodeRune(text);
    return GoCharacter{rune.code_point, false, rune.size};
  }
  if (text.size() < 2) return std::nullopt;
  const char c = text[1];
  const std::string_view rest = text.substr(2);

  constexpr std::string_view kLetters = "abfnrtv\\";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\";
  if (const std::size_t at = kLetters.find(c); at != std::string_view::npos) {
    return GoCharacter{static_cast<unsigned char>(kMeanings[at]), false, 2};
  }
  if (c == quote) return GoCharacter{static_cast<unsigned char>(c), false, 2};
  if (c == 'x') {
    const auto value = ReadDigits(rest, 2, 16);
    if (!value) return std::nullopt;
    return GoCharacter{*value, true, 4};
  }
  if (c == 'u' || c == 'U') {
    const std::size_t digits = c == 'u' ? 4 : 8;
    const auto value = ReadDigits(rest, digits, 16);
    if (!value || !IsCodePoint(*value)) return std::nullopt;
    return GoCharacter{*value, false, 2 + digits};
  }
  const auto value = ReadDigits(text.substr(1), 3, 8);
  if (!value || *value > 0xFF) return std::nullopt;
  return GoCharacter{*value, true, 4};
}

std::optional<std::string> GoUnquote(std::string_view literal) {
  const char quote = literal[0];
  std::string_view rest = literal.substr(1, literal.size() - 2);
  std::string decoded;
  if (quote == '`') {
    std::copy_if(rest.begin(), rest.end(), std::back_inserter(decoded),
                 [](char c) { return c != '\r'; });
    return decoded;
  }
  decoded.reserve(rest.size());
  while (!rest.empty()) {
    const auto character = ReadGoCharacter(rest, quote);
    if (!character || rest[0] == '\n') return std::nullopt;
    if (character->is_byte) {
      decoded += static_cast<char>(character->value);
    } else {
      AppendUtf8(decoded, character->value);
    }
    rest.remove_prefix(character->size);
  }
  return decoded;
}

}  // namespace check
