#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/unicode.h"
#include "libcheck/base/utf8.h"
#include "libcheck/model/alert_matcher_parse.h"

// Alertmanager's first syntax of matchers, its package labels: the input is cut at commas, and each
// piece is matched with
//
//     ^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*((?s).*?)\s*$
namespace check::model {
namespace {

// Go's \s.
constexpr std::string_view kSpace = " \t\r\n\f";

struct Pieces {
  std::string_view name;
  std::string_view op;
  std::string_view value;
};

std::string_view SkipSpace(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text;
}

std::optional<Pieces> Split(std::string_view text) {
  Pieces pieces;
  text = SkipSpace(text);
  std::size_t size = 0;
  while (size < text.size() &&
         (IsNameStart(text[size]) || text[size] == ':' || (size > 0 && IsDigit(text[size])))) {
    ++size;
  }
  if (size == 0) return std::nullopt;
  pieces.name = text.substr(0, size);
  text = SkipSpace(text.substr(size));
  for (const std::string_view op : {"=~", "=", "!=", "!~"}) {
    if (!text.starts_with(op)) continue;
    pieces.op = text.substr(0, op.size());
    pieces.value = SkipSpace(text.substr(op.size()));
    pieces.value = pieces.value.substr(0, pieces.value.find_last_not_of(kSpace) + 1);
    return pieces;
  }
  return std::nullopt;
}

MatchType TypeOf(std::string_view op) {
  for (const MatchType type : {MatchType::kNotEqual, MatchType::kRegexp, MatchType::kNotRegexp}) {
    if (op == ToString(type)) return type;
  }
  return MatchType::kEqual;
}

// What a value stands for: nothing if it has a double quote where none may be. Escapes other than
// of quotes, backslashes and line breaks are what they look like.
std::optional<std::string> Unescape(std::string_view raw) {
  bool expects_quote = raw.starts_with('"');
  if (expects_quote) raw.remove_prefix(1);
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool is_last = i + 1 == raw.size();
    if (raw[i] == '\\' && !is_last) {
      const char c = raw[++i];
      if (c != 'n' && c != '"' && c != '\\') out += '\\';
      out += c == 'n' ? '\n' : c;
    } else if (raw[i] == '"') {
      if (!expects_quote || !is_last) return std::nullopt;
      expects_quote = false;
    } else {
      out += raw[i];
    }
  }
  if (expects_quote) return std::nullopt;
  return out;
}

// What is wrong with `text`, or nothing once it has been added to `parsed`. `offset` is where it
// is in the input.
std::optional<MatcherFault> Add(std::string_view text, std::size_t offset, ParsedMatchers& parsed) {
  const auto span_of = [&](std::string_view part) {
    const std::size_t begin = offset + static_cast<std::size_t>(part.data() - text.data());
    return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())};
  };
  const auto pieces = Split(text);
  if (!pieces) {
    return MatcherFault{"bad matcher format: " + std::string(text), span_of(text)};
  }
  const std::string shown(pieces->value);
  const Span span = span_of(pieces->value);
  if (!IsValidUtf8(pieces->value)) {
    return MatcherFault{"matcher value not valid UTF-8: " + shown, span};
  }
  auto value = Unescape(pieces->value);
  if (!value) {
    return MatcherFault{"matcher value contains unescaped double quote: " + shown, span};
  }
  Result<AlertMatcher> matcher =
      AlertMatcher::Make(TypeOf(pieces->op), std::string(pieces->name), *std::move(value));
  if (!matcher) return MatcherFault{matcher.error().message, span};
  parsed.matchers.push_back(*std::move(matcher));
  parsed.spans.push_back({span_of(pieces->name).begin, span.end});
  return std::nullopt;
}

// What Go's range over a string gives: U+FFFD for each byte that is not UTF-8.
std::string WithoutBadBytes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    AppendUtf8(out, rune.code_point);
    text.remove_prefix(rune.size);
  }
  return out;
}

// strings.TrimSpace.
std::string_view TrimUnicodeSpace(std::string_view text) {
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    if (!IsUnicodeSpace(rune.code_point)) break;
    text.remove_prefix(rune.size);
  }
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    if (!IsUnicodeSpace(DecodeRune(text.substr(begin)).code_point)) break;
    text = text.substr(0, begin);
  }
  return text;
}

// Where `text` has commas that are not in quotes, and its end.
std::vector<std::size_t> Ends(std::string_view text) {
  std::vector<std::size_t> ends;
  bool is_quoted = false;
  bool is_escaped = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // Alertmanager: a comma in quotes does not end an escape.
    if (text[i] == ',') {
      if (!is_quoted) ends.push_back(i);
    } else if (text[i] == '\\') {
      is_escaped = !is_escaped;
    } else {
      if (text[i] == '"' && !is_escaped) is_quoted = !is_quoted;
      is_escaped = false;
    }
  }
  ends.push_back(text.size());
  return ends;
}

ParsedMatchers Failed(MatcherFault fault) {
  ParsedMatchers parsed;
  parsed.fault = std::move(fault);
  return parsed;
}

}  // namespace

ParsedMatchers ParseClassicMatchers(std::string_view input) {
  // Places are those of the input unless that has bytes that are not UTF-8.
  std::string valid;
  if (!IsValidUtf8(input)) input = valid = WithoutBadBytes(input);
  std::size_t offset = 0;
  if (input.starts_with('{')) {
    input.remove_prefix(1);
    ++offset;
  }
  if (input.ends_with('}')) input.remove_suffix(1);

  ParsedMatchers parsed;
  std::size_t begin = 0;
  for (const std::size_t end : Ends(input)) {
    std::string_view piece = input.substr(begin, end - begin);
    const bool is_last = end == input.size();
    if (is_last) piece = TrimUnicodeSpace(piece);
    if (is_last && piece.empty()) break;
    const std::size_t at = offset + static_cast<std::size_t>(piece.data() - input.data());
    if (auto fault = Add(piece, at, parsed)) return Failed(*std::move(fault));
    begin = end + 1;
  }
  return parsed;
}

ParsedMatchers ParseClassicMatcher(std::string_view input) {
  ParsedMatchers parsed;
  if (auto fault = Add(input, 0, parsed)) return Failed(*std::move(fault));
  return parsed;
}

}  // namespace check::model
