#include "libcheck/promql/lexer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/promql/keywords.h"

namespace check::promql {
namespace {

using Fault = LexicalFault::Kind;

enum CharClass : std::uint8_t { kAlpha = 1, kDigit = 2, kSpaceChar = 4, kColonChar = 8 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes = {};
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = kAlpha;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = kAlpha;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = kDigit;
  classes['_'] = kAlpha;
  classes[':'] = kColonChar;
  for (const char c : {' ', '\t', '\n', '\r'}) classes[static_cast<unsigned char>(c)] = kSpaceChar;
  return classes;
}();

bool Is(int c, int any_of) {
  return c >= 0 && (kClasses[static_cast<std::size_t>(c)] & any_of) != 0;
}

int DigitValue(int c) {
  const int value = c < 0 || c >= 0x80 ? -1 : HexValue(static_cast<char>(c));
  return value < 0 ? 16 : value;
}

std::string Hex(std::uint32_t value, int digits) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 15];
  return out;
}

// strconv.QuoteRune.
std::string QuoteRune(std::uint32_t rune) {
  std::string body;
  switch (rune) {
    case '\a':
      body = "\\a";
      break;
    case '\b':
      body = "\\b";
      break;
    case '\f':
      body = "\\f";
      break;
    case '\n':
      body = "\\n";
      break;
    case '\r':
      body = "\\r";
      break;
    case '\t':
      body = "\\t";
      break;
    case '\v':
      body = "\\v";
      break;
    case '\\':
      body = "\\\\";
      break;
    case '\'':
      body = "\\'";
      break;
    default:
      if (IsGoPrintable(rune)) {
        AppendUtf8(body, rune);
      } else if (rune < ' ' || rune == 0x7f) {
        body = "\\x" + Hex(rune, 2);
      } else if (rune < 0x10000) {
        body = "\\u" + Hex(rune, 4);
      } else {
        body = "\\U" + Hex(rune, 8);
      }
  }
  return "'" + body + "'";
}

// fmt's %#U: "U+0078 'x'".
std::string DescribeRune(std::uint32_t rune) {
  std::string digits = Hex(rune, rune > 0xfffff ? 6 : rune > 0xffff ? 5 : 4);
  for (char& c : digits) {
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  std::string out = "U+" + digits;
  if (IsGoPrintable(rune)) {
    out += " '";
    AppendUtf8(out, rune);
    out += '\'';
  }
  return out;
}

std::optional<TokenKind> DurationWord(std::string_view word) {
  const Keyword* keyword = FindKeyword(word);
  if (keyword == nullptr) return std::nullopt;
  switch (keyword->kind) {
    case TokenKind::kStep:
    case TokenKind::kRange:
    case TokenKind::kMaxOf:
    case TokenKind::kMinOf:
      return keyword->kind;
    default:
      return std::nullopt;
  }
}

// "step", "range", "max_of" and "min_of" begin with these.
bool StartsDurationWord(int c) {
  return c == 's' || c == 'S' || c == 'r' || c == 'R' || c == 'm' || c == 'M';
}

}  // namespace

bool Lexer::Accept(std::string_view any_of) {
  if (!PeekIs(any_of)) return false;
  ++pos_;
  return true;
}

bool Lexer::PeekIs(std::string_view any_of) const {
  return pos_ < text_.size() && any_of.find(text_[pos_]) != std::string_view::npos;
}

void Lexer::SkipSpace() {
  while (Is(Peek(), kSpaceChar)) ++pos_;
  start_ = pos_;
}

bool Lexer::Emit(Token& token, TokenKind kind, std::uint8_t detail) {
  token.kind = kind;
  token.detail = detail;
  token.span = {static_cast<std::uint32_t>(start_), static_cast<std::uint32_t>(pos_)};
  start_ = pos_;
  return true;
}

bool Lexer::FailAt(Token& token, std::size_t pos, std::string what, LexicalFault::Kind kind) {
  return Fail(token, {what + QuotedRune(pos), kind, DecodeRune(text_.substr(pos)).code_point});
}

bool Lexer::Fail(Token& token, LexicalFault fault) {
  fault_ = std::move(fault);
  state_ = State::kDone;
  token.kind = TokenKind::kError;
  token.detail = 0;
  token.span = {static_cast<std::uint32_t>(start_), static_cast<std::uint32_t>(text_.size())};
  return true;
}

std::string Lexer::QuotedRune(std::size_t pos) const {
  return QuoteRune(DecodeRune(text_.substr(pos)).code_point);
}

Token Lexer::Next() {
  Token token;
  while (true) {
    bool done = false;
    switch (state_) {
      case State::kStatements:
        done = ScanStatement(token);
        break;
      case State::kDuration:
        done = ScanDuration(token);
        break;
      case State::kNumber:
        state_ = State::kStatements;
        done = ScanNumberToken(token, false);
        break;
      case State::kValues:
        done = ScanValue(token);
        break;
      case State::kDone:
        start_ = pos_ = text_.size();
        done = Emit(token, TokenKind::kEof);
        break;
    }
    if (done) return token;
  }
}

bool Lexer::ScanStatement(Token& token) {
  using enum TokenKind;
  if (histogram_ != Histogram::kNone) return ScanHistogram(token);
  SkipSpace();
  if (in_braces_) return ScanInsideBraces(token);
  const int c = Peek();
  if (Is(c, kAlpha | kColonChar) && !in_brackets_) return ScanWord(token);
  if (Is(c, kDigit) || (c == '.' && Is(PeekAt(pos_ + 1), kDigit))) {
    return ScanNumberToken(token, true);
  }
  ++pos_;
  switch (c) {
    case kEndOfText:
      pos_ = text_.size();
      if (paren_depth_ != 0) return Fail(token, {"unclosed left parenthesis", Fault::kParenthesis});
      if (in_brackets_) return Fail(token, {"unclosed left bracket"});
      state_ = State::kDone;
      return Emit(token, kEof);
    case '#':
      return ScanComment(token);
    case ',':
      return Emit(token, kComma);
    case '*':
      return Emit(token, kMul);
    case '/':
      return Emit(token, kDiv);
    case '%':
      return Emit(token, kMod);
    case '+':
      return Emit(token, kAdd);
    case '-':
      return Emit(token, kSub);
    case '^':
      return Emit(token, kPow);
    case '@':
      return Emit(token, kAt);
    case '=':
      if (Peek() == '=') {
        ++pos_;
        return Emit(token, kEqual);
      }
      if (Peek() == '~') {
        return FailAt(token, pos_, "unexpected character after '=': ", Fault::kAfterOperator);
      }
      return Emit(token, kAssign);
    case '!':
      if (Peek() != '=')
        return FailAt(token, pos_, "unexpected character after '!': ", Fault::kAfterOperator);
      ++pos_;
      return Emit(token, kNotEqual);
    case '<':
      if (Accept("=")) return Emit(token, kLessEqual);
      if (Accept("/")) return Emit(token, kTrimUpper);
      return Emit(token, kLess);
    case '>':
      if (Accept("=")) return Emit(token, kGreaterEqual);
      if (Accept("/")) return Emit(token, kTrimLower);
      return Emit(token, kGreater);
    case '"':
    case '\'':
      return ScanString(token);
    case '`':
      return ScanRawString(token);
    case '(':
      ++paren_depth_;
      return Emit(token, kLeftParen);
    case ')':
      Emit(token, kRightParen);
      if (--paren_depth_ < 0) return Fail(token, {"unexpected right parenthesis ')'"});
      return true;
    case '{':
      in_braces_ = true;
      return Emit(token, kLeftBrace);
    case '[':
      if (in_brackets_) return Fail(token, {"unexpected left bracket '['"});
      seen_colon_ = false;
      Emit(token, kLeftBracket);
      SkipSpace();
      in_brackets_ = true;
      state_ = State::kDuration;
      return true;
    case ']':
      if (!in_brackets_) return Fail(token, {"unexpected right bracket ']'"});
      in_brackets_ = false;
      return Emit(token, kRightBracket);
    default:
      break;
  }
  if (Is(c, kAlpha | kColonChar)) {  // In brackets, after the first number.
    if (c == ':') {
      if (seen_colon_) return Fail(token, {"unexpected colon ':'"});
      seen_colon_ = true;
      return Emit(token, kColon);
    }
    if (StartsDurationWord(c) && ScanDurationWord(token)) return true;
    return Fail(token, {"unexpected character: " + QuotedRune(start_) + ", expected ':'"});
  }
  return FailAt(token, pos_ - 1, "unexpected character: ", Fault::kCharacter);
}

bool Lexer::ScanInsideBraces(Token& token) {
  using enum TokenKind;
  const int c = Peek();
  if (Is(c, kAlpha)) {
    do ++pos_;
    while (Is(Peek(), kAlpha | kDigit));
    return Emit(token, kIdentifier);
  }
  ++pos_;
  switch (c) {
    case kEndOfText:
      return Fail(token, {"unexpected end of input inside braces", Fault::kEndOfText});
    case '#':
      return ScanComment(token);
    case ',':
      return Emit(token, kComma);
    case '"':
    case '\'':
      return ScanString(token);
    case '`':
      return ScanRawString(token);
    case '=':
      return Emit(token, Accept("~") ? kRegexEqual : kAssign);
    case '!':
      if (Accept("~")) return Emit(token, kRegexNotEqual);
      if (Accept("=")) return Emit(token, kNotEqual);
      return FailAt(token, pos_, "unexpected character after '!' inside braces: ");
    case '{':
      return Fail(token, {"unexpected left brace '{'"});
    case '}':
      in_braces_ = false;
      if (series_) state_ = State::kValues;
      return Emit(token, kRightBrace);
    default:
      return FailAt(token, pos_ - 1,
                    "unexpected character inside braces: ", Fault::kCharacterInBraces);
  }
}

bool Lexer::ScanDuration(Token& token) {
  using enum TokenKind;
  SkipSpace();
  const int c = Peek();
  if (Is(c, kDigit) || (c == '.' && Is(PeekAt(pos_ + 1), kDigit))) {
    seen_duration_ = true;
    state_ = State::kStatements;
    return ScanNumberToken(token, true);
  }
  ++pos_;
  switch (c) {
    case kEndOfText:
      return Fail(token, {"unexpected end of input in duration expression", Fault::kEndOfText});
    case ']':
      in_brackets_ = false;
      seen_colon_ = false;
      state_ = State::kStatements;
      return Emit(token, kRightBracket);
    case ':':
      Emit(token, kColon);
      if (!seen_duration_) {
        return Fail(token, {"unexpected colon before duration in duration expression"});
      }
      if (seen_colon_) return Fail(token, {"unexpected repeated colon in duration expression"});
      seen_colon_ = true;
      return true;
    case '(':
      ++paren_depth_;
      return Emit(token, kLeftParen);
    case ')':
      Emit(token, kRightParen);
      if (--paren_depth_ < 0) return Fail(token, {"unexpected right parenthesis ')'"});
      return true;
    case '+':
      return Emit(token, kAdd);
    case '-':
      return Emit(token, kSub);
    case '*':
      return Emit(token, kMul);
    case '/':
      return Emit(token, kDiv);
    case '%':
      return Emit(token, kMod);
    case '^':
      return Emit(token, kPow);
    case ',':
      return Emit(token, kComma);
    default:
      break;
  }
  if (StartsDurationWord(c) && ScanDurationWord(token)) return true;
  return FailAt(token, StartsDurationWord(c) ? start_ : pos_ - 1,
                "unexpected character in duration expression: ");
}

// The first letter has been taken.
bool Lexer::ScanDurationWord(Token& token) {
  while (Is(Peek(), kAlpha)) ++pos_;
  const auto kind = DurationWord(text_.substr(start_, pos_ - start_));
  return kind.has_value() && Emit(token, *kind);
}

bool Lexer::ScanValue(Token& token) {
  using enum TokenKind;
  if (histogram_ != Histogram::kNone) return ScanHistogram(token);
  const int c = Peek();
  if (c == kEndOfText) {
    state_ = State::kStatements;
    return false;
  }
  if (Is(c, kAlpha) && c != 'x' && c != '_') {
    state_ = State::kStatements;
    return ScanWord(token);
  }
  if (Is(c, kDigit) || (c == '.' && Is(PeekAt(pos_ + 1), kDigit))) {
    return ScanNumberToken(token, false);
  }
  ++pos_;
  switch (c) {
    case '{':
      if (!Accept("{")) break;
      histogram_ = Histogram::kOpen;
      state_ = State::kStatements;
      return Emit(token, kOpenHistogram);
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      Emit(token, kSpace);
      SkipSpace();
      return true;
    case '+':
      return Emit(token, kAdd);
    case '-':
      return Emit(token, kSub);
    case 'x':
      return Emit(token, kTimes);
    case '_':
      return Emit(token, kBlank);
    default:
      break;
  }
  return FailAt(token, pos_ - 1, "unexpected character in series sequence: ");
}

bool Lexer::ScanHistogram(Token& token) {
  using enum TokenKind;
  if (histogram_ != Histogram::kOpen) {
    const TokenKind kind = histogram_ == Histogram::kTimes ? kTimes
                           : histogram_ == Histogram::kAdd ? kAdd
                                                           : kSub;
    histogram_ = Histogram::kNone;
    state_ = State::kValues;
    ++pos_;
    return Emit(token, kind);
  }
  state_ = State::kStatements;
  if (in_brackets_) return ScanBuckets(token);
  const int c = Peek();
  if (Is(c, kAlpha)) return ScanHistogramWord(token);
  if (Is(c, kDigit)) return ScanNumberToken(token, false);
  ++pos_;
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      Emit(token, kSpace);
      SkipSpace();
      return true;
    case ':':
      return Emit(token, kColon);
    case '-':
      return Emit(token, kSub);
    case '[':
      in_brackets_ = true;
      seen_colon_ = false;
      seen_duration_ = false;
      return Emit(token, kLeftBracket);
    case '}':
      if (!Accept("}")) break;
      switch (Peek()) {
        case 'x':
          histogram_ = Histogram::kTimes;
          break;
        case '+':
          histogram_ = Histogram::kAdd;
          break;
        case '-':
          histogram_ = Histogram::kSub;
          break;
        default:
          histogram_ = Histogram::kNone;
          state_ = State::kValues;
      }
      return Emit(token, kCloseHistogram);
    default:
      break;
  }
  if (c == kEndOfText) pos_ = text_.size();
  return Fail(token, {"histogram description incomplete unexpected: " +
                      QuotedRune(c == kEndOfText ? pos_ : pos_ - 1)});
}

bool Lexer::ScanHistogramWord(Token& token) {
  while (Is(Peek(), kAlpha)) ++pos_;
  const std::string_view word = text_.substr(start_, pos_ - start_);
  if (IsHistogramKey(word)) {
    if (Peek() == ':') return Emit(token, TokenKind::kHistogramKey);
    return Fail(token, {"missing `:` for histogram descriptor"});
  }
  const Keyword* keyword = FindKeyword(word);
  if (keyword != nullptr && keyword->kind == TokenKind::kNumber) {
    return Emit(token, TokenKind::kNumber);
  }
  if (IsCounterResetHint(word)) return Emit(token, TokenKind::kCounterResetHint);
  return Fail(token, {"bad histogram descriptor found: " + GoQuote(word)});
}

bool Lexer::ScanBuckets(Token& token) {
  using enum TokenKind;
  while (true) {
    const int c = Peek();
    if (Is(c, kDigit)) return ScanNumberToken(token, false);
    ++pos_;
    if (Is(c, kSpaceChar)) {
      Emit(token, kSpace);
      SkipSpace();
      return true;
    }
    if (c == '-') {
      state_ = State::kNumber;
      return Emit(token, kSub);
    }
    if (c == ']') {
      in_brackets_ = false;
      return Emit(token, kRightBracket);
    }
    if (!Is(c, kAlpha)) {
      if (c == kEndOfText) pos_ = text_.size();
      return Fail(token, {"invalid character in buckets description: " +
                          QuotedRune(c == kEndOfText ? pos_ : pos_ - 1)});
    }
    // Letters add up until they spell a number.
    const Keyword* keyword = FindKeyword(text_.substr(start_, pos_ - start_));
    if (keyword != nullptr && keyword->kind == kNumber) return Emit(token, kNumber);
  }
}

bool Lexer::ScanWord(Token& token) {
  using enum TokenKind;
  int seen = 0;
  const char* at = text_.data() + pos_;
  const char* const end = text_.data() + text_.size();
  while (at != end) {
    const std::uint8_t one = kClasses[static_cast<unsigned char>(*at)];
    if ((one & (kAlpha | kDigit | kColonChar)) == 0) break;
    seen |= one;
    ++at;
  }
  pos_ = static_cast<std::size_t>(at - text_.data());
  TokenKind kind = (seen & kColonChar) != 0 ? kMetricIdentifier : kIdentifier;
  std::uint8_t detail = 0;
  if (const Keyword* keyword = FindKeyword(text_.substr(start_, pos_ - start_))) {
    const bool is_fill = IsBetween(keyword->kind, kFill, kFillRight);
    // Prometheus: only a parenthesis makes these keywords, so that metrics may bear their names.
    if (!is_fill || OpenParenFollows()) {
      kind = keyword->kind;
      detail = keyword->detail;
    }
  }
  if (series_) state_ = Peek() == '{' ? State::kStatements : State::kValues;
  return Emit(token, kind, detail);
}

bool Lexer::OpenParenFollows() const {
  std::size_t at = pos_;
  while (Is(PeekAt(at), kSpaceChar)) ++at;
  return PeekAt(at) == '(';
}

// The quote has been taken.
bool Lexer::ScanString(Token& token) {
  const char quote = text_[pos_ - 1];
  while (true) {
    const int c = Peek();
    if (c == kEndOfText || c == '\n')
      return Fail(token, {"unterminated quoted string", Fault::kQuotedString,
                          static_cast<unsigned char>(quote)});
    if (c >= 0x80) {
      const Rune rune = DecodeRune(text_.substr(pos_));
      // Prometheus: U+FFFD itself counts as invalid too.
      if (rune.code_point == kRuneError) return Fail(token, {"invalid UTF-8 rune"});
      pos_ += rune.size;
      continue;
    }
    ++pos_;
    if (c == quote) return Emit(token, TokenKind::kString);
    if (c == '\\' && ScanEscape(token, quote)) return true;
  }
}

// The backslash has been taken. True if there is something wrong with the escape.
bool Lexer::ScanEscape(Token& token, char quote) {
  const auto rune_at = [&](std::size_t pos) { return DecodeRune(text_.substr(pos)).code_point; };
  const int c = Peek();
  if (c == kEndOfText) return Fail(token, {"escape sequence not terminated"});
  if (c == quote ||
      std::string_view("abfnrtv\\").find(static_cast<char>(c)) != std::string_view::npos) {
    ++pos_;
    return false;
  }
  int digits = 0;
  std::uint32_t base = 16;
  std::uint32_t max = 0x10FFFF;
  if (IsOctalDigit(c)) {
    digits = 3;
    base = 8;
    max = 255;
  } else if (c == 'x') {
    digits = 2;
    max = 255;
  } else if (c == 'u') {
    digits = 4;
  } else if (c == 'U') {
    digits = 8;
  } else {
    return Fail(token, {"unknown escape sequence " + DescribeRune(rune_at(pos_)), Fault::kEscape,
                        rune_at(pos_)});
  }
  if (base == 16) ++pos_;
  std::uint32_t value = 0;
  for (; digits > 0; --digits) {
    const int digit = Peek();
    if (digit == kEndOfText) return Fail(token, {"escape sequence not terminated"});
    const auto one = static_cast<std::uint32_t>(DigitValue(digit));
    if (one >= base) {
      return Fail(token,
                  {"illegal character " + DescribeRune(rune_at(pos_)) + " in escape sequence",
                   Fault::kOther, rune_at(pos_)});
    }
    value = value * base + one;
    ++pos_;
  }
  if (value > max || (value >= 0xD800 && value < 0xE000)) {
    return Fail(token, {"escape sequence is an invalid Unicode code point"});
  }
  return false;
}

// The quote has been taken.
bool Lexer::ScanRawString(Token& token) {
  while (true) {
    const int c = Peek();
    if (c == kEndOfText) return Fail(token, {"unterminated raw string", Fault::kRawString});
    if (c >= 0x80) {
      const Rune rune = DecodeRune(text_.substr(pos_));
      if (rune.code_point == kRuneError) return Fail(token, {"invalid UTF-8 rune"});
      pos_ += rune.size;
      continue;
    }
    ++pos_;
    if (c == '`') return Emit(token, TokenKind::kString);
  }
}

// The # has been taken.
bool Lexer::ScanComment(Token& token) {
  pos_ = std::min(text_.find_first_of("\r\n", pos_), text_.size());
  return Emit(token, TokenKind::kComment);
}

bool Lexer::ScanNumberToken(Token& token, bool or_duration) {
  if (ScanNumber()) return Emit(token, TokenKind::kNumber);
  if (!or_duration) {
    return Fail(token, {"bad number syntax: " + GoQuote(text_.substr(start_, pos_ - start_))});
  }
  if (ScanRestOfDuration()) return Emit(token, TokenKind::kDuration);
  return Fail(token,
              {"bad number or duration syntax: " + GoQuote(text_.substr(start_, pos_ - start_)),
               Fault::kNumber});
}

// What ScanNumber left over must be a unit, then perhaps more numbers with units. Whether the
// units make sense is found out when the duration is worked out.
bool Lexer::ScanRestOfDuration() {
  if (!Accept("smhdwy")) return false;
  Accept("s");
  while (Is(Peek(), kDigit)) {
    while (Is(Peek(), kDigit)) ++pos_;
    if (!Accept("smhdw")) return false;
    Accept("s");
  }
  if (!Is(Peek(), kAlpha | kDigit)) return true;
  ++pos_;  // Messages show the character that should not be there.
  return false;
}

// Takes what looks like a number; whether it is one is found out when its value is worked out.
// After a false, `pos_` is where a duration may go on and where messages end.
bool Lexer::ScanNumber() {
  const std::size_t begin = pos_;
  bool hex = false;
  // In series descriptions "0x3" is zero, three times.
  if (!series_ && Accept("0") && Accept("xX")) {
    Accept("_");
    hex = true;
  }
  const std::string_view digits = hex ? "0123456789abcdefABCDEF" : "0123456789";
  Accept(".");
  Accept(digits);
  bool seen_dot = false;
  bool seen_exponent = false;
  while (true) {
    const int c = Peek();
    if (c == '.') {
      ++pos_;
      if (seen_dot) return false;
      seen_dot = true;
      if (Accept("_.") || hex) return false;
    } else if (c == 'e' || c == 'E') {  // Even where it could be a hexadecimal digit.
      ++pos_;
      if (seen_exponent) return false;
      seen_exponent = true;
      Accept("+-");
      if (Accept("._eE") || Peek() == kEndOfText) return false;
    } else if (c == '_') {
      ++pos_;
      if (Accept("._eE") || Peek() == kEndOfText) return false;
    } else if (PeekIs(digits)) {
      while (PeekIs(digits)) ++pos_;
    } else {
      break;
    }
  }
  if (pos_ == begin) return false;
  return (series_ && Peek() == 'x') || !Is(Peek(), kAlpha | kDigit);
}

std::string UnquoteString(std::string_view text) {
  const char quote = text.front();
  text = text.substr(1, text.size() - 2);
  if (quote == '`' || text.find('\\') == std::string_view::npos) return std::string(text);
  const auto hex = [](char c) { return static_cast<std::uint32_t>(HexValue(c)); };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    constexpr std::string_view kLetters = "abfnrtv";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v";
    if (const std::size_t at = kLetters.find(c); at != std::string_view::npos) {
      out += kMeanings[at];
    } else if (IsOctalDigit(c)) {
      out += static_cast<char>((c - '0') * 64 + (text[i + 1] - '0') * 8 + (text[i + 2] - '0'));
      i += 2;
    } else if (c == 'x' || c == 'u' || c == 'U') {
      const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      std::uint32_t value = 0;
      for (std::size_t digit = 1; digit <= digits; ++digit) {
        value = value * 16 + hex(text[i + digit]);
      }
      if (c == 'x') {
        out += static_cast<char>(value);
      } else {
        AppendUtf8(out, value);
      }
      i += digits;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace check::promql
