#ifndef LIBCHECK_PROMQL_TOKEN_H_
#define LIBCHECK_PROMQL_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::promql {

enum class TokenKind : std::uint8_t {
  kEof,
  kError,  ///< Ends the text; Lexer::error() says why.
  kComment,
  kIdentifier,
  kMetricIdentifier,  ///< With a colon in it.
  kNumber,
  kDuration,
  kString,
  // Punctuation.
  kLeftParen,
  kRightParen,
  kLeftBrace,
  kRightBrace,
  kLeftBracket,
  kRightBracket,
  kComma,
  kAssign,  ///< =
  kColon,
  // Series descriptions only.
  kOpenHistogram,
  kCloseHistogram,
  kBlank,
  kTimes,
  kSpace,
  kHistogramKey,
  kCounterResetHint,
  // Operators.
  kAdd,
  kSub,
  kMul,
  kDiv,
  kMod,
  kPow,
  kAtan2,
  kEqual,
  kNotEqual,
  kGreater,
  kGreaterEqual,
  kLess,
  kLessEqual,
  kTrimUpper,
  kTrimLower,
  kAnd,
  kOr,
  kUnless,
  kRegexEqual,
  kRegexNotEqual,
  kAt,
  kAggregator,  ///< Token::detail is an index into AllAggregations().
  // Keywords.
  kBool,
  kBy,
  kWithout,
  kOn,
  kIgnoring,
  kGroupLeft,
  kGroupRight,
  kFill,
  kFillLeft,
  kFillRight,
  kOffset,
  kAnchored,
  kSmoothed,
  // Names that are calls when a parenthesis follows.
  kStart,
  kEnd,
  kStep,
  kRange,
  kMaxOf,
  kMinOf,
};

struct Token {
  TokenKind kind = TokenKind::kEof;
  std::uint8_t detail = 0;
  Span span;
};

constexpr bool IsBetween(TokenKind kind, TokenKind first, TokenKind last) {
  return kind >= first && kind <= last;
}
constexpr bool IsOperator(TokenKind kind) {
  return IsBetween(kind, TokenKind::kAdd, TokenKind::kAt);
}
constexpr bool IsBinaryOperator(TokenKind kind) {
  return IsBetween(kind, TokenKind::kAdd, TokenKind::kUnless);
}
constexpr bool IsKeyword(TokenKind kind) {
  return IsBetween(kind, TokenKind::kBool, TokenKind::kSmoothed);
}

/// A token as Prometheus names it after "unexpected": `identifier "foo"`, `<op:*>`, `","`.
/// `text` is how it was written.
std::string Describe(const Token& token, std::string_view text);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_TOKEN_H_
