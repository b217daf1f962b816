#include "libcheck/base/utf8.h"

#include <utf8proc.h>

#include <cstring>

namespace check {
namespace {

bool IsContinuation(std::uint8_t byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

// One to four bytes:
//
//   0xxxxxxx
//   110xxxxx 10xxxxxx
//   1110xxxx 10xxxxxx 10xxxxxx
//   11110xxx 10xxxxxx 10xxxxxx 10xxxxxx
Rune DecodeRune(std::string_view text) {
  if (text.empty()) return {kRuneError, 0};
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};

  std::uint8_t size = 0;
  std::uint32_t code_point = 0;
  std::uint32_t smallest = 0;
  if ((first & 0xE0U) == 0xC0U) {
    size = 2, code_point = first & 0x1FU, smallest = 0x80;
  } else if ((first & 0xF0U) == 0xE0U) {
    size = 3, code_point = first & 0x0FU, smallest = 0x800;
  } else if ((first & 0xF8U) == 0xF0U) {
    size = 4, code_point = first & 0x07U, smallest = 0x10000;
  } else {
    return {kRuneError, 1};
  }
  if (text.size() < size) return {kRuneError, 1};
  for (std::size_t i = 1; i < size; ++i) {
    if (!IsContinuation(byte(i))) return {kRuneError, 1};
    code_point = code_point << 6U | (byte(i) & 0x3FU);
  }
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < smallest || code_point > 0x10FFFF || is_surrogate) return {kRuneError, 1};
  return {code_point, size};
}

std::size_t FindInvalidUtf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight ASCII bytes at a time.
    if (i + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + i, 8);
      if ((word & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const Rune rune = DecodeRune(text.substr(i));
    if (rune.code_point == kRuneError && rune.size == 1) return i;
    i += rune.size;
  }
  return std::string_view::npos;
}

bool IsValidUtf8(std::string_view text) { return FindInvalidUtf8(text) == std::string_view::npos; }

void AppendUtf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point > 0x10FFFF || is_surrogate) code_point = kRuneError;
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | code_point >> 6U);
    put(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    put(0xE0U | code_point >> 12U);
    put(0x80U | (code_point >> 6U & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  } else {
    put(0xF0U | code_point >> 18U);
    put(0x80U | (code_point >> 12U & 0x3FU));
    put(0x80U | (code_point >> 6U & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  }
}

std::size_t CountRunes(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(DecodeRune(text).size);
    ++count;
  }
  return count;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    text.remove_prefix(rune.size);
    width += rune.code_point < 0x80 ? 1U
                                    : static_cast<std::size_t>(utf8proc_charwidth(
                                          static_cast<utf8proc_int32_t>(rune.code_point)));
  }
  return width;
}

namespace {

// `in_ascii` is where the letters begin that are 32 away from their other case.
std::string InOtherCase(std::string_view text, char in_ascii,
                        utf8proc_int32_t (*map)(utf8proc_int32_t)) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char c = text.front();
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c >= in_ascii && c < in_ascii + 26 ? static_cast<char>(c ^ 0x20) : c;
      text.remove_prefix(1);
      continue;
    }
    const Rune rune = DecodeRune(text);
    text.remove_prefix(rune.size);
    AppendUtf8(out,
               static_cast<std::uint32_t>(map(static_cast<utf8proc_int32_t>(rune.code_point))));
  }
  return out;
}

}  // namespace

std::string ToLower(std::string_view text) { return InOtherCase(text, 'A', utf8proc_tolower); }

std::string ToUpper(std::string_view text) {
  return InOtherCase(text, 'a', [](utf8proc_int32_t letter) {
    // Unicode gives the sharp s no upper case of a single letter; utf8proc has one all the same.
    return letter == 0xDF ? letter : utf8proc_toupper(letter);
  });
}

}  // namespace check
