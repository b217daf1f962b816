#include "libcheck/cel/lex.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "libcheck/base/ascii.h"

namespace check::cel {
namespace {

template <typename Predicate>
std::size_t CountWhile(std::string_view text, std::size_t from, Predicate is) {
  std::size_t at = from;
  while (at < text.size() && is(text[at])) ++at;
  return at - from;
}

// The bytes of an escape sequence at the start of `text`; 0 if it is none.
std::size_t EscapeSize(std::string_view text) {
  if (text.size() < 2) return 0;
  const char c = text[1];
  if (std::string_view("abfnrtv\"'\\?`").find(c) != std::string_view::npos) return 2;
  const auto hex = [&](std::size_t digits) -> std::size_t {
    return CountWhile(text.substr(0, std::min(text.size(), 2 + digits)), 2, IsHexDigit) == digits
               ? 2 + digits
               : 0;
  };
  if (c == 'x' || c == 'X') return hex(2);
  if (c == 'u') return hex(4);
  if (c == 'U') return hex(8);
  const bool octal =
      c >= '0' && c <= '3' && text.size() >= 4 && IsOctalDigit(text[2]) && IsOctalDigit(text[3]);
  return octal ? 4 : 0;
}

// The bytes of a string that begins with `quote`, one or three quotation marks; 0 if it has no end.
std::size_t QuotedSize(std::string_view text, std::string_view quote, bool raw) {
  if (!text.starts_with(quote)) return 0;
  for (std::size_t at = quote.size(); at < text.size();) {
    if (text.substr(at).starts_with(quote)) return at + quote.size();
    if (!raw && text[at] == '\\') {
      const std::size_t size = EscapeSize(text.substr(at));
      if (size == 0) return 0;
      at += size;
      continue;
    }
    if (quote.size() == 1 && (text[at] == '\n' || text[at] == '\r')) return 0;
    ++at;
  }
  return 0;
}

std::size_t StringSize(std::string_view text) {
  const bool raw = text.starts_with('r') || text.starts_with('R');
  const std::size_t prefix = raw ? 1 : 0;
  std::size_t longest = 0;
  for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"}) {
    longest = std::max(longest, QuotedSize(text.substr(prefix), quote, raw));
  }
  return longest == 0 ? 0 : longest + prefix;
}

Token Number(std::string_view text) {
  if (text.starts_with("0x")) {
    const std::size_t digits = CountWhile(text, 2, IsHexDigit);
    if (digits > 0) {
      const std::size_t size = 2 + digits;
      const bool is_unsigned = size < text.size() && (text[size] == 'u' || text[size] == 'U');
      return is_unsigned ? Token{TokenKind::kUint, 0, text.substr(0, size + 1)}
                         : Token{TokenKind::kInt, 0, text.substr(0, size)};
    }
  }
  const std::size_t whole = CountWhile(text, 0, IsDigit);
  std::size_t size = whole;
  bool is_double = false;
  if (size < text.size() && text[size] == '.') {
    if (const std::size_t fraction = CountWhile(text, size + 1, IsDigit); fraction > 0) {
      size += 1 + fraction;
      is_double = true;
    }
  }
  if (size < text.size() && (text[size] == 'e' || text[size] == 'E')) {
    std::size_t digits = size + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    if (const std::size_t count = CountWhile(text, digits, IsDigit); count > 0) {
      size = digits + count;
      is_double = true;
    }
  }
  if (is_double) return {TokenKind::kDouble, 0, text.substr(0, size)};
  const bool is_unsigned = size < text.size() && (text[size] == 'u' || text[size] == 'U');
  return is_unsigned ? Token{TokenKind::kUint, 0, text.substr(0, size + 1)}
                     : Token{TokenKind::kInt, 0, text.substr(0, size)};
}

// The token at the start of `text`; of size 0 if there is none.
Token Next(std::string_view text) {
  if (const std::size_t size = StringSize(text); size > 0) {
    return {TokenKind::kString, 0, text.substr(0, size)};
  }
  if (text.front() == 'b' || text.front() == 'B') {
    if (const std::size_t size = StringSize(text.substr(1)); size > 0) {
      return {TokenKind::kBytes, 0, text.substr(0, size + 1)};
    }
  }
  if (IsNameStart(text.front())) {
    const std::string_view word = text.substr(0, CountWhile(text, 0, IsNamePart));
    const bool reserved = word == "in" || word == "true" || word == "false" || word == "null";
    return {reserved ? TokenKind::kSymbol : TokenKind::kIdentifier, 0, word};
  }
  if (text.front() == '`') {
    const std::size_t size = CountWhile(text, 1, [](char c) {
      return IsNamePart(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    });
    if (size > 0 && text.substr(1 + size).starts_with('`')) {
      return {TokenKind::kEscapedIdentifier, 0, text.substr(0, size + 2)};
    }
    return {};
  }
  if (IsDigit(text.front()) || (text.front() == '.' && text.size() > 1 && IsDigit(text[1]))) {
    return Number(text);
  }
  for (const std::string_view symbol : {"==", "!=", "<=", ">=", "&&", "||"}) {
    if (text.starts_with(symbol)) return {TokenKind::kSymbol, 0, text.substr(0, 2)};
  }
  if (std::string_view("<>[]{}().,-!?:+*/%").find(text.front()) != std::string_view::npos) {
    return {TokenKind::kSymbol, 0, text.substr(0, 1)};
  }
  return {};
}

// What is wrong where no token begins.
Fault Unreadable(std::string_view text, std::uint32_t begin) {
  const std::string_view rest = text.substr(begin);
  const char c = rest.front();
  const bool quote = c == '"' || c == '\'';
  if (quote) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const auto to = static_cast<std::uint32_t>(begin + end);
    // Either an escape sequence is wrong, or the end is missing.
    for (std::size_t at = 1; at < end && rest[at] != c;) {
      if (rest[at] != '\\') {
        ++at;
        continue;
      }
      const std::size_t size = EscapeSize(rest.substr(at));
      if (size == 0) {
        const auto from = static_cast<std::uint32_t>(begin + at);
        return {from, std::min(from + 2, static_cast<std::uint32_t>(text.size())),
                "unknown escape sequence", "write a backslash as `\\\\`, or use r\"...\""};
      }
      at += size;
    }
    return {begin, to, "unterminated string"};
  }
  if (c == '=') {
    return {begin, begin + 1, "unexpected `=`", "use `==` to compare: CEL has no assignment"};
  }
  if (c == '&' || c == '|') {
    return {begin, begin + 1, fmt::format("unexpected `{}`", c), fmt::format("use `{}{}`", c, c)};
  }
  std::uint32_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
  return {begin, end, fmt::format("unexpected `{}`", text.substr(begin, end - begin))};
}

}  // namespace

std::optional<Fault> Lex(std::string_view text, std::vector<Token>& tokens) {
  for (std::size_t at = 0; at < text.size();) {
    if (std::string_view(" \t\r\n\f").find(text[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    if (text.substr(at).starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    Token token = Next(text.substr(at));
    if (token.text.empty()) return Unreadable(text, static_cast<std::uint32_t>(at));
    token.begin = static_cast<std::uint32_t>(at);
    at += token.text.size();
    tokens.push_back(token);
  }
  tokens.push_back({TokenKind::kEnd, static_cast<std::uint32_t>(text.size()), {}});
  return std::nullopt;
}

std::optional<std::string_view> EscapeProblem(const Token& token) {
  const bool bytes = token.kind == TokenKind::kBytes;
  std::string_view text = token.text.substr(bytes ? 1 : 0);
  if (text.starts_with('r') || text.starts_with('R')) return std::nullopt;
  for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at)) {
    const std::size_t size = EscapeSize(text.substr(at));
    const std::string_view escape = text.substr(at, size);
    at += size;
    if (escape[1] != 'u' && escape[1] != 'U') continue;
    if (bytes) return "bytes cannot have `\\u` escapes";
    const auto code =
        static_cast<std::uint32_t>(std::stoull(std::string(escape.substr(2)), nullptr, 16));
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return "the escape sequence is not a Unicode character";
    }
  }
  return std::nullopt;
}

}  // namespace check::cel
