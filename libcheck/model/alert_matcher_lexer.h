#ifndef LIBCHECK_MODEL_ALERT_MATCHER_LEXER_H_
#define LIBCHECK_MODEL_ALERT_MATCHER_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"

/// The words of Alertmanager's UTF-8 syntax of matchers (its package matcher/parse).
namespace check::model {

enum class MatcherTokenKind : std::uint8_t {
  kEnd,
  kOpenBrace,
  kCloseBrace,
  kComma,
  kEqual,
  kNotEqual,
  kRegexp,
  kNotRegexp,
  kQuoted,
  kUnquoted,
};

struct MatcherToken {
  MatcherTokenKind kind = MatcherTokenKind::kEnd;
  std::string_view text;  ///< Of the input; with the quotes.
  Span span;              ///< In bytes.
  Span columns;           ///< In characters, from 0: what Alertmanager's errors name.
};

/// Why a text is not a list of matchers.
struct MatcherFault {
  std::string message;  ///< Alertmanager's: "4:5: unexpected c: expected a comma or close brace".
  Span span;            ///< In bytes of the input.
};

/// Whether a character of `text` must be quoted in the UTF-8 syntax.
bool HasReservedCharacter(std::string_view text);

class MatcherLexer {
 public:
  explicit MatcherLexer(std::string_view input) : input_(input) {}

  /// The next token, which is kEnd for ever at the end, and also after a fault.
  MatcherToken Scan();
  /// The same, but Scan gives it again.
  MatcherToken Peek();

  /// What the last token stumbled over. No more tokens come once there is a fault.
  const std::optional<MatcherFault>& fault() const { return fault_; }
  /// How many characters have been read.
  std::uint32_t columns() const { return at_.columns; }

 private:
  struct Place {
    std::uint32_t bytes = 0;
    std::uint32_t columns = 0;
  };

  bool Accept(char c);
  void Skip(std::size_t bytes);
  MatcherToken Emit(MatcherTokenKind kind);
  MatcherToken Fail(std::string_view why);
  MatcherToken Operator();
  MatcherToken Quoted();
  MatcherToken Unquoted();

  std::string_view input_;
  Place start_;  // Of the token.
  Place at_;
  std::optional<MatcherFault> fault_;
};

}  // namespace check::model

#endif  // LIBCHECK_MODEL_ALERT_MATCHER_LEXER_H_
