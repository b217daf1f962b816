#ifndef LIBCHECK_PROMQL_KEYWORDS_H_
#define LIBCHECK_PROMQL_KEYWORDS_H_

#include <cstdint>
#include <string_view>

#include "libcheck/promql/token.h"

namespace check::promql {

/// A word with a meaning of its own. Case does not matter.
struct Keyword {
  std::string_view word;
  TokenKind kind = TokenKind::kIdentifier;
  std::uint8_t detail = 0;  ///< As Token::detail.
};

/// Null for any other word.
const Keyword* FindKeyword(std::string_view word);

/// Words inside `{{ }}` of series descriptions.
bool IsHistogramKey(std::string_view word);
bool IsCounterResetHint(std::string_view word);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_KEYWORDS_H_
