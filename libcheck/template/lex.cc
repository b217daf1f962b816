#include "libcheck/template/lex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/letters.h"

namespace check::gotemplate {
namespace {

constexpr std::string_view kLeft = "{{";
constexpr std::string_view kRight = "}}";
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::uint32_t kMarkerSize = 2;  // `-` and the space beside it.

struct Keyword {
  std::string_view word;
  TokenKind kind;
};
constexpr Keyword kKeywords[] = {
    {"block", TokenKind::kBlock},       {"break", TokenKind::kBreak},
    {"continue", TokenKind::kContinue}, {"define", TokenKind::kDefine},
    {"else", TokenKind::kElse},         {"end", TokenKind::kEnd},
    {"false", TokenKind::kBool},        {"if", TokenKind::kIf},
    {"nil", TokenKind::kNil},           {"range", TokenKind::kRange},
    {"template", TokenKind::kTemplate}, {"true", TokenKind::kBool},
    {"with", TokenKind::kWith},
};

TokenKind KindOfWord(std::string_view word) {
  const auto* found = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                   [&](const Keyword& k) { return k.word == word; });
  return found == std::end(kKeywords) ? TokenKind::kIdentifier : found->kind;
}

// fmt's %#U.
std::string Describe(std::uint32_t code_point) {
  std::string text = fmt::format("U+{:04X}", code_point);
  if (IsGoPrintable(code_point)) {
    text += " '";
    AppendUtf8(text, code_point);
    text += "'";
  }
  return text;
}

bool IsPathCharacter(char c) {
  return c == '.' || c == '$' || IsNameCharacter(static_cast<unsigned char>(c));
}

// "$labels.some-label": Go wants index for that. `at` is where the dash is, `start` where the
// field with its dot begins.
std::string AdviceOnDash(std::string_view text, std::uint32_t start, std::uint32_t at) {
  const bool is_name = text[start] == '.' && at + 1 < text.size() &&
                       IsNameCharacter(static_cast<unsigned char>(text[at + 1]));
  if (!is_name) return std::string(AdviceOnCharacter('-'));
  std::uint32_t base = start;
  while (base > 0 && IsPathCharacter(text[base - 1])) --base;
  std::uint32_t end = at;
  while (end < text.size() &&
         (text[end] == '-' || IsNameCharacter(static_cast<unsigned char>(text[end])))) {
    ++end;
  }
  const std::string_view map = base == start ? "." : text.substr(base, start - base);
  return fmt::format("write `index {} \"{}\"` for a name with a dash", map,
                     text.substr(start + 1, end - start - 1));
}

}  // namespace

std::string_view AdviceOnCharacter(std::uint32_t code_point) {
  switch (code_point) {
    case '}':
      return "an action ends with `}}`";
    case '{':
      return "an action begins with `{{`, and actions cannot be nested";
    case '[':
      return "write `index .Labels \"name\"` to look up a name";
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return "templates have no arithmetic: calculate in the rule's expression";
    case '&':
      return "write `and A B` when both must hold";
    case '<':
    case '>':
    case '=':
    case '!':
      return "compare with `eq A B`, `ne A B`, `lt A B` or `gt A B`, or negate with `not A`";
    case 0xA0:
      return "replace the no-break space by an ordinary one";
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
      return "replace the typographic quotes by `\"`";
    default:
      return {};
  }
}

Token Lexer::Next() {
  if (failed_) return {TokenKind::kFault, {start_, start_}};
  return inside_action_ ? LexInsideAction() : LexText();
}

void Lexer::Resume(std::uint32_t offset) {
  pos_ = start_ = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  parens_ = 0;
  inside_action_ = failed_ = false;
}

Token Lexer::Emit(TokenKind kind) {
  const Token token = {kind, {start_, pos_}};
  start_ = pos_;
  return token;
}

Token Lexer::Fail(std::string go, std::string message, std::string note, Span where) {
  failed_ = true;
  fault_ = {std::move(go), std::move(message), std::move(note), where};
  return {TokenKind::kFault, {start_, start_}};
}

Token Lexer::FailAtCharacter(std::string_view go, std::uint32_t at) {
  const Rune rune = DecodeRune(text_.substr(at));
  const bool bad_utf8 = rune.code_point == kRuneError && rune.size == 1;
  std::string message;
  if (bad_utf8) {
    message = "byte that is not UTF-8 in an action";
  } else if (IsGoPrintable(rune.code_point) && rune.code_point != ' ') {
    message = fmt::format("unexpected `{}` in an action", text_.substr(at, rune.size));
  } else {
    message = fmt::format("unexpected character {} in an action", Describe(rune.code_point));
  }
  std::string note = rune.code_point == '-' && at > start_
                         ? AdviceOnDash(text_, start_, at)
                         : std::string(AdviceOnCharacter(rune.code_point));
  return Fail(fmt::format("{}{}", go, Describe(rune.code_point)), std::move(message),
              std::move(note), {at, at + rune.size});
}

bool Lexer::AtTrimmedEnd(std::uint32_t offset) const {
  const std::string_view rest = text_.substr(offset);
  return rest.size() >= kMarkerSize + kRight.size() && IsSpace(rest[0]) && rest[1] == '-' &&
         rest.substr(kMarkerSize).starts_with(kRight);
}

Token Lexer::LexText() {
  for (;;) {
    const std::size_t found = text_.find(kLeft, pos_);
    if (found == std::string_view::npos) {
      pos_ = static_cast<std::uint32_t>(text_.size());
      return Emit(pos_ > start_ ? TokenKind::kText : TokenKind::kEndOfText);
    }
    const auto delimiter = static_cast<std::uint32_t>(found);
    const auto inside = delimiter + static_cast<std::uint32_t>(kLeft.size());
    const std::string_view after = text_.substr(inside);
    const bool trim = after.size() >= kMarkerSize && after[0] == '-' && IsSpace(after[1]);

    if (delimiter > start_) {
      pos_ = delimiter;
      if (trim) {
        while (pos_ > start_ && IsSpace(text_[pos_ - 1])) --pos_;
      }
      const Token text = Emit(TokenKind::kText);
      pos_ = start_ = delimiter;
      if (text.span.size() > 0) return text;
    }

    action_ = delimiter;
    pos_ = inside + (trim ? kMarkerSize : 0);
    if (At("/*")) {
      start_ = pos_;
      if (!SkipComment(delimiter)) return {TokenKind::kFault, {start_, start_}};
      continue;
    }
    start_ = pos_;
    parens_ = 0;
    inside_action_ = true;
    return {TokenKind::kLeftDelimiter, {delimiter, inside}};
  }
}

bool Lexer::SkipComment(std::uint32_t delimiter) {
  const std::size_t found = text_.find("*/", pos_ + 2);
  if (found == std::string_view::npos) {
    Fail("unclosed comment", "comment is never closed", "end it with `*/}}`",
         {delimiter, pos_ + 2});
    return false;
  }
  pos_ = static_cast<std::uint32_t>(found) + 2;
  const bool trim = AtTrimmedEnd(pos_);
  if (!trim && !At(kRight)) {
    Fail("comment ends before closing delimiter", "a comment must end with `*/}}`",
         "a comment cannot share its `{{ }}` with anything else", {pos_ - 2, pos_});
    return false;
  }
  pos_ += static_cast<std::uint32_t>(kRight.size()) + (trim ? kMarkerSize : 0);
  if (trim) AcceptRun(kSpaces);
  start_ = pos_;
  return true;
}

Token Lexer::LexRightDelimiter(bool trim) {
  if (trim) start_ = pos_ += kMarkerSize;
  pos_ += static_cast<std::uint32_t>(kRight.size());
  const Token token = Emit(TokenKind::kRightDelimiter);
  if (trim) {
    AcceptRun(kSpaces);
    start_ = pos_;
  }
  inside_action_ = false;
  return token;
}

Token Lexer::LexInsideAction() {
  const char c = pos_ < text_.size() ? text_[pos_] : '\0';
  const bool trim = IsSpace(c) && AtTrimmedEnd(pos_);
  if (trim || (c == '}' && At(kRight))) {
    if (parens_ == 0) return LexRightDelimiter(trim);
    return Fail("unclosed left paren", "`(` is never closed", "", {open_paren_, open_paren_ + 1});
  }
  if (pos_ == text_.size()) {
    return Fail("unclosed action", "`{{` is never closed", "end the action with `}}`",
                {action_, action_ + static_cast<std::uint32_t>(kLeft.size())});
  }
  if (IsSpace(c)) return LexSpace();
  ++pos_;
  switch (c) {
    case '=':
      return Emit(TokenKind::kAssign);
    case ':':
      if (!At("=")) {
        return Fail("expected :=", "unexpected `:` in an action", "declare a variable with `:=`",
                    {start_, pos_});
      }
      ++pos_;
      return Emit(TokenKind::kDeclare);
    case '|':
      return Emit(TokenKind::kPipe);
    case ',':
      return Emit(TokenKind::kComma);
    case '"':
      return LexQuoted('"', TokenKind::kString);
    case '\'':
      return LexQuoted('\'', TokenKind::kCharConstant);
    case '`': {
      const std::size_t end = text_.find('`', pos_);
      if (end == std::string_view::npos) {
        return Fail("unterminated raw quoted string", "string is never closed",
                    "end it with a backquote", {start_, pos_});
      }
      pos_ = static_cast<std::uint32_t>(end) + 1;
      return Emit(TokenKind::kRawString);
    }
    case '$':
      return LexName(TokenKind::kVariable);
    case '.':
      // At the very end of the text Go takes a dot for a number.
      if (pos_ < text_.size() && !IsDigit(text_[pos_])) {
        return LexName(TokenKind::kField);
      }
      --pos_;
      return LexNumber();
    case '(':
      if (parens_++ == 0) open_paren_ = start_;
      return Emit(TokenKind::kLeftParen);
    case ')':
      if (--parens_ < 0) {
        return Fail("unexpected right paren", "`)` without `(`", "", {start_, pos_});
      }
      return Emit(TokenKind::kRightParen);
    default:
      break;
  }
  --pos_;
  if (c == '+' || c == '-' || IsDigit(c)) return LexNumber();
  if (IsAsciiNameCharacter(c) || IsNameCharacter(DecodeRune(Rest()).code_point)) {
    return LexIdentifier();
  }
  if (c > 0x20 && c < 0x7F) {
    ++pos_;
    return Emit(TokenKind::kCharacter);
  }
  return FailAtCharacter("unrecognized character in action: ", pos_);
}

Token Lexer::LexSpace() {
  while (pos_ < text_.size() && IsSpace(text_[pos_])) ++pos_;
  // The last space may belong to ` -}}`.
  if (pos_ - start_ > 1 && AtTrimmedEnd(pos_ - 1)) --pos_;
  return Emit(TokenKind::kSpace);
}

void Lexer::SkipName() {
  while (pos_ < text_.size()) {
    if (IsAsciiNameCharacter(text_[pos_])) {
      ++pos_;
      continue;
    }
    if (static_cast<unsigned char>(text_[pos_]) < 0x80) return;
    const Rune rune = DecodeRune(Rest());
    if (!IsNameCharacter(rune.code_point)) return;
    pos_ += rune.size;
  }
}

bool Lexer::AtTerminator() const {
  if (pos_ == text_.size()) return true;
  const char c = text_[pos_];
  return IsSpace(c) || c == '.' || c == ',' || c == '|' || c == ':' || c == ')' || c == '(' ||
         At(kRight);
}

Token Lexer::LexIdentifier() {
  SkipName();
  if (!AtTerminator()) return FailAtCharacter("bad character ", pos_);
  return Emit(KindOfWord(text_.substr(start_, pos_ - start_)));
}

// The `.` or `$` has been read.
Token Lexer::LexName(TokenKind kind) {
  if (AtTerminator()) return Emit(kind == TokenKind::kField ? TokenKind::kDot : kind);
  SkipName();
  if (!AtTerminator()) return FailAtCharacter("bad character ", pos_);
  return Emit(kind);
}

// The opening quote has been read. What is between the quotes is the parser's business.
Token Lexer::LexQuoted(char quote, TokenKind kind) {
  for (; pos_ < text_.size() && text_[pos_] != '\n'; ++pos_) {
    if (text_[pos_] == quote) {
      ++pos_;
      return Emit(kind);
    }
    if (text_[pos_] != '\\') continue;
    ++pos_;
    if (pos_ == text_.size() || text_[pos_] == '\n') break;
  }
  const bool is_char = quote == '\'';
  return Fail(
      is_char ? "unterminated character constant" : "unterminated quoted string",
      is_char ? "character constant is not closed on its line" : "string is not closed on its line",
      is_char ? "text goes in double quotes"
              : "end it with `\"`; text of several lines goes in backquotes",
      {start_, pos_});
}

bool Lexer::Accept(std::string_view set) {
  if (pos_ == text_.size() || set.find(text_[pos_]) == std::string_view::npos) return false;
  ++pos_;
  return true;
}

void Lexer::AcceptRun(std::string_view set) {
  while (Accept(set)) {
  }
}

Token Lexer::LexNumber() {
  bool good = ScanNumber();
  TokenKind kind = TokenKind::kNumber;
  if (good && (At("+") || At("-"))) {
    // 1+2i
    good = ScanNumber() && text_[pos_ - 1] == 'i';
    kind = TokenKind::kComplex;
  }
  if (good) return Emit(kind);
  const std::string_view text = text_.substr(start_, pos_ - start_);
  return Fail("bad number syntax: " + GoQuote(text), fmt::format("`{}` is not a number", text), "",
              {start_, pos_});
}

// Takes more than what is a number, as Go's does: the parser looks again.
bool Lexer::ScanNumber() {
  constexpr std::string_view kDecimal = "0123456789_";
  constexpr std::string_view kHex = "0123456789abcdefABCDEF_";
  Accept("+-");
  std::string_view digits = kDecimal;
  if (Accept("0")) {
    if (Accept("xX")) {
      digits = kHex;
    } else if (Accept("oO")) {
      digits = "01234567_";
    } else if (Accept("bB")) {
      digits = "01_";
    }
  }
  AcceptRun(digits);
  if (Accept(".")) AcceptRun(digits);
  if ((digits == kDecimal && Accept("eE")) || (digits == kHex && Accept("pP"))) {
    Accept("+-");
    AcceptRun(kDecimal);
  }
  Accept("i");
  const Rune next = DecodeRune(Rest());
  if (next.size == 0 || !IsNameCharacter(next.code_point)) return true;
  pos_ += next.size;
  return false;
}

}  // namespace check::gotemplate
