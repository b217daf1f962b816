#ifndef LIBCHECK_TEMPLATE_LEX_H_
#define LIBCHECK_TEMPLATE_LEX_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::gotemplate {

enum class TokenKind : std::uint8_t {
  kFault,  ///< Lexer::fault() says what is wrong.
  kEndOfText,
  kText,
  kLeftDelimiter,
  kRightDelimiter,
  kSpace,
  kAssign,   ///< `=`
  kDeclare,  ///< `:=`
  kPipe,
  kLeftParen,
  kRightParen,
  kComma,
  kCharacter,  ///< Any other ASCII that has no meaning here.
  kBool,
  kCharConstant,
  kNumber,
  kComplex,
  kString,
  kRawString,
  kVariable,
  kField,
  kIdentifier,
  // Words of the language, and the dot, which Go counts among them.
  kBlock,
  kBreak,
  kContinue,
  kDefine,
  kDot,
  kElse,
  kEnd,
  kIf,
  kNil,
  kRange,
  kTemplate,
  kWith,
};

constexpr bool IsKeyword(TokenKind kind) { return kind >= TokenKind::kBlock; }

struct Token {
  TokenKind kind = TokenKind::kEndOfText;
  Span span;
};

/// What to tell someone about a character that cannot stand where it does inside an action. Empty
/// if there is nothing to tell.
std::string_view AdviceOnCharacter(std::uint32_t code_point);

/// What made the lexer give up.
struct LexFault {
  std::string go;       ///< In Go's words.
  std::string message;  ///< In ours.
  std::string note;     ///< Advice; may be empty.
  Span where;           ///< What to point at.
};

/// Cuts a template into tokens, one at a time, as Go's does: text, and what stands in `{{ }}`.
/// Comments are skipped.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// The next token. After kFault, only more of the same until Resume() is called.
  Token Next();

  const LexFault& fault() const { return fault_; }

  /// Carries on at `offset` as if text began there.
  void Resume(std::uint32_t offset);

 private:
  Token LexText();
  Token LexInsideAction();
  Token LexRightDelimiter(bool trim);
  Token LexSpace();
  Token LexIdentifier();
  Token LexName(TokenKind kind);
  Token LexQuoted(char quote, TokenKind kind);
  Token LexNumber();
  bool ScanNumber();
  /// Whether a comment was skipped; if not, there is a fault.
  bool SkipComment(std::uint32_t delimiter);

  Token Emit(TokenKind kind);
  Token Fail(std::string go, std::string message, std::string note, Span where);
  Token FailAtCharacter(std::string_view go, std::uint32_t at);

  std::string_view Rest() const { return text_.substr(pos_); }
  bool At(std::string_view what) const { return Rest().starts_with(what); }
  bool AtTrimmedEnd(std::uint32_t offset) const;
  bool AtTerminator() const;
  bool Accept(std::string_view set);
  void AcceptRun(std::string_view set);
  /// Steps over letters, digits and underscores.
  void SkipName();

  std::string_view text_;
  std::uint32_t pos_ = 0;
  std::uint32_t start_ = 0;       // Of the token being read.
  std::uint32_t action_ = 0;      // Where the action being read began.
  std::uint32_t open_paren_ = 0;  // The outermost one.
  int parens_ = 0;
  bool inside_action_ = false;
  bool failed_ = false;
  LexFault fault_;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_LEX_H_
