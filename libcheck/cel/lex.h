#ifndef LIBCHECK_CEL_LEX_H_
#define LIBCHECK_CEL_LEX_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "libcheck/cel/check.h"

namespace check::cel {

enum class TokenKind : std::uint8_t {
  kEnd,
  kIdentifier,
  kEscapedIdentifier,  ///< In backquotes.
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kSymbol,  ///< Operators, brackets and the words `in`, `true`, `false`, `null`.
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::uint32_t begin = 0;
  std::string_view text;

  std::uint32_t end() const { return begin + static_cast<std::uint32_t>(text.size()); }
  bool Is(std::string_view symbol) const { return kind == TokenKind::kSymbol && text == symbol; }
};

/// Splits an expression, without blanks and comments. The last token is kEnd. Gives the first text
/// that is not a token.
std::optional<Fault> Lex(std::string_view text, std::vector<Token>& tokens);

/// Why the text of a kString or kBytes token does not stand for anything, or nothing.
std::optional<std::string_view> EscapeProblem(const Token& token);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_LEX_H_
