#include "libcheck/model/alert_matcher_lexer.h"

#include "libcheck/base/unicode.h"
#include "libcheck/base/utf8.h"

namespace check::model {
namespace {

constexpr std::string_view kReserved = "{}!=~,\\\"'`";

bool IsReserved(std::uint32_t code_point) {
  return IsUnicodeSpace(code_point) ||
         (code_point < 0x80 &&
          kReserved.find(static_cast<char>(code_point)) != std::string_view::npos);
}

}  // namespace

bool HasReservedCharacter(std::string_view text) {
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    if (IsReserved(rune.code_point)) return true;
    text.remove_prefix(rune.size);
  }
  return false;
}

void MatcherLexer::Skip(std::size_t bytes) {
  at_.bytes += static_cast<std::uint32_t>(bytes);
  ++at_.columns;
}

bool MatcherLexer::Accept(char c) {
  if (!input_.substr(at_.bytes).starts_with(c)) return false;
  Skip(1);
  return true;
}

MatcherToken MatcherLexer::Emit(MatcherTokenKind kind) {
  const MatcherToken token{kind, input_.substr(start_.bytes, at_.bytes - start_.bytes),
                           Span{start_.bytes, at_.bytes}, Span{start_.columns, at_.columns}};
  start_ = at_;
  return token;
}

MatcherToken MatcherLexer::Fail(std::string_view why) {
  const Span span{start_.bytes, at_.bytes};
  fault_ =
      MatcherFault{std::to_string(start_.columns) + ':' + std::to_string(at_.columns) + ": ", span};
  fault_->message.append(why);
  return {};
}

MatcherToken MatcherLexer::Scan() {
  while (!fault_ && at_.bytes < input_.size()) {
    const Rune rune = DecodeRune(input_.substr(at_.bytes));
    switch (rune.code_point) {
      case '{':
        Skip(1);
        return Emit(MatcherTokenKind::kOpenBrace);
      case '}':
        Skip(1);
        return Emit(MatcherTokenKind::kCloseBrace);
      case ',':
        Skip(1);
        return Emit(MatcherTokenKind::kComma);
      case '=':
      case '!':
        return Operator();
      case '"':
        return Quoted();
      default:
        break;
    }
    if (!IsReserved(rune.code_point)) return Unquoted();
    Skip(rune.size);
    if (!IsUnicodeSpace(rune.code_point)) {
      return Fail(std::string(input_.substr(start_.bytes, rune.size)) + ": invalid input");
    }
    start_ = at_;
  }
  return {};
}

MatcherToken MatcherLexer::Peek() {
  const Place start = start_;
  const Place at = at_;
  const MatcherToken token = Scan();
  start_ = start;
  at_ = at;
  return token;
}

MatcherToken MatcherLexer::Operator() {
  if (Accept('=')) {
    return Emit(Accept('~') ? MatcherTokenKind::kRegexp : MatcherTokenKind::kEqual);
  }
  (void)Accept('!');
  if (Accept('=')) return Emit(MatcherTokenKind::kNotEqual);
  if (Accept('~')) return Emit(MatcherTokenKind::kNotRegexp);
  return Fail(at_.bytes == input_.size() ? "unexpected end of input, expected one of '=~'"
                                         : "!: expected one of '=~'");
}

MatcherToken MatcherLexer::Quoted() {
  (void)Accept('"');
  bool is_escaped = false;
  while (at_.bytes < input_.size()) {
    const Rune rune = DecodeRune(input_.substr(at_.bytes));
    Skip(rune.size);
    if (is_escaped) {
      is_escaped = false;
    } else if (rune.code_point == '\\') {
      is_escaped = true;
    } else if (rune.code_point == '"') {
      return Emit(MatcherTokenKind::kQuoted);
    }
  }
  return Fail(std::string(input_.substr(start_.bytes)) + ": missing end \"");
}

MatcherToken MatcherLexer::Unquoted() {
  while (at_.bytes < input_.size()) {
    const Rune rune = DecodeRune(input_.substr(at_.bytes));
    if (IsReserved(rune.code_point)) break;
    Skip(rune.size);
  }
  return Emit(MatcherTokenKind::kUnquoted);
}

}  // namespace check::model
