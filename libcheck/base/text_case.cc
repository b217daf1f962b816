#include "libcheck/base/text_case.h"

#include <utf8proc.h>

#include <algorithm>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

template <typename Map>
std::string MapRunes(std::string_view text, Map&& map) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    AppendUtf8(out, map(rune.code_point));
    text.remove_prefix(rune.size);
  }
  return out;
}

std::uint32_t Upper(std::uint32_t rune) {
  return static_cast<std::uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(rune)));
}
std::uint32_t Lower(std::uint32_t rune) {
  return static_cast<std::uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(rune)));
}
std::uint32_t Title(std::uint32_t rune) {
  return static_cast<std::uint32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(rune)));
}

enum class Role : std::uint8_t {
  kCased,   // Begins a word, or is in one.
  kInside,  // Does not end a word.
  kMiddle,  // Ends a word if two stand together.
  kBreak,
};

Role RoleOf(std::uint32_t rune) {
  if (rune < 0x80) {
    const std::uint32_t lower = rune | 0x20;
    if (lower >= 'a' && lower <= 'z') return Role::kCased;
    if ((rune >= '0' && rune <= '9') || rune == '_') return Role::kInside;
    return rune == '\'' || rune == '.' || rune == ':' ? Role::kMiddle : Role::kBreak;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(rune))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
      return Role::kCased;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_CF:
      return Role::kInside;
    default:
      return Role::kBreak;
  }
}

}  // namespace

std::string GoToUpper(std::string_view text) {
  if (!IsAscii(text)) return MapRunes(text, Upper);
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string GoToLower(std::string_view text) {
  if (!IsAscii(text)) return MapRunes(text, Lower);
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string GoTitle(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_word = false;
  bool after_middle = false;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const Role role = RoleOf(rune.code_point);
    if (after_middle && role == Role::kMiddle) in_word = false;
    if (role == Role::kCased && !in_word) {
      AppendUtf8(out, Title(rune.code_point));
      in_word = true;
    } else {
      out += text.substr(0, rune.size);
      if (role == Role::kBreak) in_word = false;
    }
    after_middle = role == Role::kMiddle;
    text.remove_prefix(rune.size);
  }
  return out;
}

}  // namespace check
