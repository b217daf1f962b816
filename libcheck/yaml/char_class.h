#ifndef LIBCHECK_YAML_CHAR_CLASS_H_
#define LIBCHECK_YAML_CHAR_CLASS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What characters mean to YAML. All functions look at text that ends in a NUL and holds no other:
/// they read the next byte only if this one is not NUL.
namespace check::yaml {

enum CharClass : std::uint16_t {
  kBlank = 1,      // Space and tab.
  kLineBreak = 2,  // Line feed and carriage return. Three more take several bytes: BreakLength.
  kWord = 4,       // What anchors and handles are made of.
  kHexDigit = 8,
  kTagChar = 16,  // What a tag's URI is made of.
  kEndsFlowPlain = 32,
  kSpecial = 64,     // Cannot start a plain scalar, at least not everywhere.
  kPlainStop = 128,  // Has to be looked at inside a plain scalar. Break leads and NUL among them.
  kQuotedStop = 256,
};

namespace internal {

constexpr std::array<std::uint16_t, 256> MakeClasses() {
  std::array<std::uint16_t, 256> table = {};
  const auto add = [&](std::string_view characters, unsigned bits) {
    for (const char c : characters)
      table[static_cast<unsigned char>(c)] |= static_cast<std::uint16_t>(bits);
  };
  add(" \t", kBlank | kPlainStop);
  add("\n\r", kLineBreak | kPlainStop | kQuotedStop);
  add("\"'\\", kQuotedStop);
  add("0123456789abcdefABCDEF", kHexDigit);
  add("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-", kWord | kTagChar);
  add(";/?:@&=+$,.!~*'()[]%", kTagChar);
  add(",?[]{}", kEndsFlowPlain);
  add("-?:,[]{}#&*!|>'\"%@`", kSpecial);
  add(":", kPlainStop);
  add(std::string_view("\0\xC2\xE2", 3), kPlainStop | kQuotedStop);
  return table;
}
inline constexpr std::array<std::uint16_t, 256> kClasses = MakeClasses();

}  // namespace internal

inline bool Is(const char* p, unsigned classes) {
  return (internal::kClasses[static_cast<unsigned char>(*p)] & classes) != 0;
}

/// Bytes of the line break at `p`: LF, CR, CR LF, and U+0085, U+2028 and U+2029, which YAML 1.1
/// counts among them. 0 if there is none.
inline std::size_t BreakLength(const char* p) {
  switch (static_cast<unsigned char>(*p)) {
    case '\n':
      return 1;
    case '\r':
      return p[1] == '\n' ? 2 : 1;
    case 0xC2:
      return p[1] == '\x85' ? 2 : 0;
    case 0xE2:
      return p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9') ? 3 : 0;
    default:
      return 0;
  }
}

/// What a line break of `length` bytes at `p` is read as: "\n", but U+2028 and U+2029 stay.
inline std::string_view BreakText(const char* p, std::size_t length) {
  return length == 3 ? std::string_view(p, 3) : std::string_view("\n", 1);
}

inline bool IsBreak(const char* p) { return BreakLength(p) != 0; }
inline bool IsBreakOrEnd(const char* p) { return *p == '\0' || IsBreak(p); }
inline bool IsBlankOrEnd(const char* p) {
  return *p == '\0' || Is(p, kBlank | kLineBreak) || IsBreak(p);
}

/// Whether a line that starts at `p` is `---` or `...`, perhaps with more after a space.
inline bool IsDocumentIndicator(const char* p) {
  return ((p[0] == '-' && p[1] == '-' && p[2] == '-') ||
          (p[0] == '.' && p[1] == '.' && p[2] == '.')) &&
         IsBlankOrEnd(p + 3);
}

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_CHAR_CLASS_H_
