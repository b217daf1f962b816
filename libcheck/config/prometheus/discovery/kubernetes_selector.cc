#include "libcheck/config/prometheus/discovery/kubernetes_selector.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::config::prometheus {
namespace {

using Fault = std::optional<std::string>;
constexpr std::size_t kNone = std::string_view::npos;

// The terms of a field selector: a comma after a backslash does not end one.
std::vector<std::string_view> SplitTerms(std::string_view selector) {
  std::vector<std::string_view> terms;
  std::size_t start = 0;
  bool escaped = false;
  for (std::size_t i = 0; i < selector.size(); ++i) {
    if (escaped) {
      escaped = false;
    } else if (selector[i] == '\\') {
      escaped = true;
    } else if (selector[i] == ',') {
      terms.push_back(selector.substr(start, i - start));
      start = i + 1;
    }
  }
  terms.push_back(selector.substr(start));
  std::sort(terms.begin(), terms.end());
  return terms;
}

Fault FieldValueFault(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ',' || value[i] == '=') {
      return fmt::format("invalid field selector: unescaped character in value: {}",
                         static_cast<int>(value[i]));
    }
    if (value[i] != '\\') continue;
    const std::string_view next = value.substr(std::min(i + 1, value.size()));
    if (next.empty() || std::string_view("\\,=").find(next.front()) == kNone) {
      std::size_t length = next.empty() ? 0 : 1;
      while (length < next.size() && (static_cast<unsigned char>(next[length]) & 0xC0U) == 0x80U) {
        ++length;
      }
      return fmt::format("invalid field selector: invalid escape sequence: \\{}",
                         next.substr(0, length));
    }
    ++i;
  }
  return std::nullopt;
}

enum class Token { kEnd, kIdentifier, kComma, kNot, kOpen, kClose, kIn, kNotIn, kOperator, kError };

struct Lexeme {
  Token token;
  std::string text;
};

bool IsSymbol(char c) { return std::string_view("=!(),><").find(c) != kNone; }

std::vector<Lexeme> Lex(std::string_view text) {
  std::vector<Lexeme> found;
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && IsSpace(text[at])) ++at;
    if (at >= text.size() || text[at] == '\0') break;
    if (!IsSymbol(text[at])) {
      const std::size_t start = at;
      while (at < text.size() && text[at] != '\0' && !IsSymbol(text[at]) && !IsSpace(text[at]))
        ++at;
      const std::string_view word = text.substr(start, at - start);
      const Token token = word == "in"      ? Token::kIn
                          : word == "notin" ? Token::kNotIn
                                            : Token::kIdentifier;
      found.push_back({token, std::string(word)});
      continue;
    }
    const std::string_view two = text.substr(at, 2);
    const bool is_two = two == "==" || two == "!=";
    const std::string_view symbol = is_two ? two : two.substr(0, 1);
    at += symbol.size();
    const Token token = symbol == ","   ? Token::kComma
                        : symbol == "!" ? Token::kNot
                        : symbol == "(" ? Token::kOpen
                        : symbol == ")" ? Token::kClose
                                        : Token::kOperator;
    found.push_back({token, std::string(symbol)});
  }
  found.push_back({Token::kEnd, {}});
  return found;
}

bool IsQualifiedPart(std::string_view text) {
  return !text.empty() && IsAlphanumeric(text.front()) && IsAlphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return IsAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool IsSubdomain(std::string_view text) {
  const auto is_lower = [](char c) { return IsDigit(c) || IsLower(c); };
  for (;;) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || !is_lower(part.front()) || !is_lower(part.back()) ||
        !std::all_of(part.begin(), part.end(), [&](char c) { return is_lower(c) || c == '-'; })) {
      return false;
    }
    if (dot == kNone) return true;
    text.remove_prefix(dot + 1);
  }
}

constexpr std::string_view kPartRule =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "
    "validation "
    "is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

Fault KeyFault(std::string_view key) {
  std::vector<std::string> faults;
  std::string_view name = key;
  const std::size_t slash = key.find('/');
  if (slash != kNone && key.find('/', slash + 1) != kNone) {
    faults.push_back(fmt::format(
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must "
        "start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
        "'123-abc', "
        "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional "
        "DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"));
  } else {
    if (slash != kNone) {
      const std::string_view prefix = key.substr(0, slash);
      name = key.substr(slash + 1);
      if (prefix.empty()) {
        faults.emplace_back("prefix part must be non-empty");
      } else {
        if (prefix.size() > 253) {
          faults.emplace_back("prefix part must be no more than 253 bytes");
        }
        if (!IsSubdomain(prefix)) {
          faults.emplace_back(
              "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
              "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
              "'example.com', regex used for validation is "
              "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }
      }
    }
    if (name.empty()) {
      faults.emplace_back("name part must be non-empty");
    } else if (name.size() > 63) {
      faults.emplace_back("name part must be no more than 63 bytes");
    }
    if (!IsQualifiedPart(name)) faults.push_back(fmt::format("name part {}", kPartRule));
  }
  if (faults.empty()) return std::nullopt;
  return fmt::format("<nil>: Invalid value: {}: {}", GoQuote(key), fmt::join(faults, "; "));
}

Fault LabelValueFault(std::string_view key, std::string_view value) {
  std::vector<std::string> faults;
  if (value.size() > 63) faults.emplace_back("must be no more than 63 bytes");
  if (!value.empty() && !IsQualifiedPart(value)) {
    faults.push_back(
        fmt::format("a valid label must be an empty string or consist of alphanumeric characters, "
                    "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
                    "'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
  }
  if (faults.empty()) return std::nullopt;
  return fmt::format("[{}]: Invalid value: {}: {}", key, GoQuote(value), fmt::join(faults, "; "));
}

// Reads requirements separated by commas.
class LabelSelector {
 public:
  explicit LabelSelector(std::string_view text) : lexemes_(Lex(text)) {}

  Fault Check() {
    for (;;) {
      const Lexeme& next = Peek();
      if (Is(next, Token::kEnd)) return std::nullopt;
      if (!Is(next, Token::kIdentifier) && !Is(next, Token::kNot)) {
        return fmt::format("found '{}', expected: !, identifier, or 'end of string'", next.text);
      }
      if (Fault fault = Requirement()) return "unable to parse requirement: " + *fault;
      const Lexeme& after = Take();
      if (Is(after, Token::kEnd)) return std::nullopt;
      if (!Is(after, Token::kComma)) {
        return fmt::format("found '{}', expected: ',' or 'end of string'", after.text);
      }
      const Lexeme& follower = Peek();
      if (!Is(follower, Token::kIdentifier) && !Is(follower, Token::kNot)) {
        return fmt::format("found '{}', expected: identifier after ','", follower.text);
      }
    }
  }

 private:
  const Lexeme& Peek() const { return lexemes_[std::min(position_, lexemes_.size() - 1)]; }
  const Lexeme& Take() {
    const Lexeme& taken = Peek();
    ++position_;
    return taken;
  }
  // Where a value can be, the words `in` and `notin` are values.
  static bool Is(const Lexeme& lexeme, Token token) {
    const bool is_word = lexeme.token == Token::kIn || lexeme.token == Token::kNotIn;
    return lexeme.token == token || (is_word && token == Token::kIdentifier);
  }

  Fault Requirement() {
    const bool absent = Is(Peek(), Token::kNot);
    if (absent) Take();
    const Lexeme key = Take();
    if (!Is(key, Token::kIdentifier)) {
      return fmt::format("found '{}', expected: identifier", key.text);
    }
    if (Fault fault = KeyFault(key.text)) return fault;
    if (absent || Is(Peek(), Token::kEnd) || Is(Peek(), Token::kComma)) return std::nullopt;
    const Lexeme op = Take();
    std::set<std::string> values;
    if (op.token == Token::kIn || op.token == Token::kNotIn) {
      if (Fault fault = Set(values)) return fault;
    } else if (op.token == Token::kOperator) {
      if (Fault fault = Value(values)) return fault;
    } else {
      return fmt::format("found '{}', expected: in, notin, =, ==, !=, gt, lt", op.text);
    }
    std::vector<std::string> faults;
    std::size_t index = 0;
    for (const std::string& value : values) {
      const bool is_order = op.text == ">" || op.text == "<";
      if (is_order && !ParseGoInt(value, 10)) {
        faults.push_back(
            fmt::format("values[{}]: Invalid value: {}: for 'Gt', 'Lt' operators, the "
                        "value must be an integer",
                        index, GoQuote(value)));
      }
      ++index;
    }
    index = 0;
    for (const std::string& value : values) {
      if (Fault fault = LabelValueFault(key.text, value)) {
        faults.push_back(fmt::format("values[{}]{}", index, *fault));
      }
      ++index;
    }
    if (faults.empty()) return std::nullopt;
    if (faults.size() == 1) return faults.front();
    return fmt::format("[{}]", fmt::join(faults, ", "));
  }

  Fault Value(std::set<std::string>& values) {
    if (Is(Peek(), Token::kEnd) || Is(Peek(), Token::kComma)) {
      values.emplace();
      return std::nullopt;
    }
    const Lexeme value = Take();
    if (!Is(value, Token::kIdentifier)) {
      return fmt::format("found '{}', expected: identifier", value.text);
    }
    values.insert(value.text);
    return std::nullopt;
  }

  Fault Set(std::set<std::string>& values) {
    const Lexeme open = Take();
    if (!Is(open, Token::kOpen)) return fmt::format("found '{}' expected: '('", open.text);
    const Lexeme first = Peek();
    if (Is(first, Token::kClose)) {
      Take();
      values.emplace();
      return std::nullopt;
    }
    if (!Is(first, Token::kIdentifier) && !Is(first, Token::kComma)) {
      return fmt::format("found '{}', expected: ',', ')' or identifier", first.text);
    }
    for (;;) {
      const Lexeme item = Take();
      if (Is(item, Token::kIdentifier)) {
        values.insert(item.text);
        const Lexeme& next = Peek();
        if (Is(next, Token::kComma)) continue;
        if (!Is(next, Token::kClose)) {
          return fmt::format("found '{}', expected: ',' or ')'", next.text);
        }
        break;
      }
      if (!Is(item, Token::kComma)) {
        return fmt::format("found '{}', expected: ',', or identifier", item.text);
      }
      if (values.empty()) values.emplace();
      if (Is(Peek(), Token::kClose) || Is(Peek(), Token::kComma)) values.emplace();
      if (Is(Peek(), Token::kClose)) break;
    }
    Take();
    return std::nullopt;
  }

  std::vector<Lexeme> lexemes_;
  std::size_t position_ = 0;
};

}  // namespace

Fault FieldSelectorProblem(std::string_view selector) {
  for (const std::string_view term : SplitTerms(selector)) {
    if (term.empty()) continue;
    std::size_t at = 0;
    std::size_t length = 0;
    for (; at < term.size() && length == 0; ++at) {
      const std::string_view rest = term.substr(at);
      length = rest.starts_with("!=") || rest.starts_with("==") ? 2 : rest.starts_with('=') ? 1 : 0;
    }
    if (length == 0) {
      return fmt::format("invalid selector: '{}'; can't understand '{}'", selector, term);
    }
    if (Fault fault = FieldValueFault(term.substr(at - 1 + length))) return fault;
  }
  return std::nullopt;
}

Fault LabelSelectorProblem(std::string_view selector) { return LabelSelector(selector).Check(); }

}  // namespace check::config::prometheus
