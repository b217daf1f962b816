#ifndef LIBCHECK_PROMQL_LEXER_H_
#define LIBCHECK_PROMQL_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/promql/token.h"

namespace check::promql {

/// Why a text cannot be divided into tokens any further.
struct LexicalFault {
  enum class Kind : std::uint8_t {
    kOther,
    kCharacter,          ///< Outside braces; `character` cannot be there.
    kCharacterInBraces,  ///< Likewise.
    kAfterOperator,      ///< `character` follows `=` or `!`, with which it is not an operator.
    kNumber,             ///< Neither a number nor a duration.
    kEscape,             ///< After a backslash.
    kQuotedString,       ///< Has no end; `character` is its quote.
    kRawString,          ///< Has no end.
    kParenthesis,        ///< Is not closed.
    kEndOfText,          ///< Inside braces or in a duration.
  };
  std::string message = {};  ///< Prometheus's words.
  Kind kind = Kind::kOther;
  char32_t character = 0;  ///< What the message is about, if that is a character.

  /// Whether more text might put it right.
  bool EndsEarly() const { return kind >= Kind::kQuotedString; }
};

/// Splits PromQL into tokens. What is a token depends on what surrounds it (braces, brackets,
/// series descriptions), so the lexer keeps count of these, and some faults that look like a
/// parser's are found here: unclosed parentheses, a colon out of place.
class Lexer {
 public:
  enum class Mode : std::uint8_t {
    kExpression,
    /// `metric{a="b"} 1+1x4 _ {{schema:1}}`, as in unit tests.
    kSeriesDescription,
  };

  explicit Lexer(std::string_view text, Mode mode = Mode::kExpression)
      : text_(text), series_(mode == Mode::kSeriesDescription) {}

  /// The next token, comments included. After kEof and kError only kEof comes.
  Token Next();

  /// Why the last token was kError.
  const LexicalFault& fault() const { return fault_; }

 private:
  enum class State : std::uint8_t {
    kStatements,
    kDuration,  // Directly after "[" or an operator in it.
    kNumber,
    kValues,
    kDone,
  };
  enum class Histogram : std::uint8_t { kNone, kOpen, kTimes, kAdd, kSub };

  // Each scans at most one token; false means: go on in the state that was set.
  bool ScanStatement(Token& token);
  bool ScanInsideBraces(Token& token);
  bool ScanDuration(Token& token);
  bool ScanValue(Token& token);
  bool ScanHistogram(Token& token);
  bool ScanHistogramWord(Token& token);
  bool ScanBuckets(Token& token);

  bool ScanWord(Token& token);
  bool ScanString(Token& token);
  bool ScanRawString(Token& token);
  bool ScanEscape(Token& token, char quote);
  bool ScanComment(Token& token);
  bool ScanNumberToken(Token& token, bool or_duration);
  bool ScanNumber();
  bool ScanRestOfDuration();
  bool ScanDurationWord(Token& token);
  bool OpenParenFollows() const;

  int Peek() const {
    return pos_ < text_.size() ? static_cast<unsigned char>(text_[pos_]) : kEndOfText;
  }
  int PeekAt(std::size_t pos) const {
    return pos < text_.size() ? static_cast<unsigned char>(text_[pos]) : kEndOfText;
  }
  bool Accept(std::string_view any_of);
  bool PeekIs(std::string_view any_of) const;
  void SkipSpace();
  bool Emit(Token& token, TokenKind kind, std::uint8_t detail = 0);
  bool Fail(Token& token, LexicalFault fault);
  // `what` goes on with the character at `pos`.
  bool FailAt(Token& token, std::size_t pos, std::string what,
              LexicalFault::Kind kind = LexicalFault::Kind::kOther);
  // The code point at `pos` as Go's %q prints it.
  std::string QuotedRune(std::size_t pos) const;

  static constexpr int kEndOfText = -1;

  std::string_view text_;
  std::size_t pos_ = 0;
  std::size_t start_ = 0;  // Of the token being read.
  State state_ = State::kStatements;
  Histogram histogram_ = Histogram::kNone;
  bool series_;
  bool in_braces_ = false;
  bool in_brackets_ = false;
  bool seen_colon_ = false;     // Since the last "[".
  bool seen_duration_ = false;  // Ever after a "[": Prometheus never forgets.
  int paren_depth_ = 0;
  LexicalFault fault_;
};

/// What a kString token stands for. `text` is the whole token, which the lexer has found to be
/// sound.
std::string UnquoteString(std::string_view text);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_LEXER_H_
