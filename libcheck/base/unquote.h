#ifndef LIBCHECK_BASE_UNQUOTE_H_
#define LIBCHECK_BASE_UNQUOTE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check {

/// One character of a literal, decoded.
struct GoCharacter {
  std::uint32_t value = 0;
  bool is_byte = false;  ///< `\xff` and `\377` give a byte, the rest give a code point.
  std::size_t size = 0;  ///< Bytes read.
};

/// strconv.UnquoteChar: the first character of `text`, which stands between two of `quote`. Nothing
/// if it is a quote itself, a malformed escape, or if there is none.
std::optional<GoCharacter> ReadGoCharacter(std::string_view text, char quote);

/// strconv.Unquote for a literal in double quotes or backquotes, which it has at both ends. Nothing
/// if what is between is malformed.
std::optional<std::string> GoUnquote(std::string_view literal);

}  // namespace check

#endif  // LIBCHECK_BASE_UNQUOTE_H_
