#include "libcheck/source/utf16.h"

#include <fmt/format.h>

#include <cstddef>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

constexpr std::string_view kMarkLittleEndian = "\xFF\xFE";
constexpr std::string_view kMarkBigEndian = "\xFE\xFF";

bool IsHighSurrogate(std::uint32_t unit) { return (unit & 0xFC00U) == 0xD800U; }
bool IsLowSurrogate(std::uint32_t unit) { return (unit & 0xFC00U) == 0xDC00U; }

// The unit of 16 bits that begins at `at`.
std::uint32_t UnitAt(std::string_view text, std::size_t at, TextEncoding encoding) {
  const auto first = static_cast<unsigned char>(text[at]);
  const auto second = static_cast<unsigned char>(text[at + 1]);
  return encoding == TextEncoding::kUtf16BigEndian
             ? static_cast<std::uint32_t>(first << 8 | second)
             : static_cast<std::uint32_t>(second << 8 | first);
}

void AppendUnit(std::string& out, std::uint32_t unit, TextEncoding encoding) {
  const auto high = static_cast<char>(unit >> 8);
  const auto low = static_cast<char>(unit & 0xFF);
  const bool is_big = encoding == TextEncoding::kUtf16BigEndian;
  out += is_big ? high : low;
  out += is_big ? low : high;
}

}  // namespace

TextEncoding EncodingOf(std::string_view text) {
  if (text.starts_with(kMarkLittleEndian)) return TextEncoding::kUtf16LittleEndian;
  if (text.starts_with(kMarkBigEndian)) return TextEncoding::kUtf16BigEndian;
  return TextEncoding::kUtf8;
}

std::string DecodeUtf16(std::string_view text, TextEncoding encoding,
                        std::optional<EncodingFault>& fault) {
  std::string out;
  out.reserve(text.size() / 2);
  const auto bad = [&](std::string message, std::string_view upstream) {
    if (!fault) {
      fault = {static_cast<std::uint32_t>(out.size()), std::move(message), upstream};
    }
    AppendUtf8(out, kRuneError);
  };
  for (std::size_t at = kMarkLittleEndian.size(); at < text.size(); at += 2) {
    if (text.size() - at < 2) {
      bad("the UTF-16 text ends in the middle of a character", "incomplete UTF-16 character");
      break;
    }
    const std::uint32_t unit = UnitAt(text, at, encoding);
    if (IsLowSurrogate(unit)) {
      bad(fmt::format("low surrogate U+{:04X} without a high one before it", unit),
          "unexpected low surrogate area");
      continue;
    }
    if (!IsHighSurrogate(unit)) {
      AppendUtf8(out, unit);
      continue;
    }
    const std::size_t left = text.size() - at;
    const std::uint32_t next = left < 4 ? 0 : UnitAt(text, at + 2, encoding);
    if (!IsLowSurrogate(next)) {
      bad(fmt::format("high surrogate U+{:04X} without a low one after it", unit),
          left < 4 ? "incomplete UTF-16 surrogate pair" : "expected low surrogate area");
      continue;
    }
    AppendUtf8(out, 0x10000 + ((unit & 0x3FFU) << 10 | (next & 0x3FFU)));
    at += 2;
  }
  return out;
}

std::string Encode(std::string_view text, TextEncoding encoding) {
  if (encoding == TextEncoding::kUtf8) return std::string(text);
  std::string out;
  out.reserve(2 * text.size() + 2);
  AppendUnit(out, 0xFEFF, encoding);
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    text.remove_prefix(rune.size);
    if (rune.code_point < 0x10000) {
      AppendUnit(out, rune.code_point, encoding);
    } else {
      const std::uint32_t beyond = rune.code_point - 0x10000;
      AppendUnit(out, 0xD800 | beyond >> 10, encoding);
      AppendUnit(out, 0xDC00 | (beyond & 0x3FF), encoding);
    }
  }
  return out;
}

}  // namespace check
