#ifndef LIBCHECK_BASE_UTF8_H_
#define LIBCHECK_BASE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace check {

/// What decoding yields for a byte that starts no valid sequence, as in Go's utf8.RuneError.
inline constexpr std::uint32_t kRuneError = 0xFFFD;

struct Rune {
  std::uint32_t code_point = kRuneError;
  std::uint8_t size = 0;  ///< Bytes taken. 0 only for empty text; 1 with kRuneError for bad UTF-8.
};

/// The first code point of `text`, as Go's utf8.DecodeRuneInString: surrogates, overlong forms and
/// values past U+10FFFF are errors.
Rune DecodeRune(std::string_view text);

/// Whether all of `text` is valid UTF-8. Fast on ASCII.
bool IsValidUtf8(std::string_view text);

/// Offset of the first byte that is not valid UTF-8, or npos.
std::size_t FindInvalidUtf8(std::string_view text);

void AppendUtf8(std::string& out, std::uint32_t code_point);

/// Number of code points (each bad byte counts as one).
std::size_t CountRunes(std::string_view text);

/// Terminal columns `text` takes: wide East Asian characters and emoji count two, combining marks
/// none, control characters as given.
std::size_t DisplayWidth(std::string_view text);

/// With each letter in lower or upper case, as Go's strings.ToLower and ToUpper: letter by letter,
/// whatever the language; bytes that are not UTF-8 become U+FFFD.
std::string ToLower(std::string_view text);
std::string ToUpper(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_UTF8_H_
