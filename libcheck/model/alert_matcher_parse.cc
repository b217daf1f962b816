#include "libcheck/model/alert_matcher_parse.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/unquote.h"
#include "libcheck/base/utf8.h"

namespace check::model {
namespace {

using Kind = MatcherTokenKind;

std::string At(Span columns) {
  return std::to_string(columns.begin) + ':' + std::to_string(columns.end) + ": ";
}

bool IsOneOf(Kind kind, std::initializer_list<Kind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

MatchType TypeOf(Kind kind) {
  switch (kind) {
    case Kind::kNotEqual:
      return MatchType::kNotEqual;
    case Kind::kRegexp:
      return MatchType::kRegexp;
    case Kind::kNotRegexp:
      return MatchType::kNotRegexp;
    default:
      return MatchType::kEqual;
  }
}

// Alertmanager: package matcher/parse. Each step says whether to go on.
class Utf8Parser {
 public:
  explicit Utf8Parser(std::string_view input) : input_(input), lexer_(input) {}

  ParsedMatchers Parse() {
    if (!List()) {
      parsed_.matchers.clear();
      parsed_.spans.clear();
    }
    return std::move(parsed_);
  }

 private:
  bool Fail(std::string message, Span span) {
    parsed_.fault = MatcherFault{std::move(message), span};
    return false;
  }

  Span EndSpan() const {
    const auto end = static_cast<std::uint32_t>(input_.size());
    return {end, end};
  }

  // Why `token` is not what was expected, with `expected` behind it.
  MatcherFault Unexpected(const MatcherToken& token, std::string_view expected) const {
    MatcherFault fault;
    if (lexer_.fault()) {
      fault = *lexer_.fault();
    } else if (token.kind == Kind::kEnd) {
      fault = {"end of input", EndSpan()};
    } else {
      fault = {At(token.columns) + "unexpected " + std::string(token.text), token.span};
    }
    fault.message.append(": ").append(expected);
    return fault;
  }

  bool List() {
    MatcherToken token = lexer_.Peek();
    if (lexer_.fault()) return Fail(lexer_.fault()->message, lexer_.fault()->span);
    if (token.kind == Kind::kEnd) return true;
    if (token.kind == Kind::kOpenBrace) {
      is_open_ = true;
      lexer_.Scan();
      token = lexer_.Peek();
      if (lexer_.fault()) return Fail(lexer_.fault()->message, lexer_.fault()->span);
    }
    if (!IsOneOf(token.kind, {Kind::kCloseBrace, Kind::kEnd})) {
      while (OneMatcher() && Separator()) {
      }
      if (parsed_.fault) return false;
    }
    return CloseBrace();
  }

  // Whether there was a comma and there is another matcher.
  bool Separator() {
    const MatcherToken token = lexer_.Peek();
    if (lexer_.fault() || !IsOneOf(token.kind, {Kind::kComma, Kind::kCloseBrace, Kind::kEnd})) {
      parsed_.fault = Unexpected(token, "expected a comma or close brace");
      return false;
    }
    if (token.kind != Kind::kComma) return false;
    lexer_.Scan();
    const MatcherToken next = lexer_.Peek();
    if (!lexer_.fault() && IsOneOf(next.kind, {Kind::kCloseBrace, Kind::kEnd})) return false;
    if (IsOneOf(next.kind, {Kind::kQuoted, Kind::kUnquoted})) return true;
    parsed_.fault = Unexpected(next, "expected a matcher or close brace after comma");
    return false;
  }

  bool OneMatcher() {
    std::string name;
    std::string value;
    const MatcherToken first = lexer_.Peek();
    if (!Text("expected label name", name)) return false;
    const MatcherToken op = lexer_.Peek();
    if (!IsOneOf(op.kind, {Kind::kEqual, Kind::kNotEqual, Kind::kRegexp, Kind::kNotRegexp})) {
      parsed_.fault = Unexpected(op, "expected an operator such as '=', '!=', '=~' or '!~'");
      return false;
    }
    lexer_.Scan();
    const MatcherToken last = lexer_.Peek();
    if (!Text("expected label value", value)) return false;
    Result<AlertMatcher> matcher =
        AlertMatcher::Make(TypeOf(op.kind), std::move(name), std::move(value));
    if (!matcher) return Fail("failed to create matcher: " + matcher.error().message, last.span);
    parsed_.matchers.push_back(*std::move(matcher));
    parsed_.spans.push_back({first.span.begin, last.span.end});
    return true;
  }

  // A name or value.
  bool Text(std::string_view expected, std::string& text) {
    const MatcherToken token = lexer_.Peek();
    if (!IsOneOf(token.kind, {Kind::kQuoted, Kind::kUnquoted})) {
      parsed_.fault = Unexpected(token, expected);
      return false;
    }
    lexer_.Scan();
    if (token.kind == Kind::kUnquoted) {
      text = token.text;
      return true;
    }
    auto unquoted = GoUnquote(token.text);
    if (!unquoted || !IsValidUtf8(*unquoted)) {
      return Fail(At(token.columns) + std::string(token.text) + ": invalid input", token.span);
    }
    text = *std::move(unquoted);
    return true;
  }

  // Until the end of the input.
  bool CloseBrace() {
    const MatcherToken token = lexer_.Peek();
    const bool is_closed = token.kind == Kind::kCloseBrace;
    if (is_open_ && !is_closed) {
      const std::string read = At({0, lexer_.columns()});
      parsed_.fault = Unexpected(token, "expected close brace");
      parsed_.fault->message.insert(0, read);
      return false;
    }
    if (is_closed) lexer_.Scan();
    if (is_closed && !is_open_) {
      return Fail(At({0, lexer_.columns()}) + "}: expected opening brace", token.span);
    }
    const MatcherToken last = lexer_.Scan();
    constexpr std::string_view kExpected = ": expected end of input";
    if (lexer_.fault()) {
      return Fail(lexer_.fault()->message + std::string(kExpected), lexer_.fault()->span);
    }
    if (last.kind == Kind::kEnd) return true;
    return Fail(At(last.columns) + std::string(last.text) + std::string(kExpected), last.span);
  }

  std::string_view input_;
  MatcherLexer lexer_;
  bool is_open_ = false;
  ParsedMatchers parsed_;
};

ParsedMatchers Failed(std::string message, std::string_view input) {
  ParsedMatchers parsed;
  parsed.fault = MatcherFault{std::move(message), {0, static_cast<std::uint32_t>(input.size())}};
  return parsed;
}

ParsedMatchers Choose(ParsedMatchers utf8, ParsedMatchers classic) {
  if (classic.fault) return utf8.fault ? classic : utf8;
  if (utf8.fault) {
    classic.oddity = MatcherOddity::kNotUtf8Syntax;
    classic.utf8_fault = std::move(utf8.fault);
  } else if (utf8.matchers != classic.matchers || utf8.matchers.empty()) {
    // Alertmanager: no list and an empty list are not the same to it.
    classic.oddity = MatcherOddity::kDisagreement;
    classic.utf8_matchers = std::move(utf8.matchers);
  }
  return classic;
}

// Takes an operator off the front.
std::optional<MatchType> TakeOperator(std::string_view& text) {
  constexpr std::pair<std::string_view, MatchType> kOperators[] = {{"=~", MatchType::kRegexp},
                                                                   {"!~", MatchType::kNotRegexp},
                                                                   {"!=", MatchType::kNotEqual},
                                                                   {"=", MatchType::kEqual}};
  for (const auto& [word, type] : kOperators) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return type;
  }
  return std::nullopt;
}

// What most matchers are: a name of letters, digits and underscores, an operator, and a value in
// double quotes without escapes, or of a few characters without. Both syntaxes read them alike.
// Nothing if it is something else, or refused.
std::optional<ParsedMatchers> ParsePlain(std::string_view input) {
  std::size_t name_size = 0;
  while (name_size < input.size() && IsNamePart(input[name_size])) ++name_size;
  const std::string_view name = input.substr(0, name_size);
  if (name.empty() || IsDigit(name.front())) return std::nullopt;
  std::string_view value = input.substr(name_size);
  const auto type = TakeOperator(value);
  if (!type || value.empty()) return std::nullopt;
  const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  if (is_quoted) value = value.substr(1, value.size() - 2);
  const bool is_plain = std::all_of(value.begin(), value.end(), [&](char c) {
    return is_quoted ? c >= ' ' && c <= '~' && c != '"' && c != '\\'
                     : IsNamePart(c) || c == '-' || c == '.';
  });
  if (!is_plain) return std::nullopt;
  Result<AlertMatcher> matcher = AlertMatcher::Make(*type, std::string(name), std::string(value));
  if (!matcher) return std::nullopt;
  ParsedMatchers parsed;
  parsed.matchers.push_back(*std::move(matcher));
  parsed.spans.push_back({0, static_cast<std::uint32_t>(input.size())});
  return parsed;
}

}  // namespace

ParsedMatchers ParseUtf8Matchers(std::string_view input) { return Utf8Parser(input).Parse(); }

ParsedMatchers ParseUtf8Matcher(std::string_view input) {
  ParsedMatchers parsed = ParseUtf8Matchers(input);
  if (parsed.fault || parsed.matchers.size() == 1) return parsed;
  return Failed(parsed.matchers.empty()
                    ? "no matchers"
                    : "expected 1 matcher, found " + std::to_string(parsed.matchers.size()),
                input);
}

ParsedMatchers ParseMatchers(std::string_view input, MatcherMode mode) {
  if (auto plain = ParsePlain(input)) return *std::move(plain);
  if (mode == MatcherMode::kClassic) return ParseClassicMatchers(input);
  ParsedMatchers utf8 = ParseUtf8Matchers(input);
  if (mode == MatcherMode::kUtf8) return utf8;
  return Choose(std::move(utf8), ParseClassicMatchers(input));
}

ParsedMatchers ParseMatcher(std::string_view input, MatcherMode mode) {
  if (mode == MatcherMode::kClassic) return ParseClassicMatcher(input);
  if (input.starts_with('{') || input.ends_with('}')) {
    return Failed("unexpected open or close brace: " + std::string(input), input);
  }
  ParsedMatchers utf8 = ParseUtf8Matcher(input);
  if (mode == MatcherMode::kUtf8) return utf8;
  return Choose(std::move(utf8), ParseClassicMatcher(input));
}

}  // namespace check::model
