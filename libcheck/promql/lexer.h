#ifndef LIBCHECK_PROMQL_LEXER_H_
#define LIBCHECK_PROMQL_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/promql/token.h"

namespace check::promql {

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

  /// Why the last token was kError, in Prometheus's words.
  const std::string& error() const { return error_; }

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
  bool Fail(Token& token, std::string message);
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
  std::string error_;
};

/// What a kString token stands for. `text` is the whole token, which the lexer has found to be
/// sound.
std::string UnquoteString(std::string_view text);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_LEXER_H_
