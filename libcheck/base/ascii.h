#ifndef LIBCHECK_BASE_ASCII_H_
#define LIBCHECK_BASE_ASCII_H_

#include <algorithm>
#include <string>
#include <string_view>

/// Classes of ASCII characters, whatever the locale. Bytes of other characters are in none.
namespace check {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsOctalDigit(char c) { return c >= '0' && c <= '7'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsLetter(char c) { return IsLower(c) || IsUpper(c); }
constexpr bool IsAlphanumeric(char c) { return IsLetter(c) || IsDigit(c); }
/// `[a-zA-Z_]`, with which names of labels begin.
constexpr bool IsNameStart(char c) { return IsLetter(c) || c == '_'; }
/// `[a-zA-Z0-9_]`, which names of labels are made of.
constexpr bool IsNamePart(char c) { return IsAlphanumeric(c) || c == '_'; }

/// A space or a tab.
constexpr bool IsBlank(char c) { return c == ' ' || c == '\t'; }
/// A blank, or a line break of any system.
constexpr bool IsSpace(char c) { return IsBlank(c) || c == '\r' || c == '\n'; }

/// What a hexadecimal digit stands for; -1 for other characters.
constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const auto lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
constexpr bool IsHexDigit(char c) { return HexValue(c) >= 0; }

constexpr char LowerAscii(char c) { return IsUpper(c) ? static_cast<char>(c + 32) : c; }
constexpr char UpperAscii(char c) { return IsLower(c) ? static_cast<char>(c - 32) : c; }

/// `text` with its ASCII letters in lower or upper case. (ToLower in utf8.h knows all letters.)
inline std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = LowerAscii(c);
  return lower;
}
inline std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = UpperAscii(c);
  return upper;
}

/// Whether `text` is `lower`, which is in lower case, when the case of its letters is not looked
/// at.
constexpr bool IsInAnyCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return LowerAscii(a) == b; });
}

}  // namespace check

#endif  // LIBCHECK_BASE_ASCII_H_
