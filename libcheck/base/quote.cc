#include "libcheck/base/quote.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <iterator>

#include "libcheck/base/utf8.h"

namespace check {

bool IsGoPrintable(std::uint32_t code_point) {
  if (code_point < 0x7F) return code_point >= 0x20;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

void AppendGoQuote(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::string_view bytes = text.substr(0, rune.size);
    const auto first = static_cast<unsigned char>(text[0]);
    text.remove_prefix(rune.size);

    if (rune.code_point == kRuneError && rune.size == 1) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", first);
    } else if (rune.code_point == '"' || rune.code_point == '\\') {
      out += '\\';
      out += bytes;
    } else if (IsGoPrintable(rune.code_point)) {
      out += bytes;
    } else {
      constexpr std::string_view kNamed = "\a\b\f\n\r\t\v";
      constexpr std::string_view kLetters = "abfnrtv";
      const std::size_t named = rune.size == 1 ? kNamed.find(bytes) : std::string_view::npos;
      if (named != std::string_view::npos) {
        out += '\\';
        out += kLetters[named];
      } else if (rune.code_point < 0x80) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", rune.code_point);
      } else if (rune.code_point < 0x10000) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", rune.code_point);
      } else {
        fmt::format_to(std::back_inserter(out), "\\U{:08x}", rune.code_point);
      }
    }
  }
  out += '"';
}

std::string GoQuote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  AppendGoQuote(out, text);
  return out;
}

bool CanBackquote(std::string_view text) {
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    text.remove_prefix(rune.size);
    if (rune.size > 1) {
      if (rune.code_point == 0xFEFF) return false;
      continue;
    }
    const std::uint32_t c = rune.code_point;
    if (c == kRuneError || (c < ' ' && c != '\t') || c == '`' || c == 0x7F) return false;
  }
  return true;
}

}  // namespace check
