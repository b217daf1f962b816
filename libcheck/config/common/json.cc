#include "libcheck/config/common/json.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check::config {
namespace {

using Kind = JsonValue::Kind;
constexpr int kMaxDepth = 256;

class Parser {
 public:
  Parser(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  std::optional<JsonFault> Parse(JsonValue& value) {
    if (Value(value, 0)) {
      SkipSpace();
      if (at_ < text_.size()) Refuse("after top-level value");
    }
    return std::move(fault_);
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  char Peek() const { return text_[at_]; }
  std::uint32_t Here() const { return static_cast<std::uint32_t>(at_); }

  void SkipSpace() {
    while (!AtEnd() && IsSpace(Peek())) ++at_;
  }

  // Always false, so that it can be returned.
  bool Refuse(std::string_view where) {
    if (AtEnd()) {
      // Go: a blank is what comes next, which only the middle of a word, a number or an escape
      // minds.
      const bool in_word = where.find("literal") != std::string_view::npos ||
                           where.find("escape") != std::string_view::npos;
      fault_ = {Here(), in_word ? fmt::format("invalid character ' ' {}", where)
                                : "unexpected end of JSON input"};
      return false;
    }
    std::string shown;
    if (Peek() == '\'') {
      shown = R"('\'')";
    } else if (Peek() == '"') {
      shown = R"('"')";
    } else {
      std::string character;
      AppendUtf8(character, static_cast<unsigned char>(Peek()));
      const std::string quoted = GoQuote(character);
      shown = "'" + quoted.substr(1, quoted.size() - 2) + "'";
    }
    fault_ = {Here(), fmt::format("invalid character {} {}", shown, where)};
    return false;
  }

  bool Value(JsonValue& value, int depth) {
    SkipSpace();
    value.span.begin = Here();
    const bool good = Content(value, depth);
    value.span.end = Here();
    return good;
  }

  bool Content(JsonValue& value, int depth) {
    if (AtEnd()) return Refuse({});
    if (depth > kMaxDepth) {
      fault_ = {Here(), "exceeded max depth"};
      return false;
    }
    switch (Peek()) {
      case '{':
        return Object(value, depth);
      case '[':
        return Array(value, depth);
      case '"':
        value.kind = Kind::kString;
        return String(value.text);
      case 't':
        value.kind = Kind::kBool;
        return Literal("true");
      case 'f':
        value.kind = Kind::kBool;
        return Literal("false");
      case 'n':
        return Literal("null");
      default:
        value.kind = Kind::kNumber;
        if (Peek() == '-' || IsDigit(Peek())) return Number();
        return Refuse("looking for beginning of value");
    }
  }

  bool Literal(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i, ++at_) {
      if (AtEnd() || Peek() != word[i]) {
        return Refuse(fmt::format("in literal {} (expecting '{}')", word, word[i]));
      }
    }
    return true;
  }

  bool Digits(std::string_view where) {
    if (AtEnd() || !IsDigit(Peek())) return Refuse(where);
    while (!AtEnd() && IsDigit(Peek())) ++at_;
    return true;
  }

  bool Number() {
    if (Peek() == '-') ++at_;
    if (!AtEnd() && Peek() == '0') {
      ++at_;
    } else if (!Digits("in numeric literal")) {
      return false;
    }
    if (!AtEnd() && Peek() == '.') {
      ++at_;
      if (!Digits("after decimal point in numeric literal")) return false;
    }
    if (!AtEnd() && (Peek() == 'e' || Peek() == 'E')) {
      ++at_;
      if (!AtEnd() && (Peek() == '+' || Peek() == '-')) ++at_;
      return Digits("in exponent of numeric literal");
    }
    return true;
  }

  bool Hex(std::uint32_t& code) {
    code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const int digit = AtEnd() ? -1 : HexValue(Peek());
      if (digit < 0) return Refuse("in \\u hexadecimal character escape");
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  bool Escape(std::string& out) {
    constexpr std::string_view kFrom = "\"\\/bfnrt";
    constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    if (AtEnd()) return Refuse("in string escape code");
    if (const std::size_t known = kFrom.find(Peek()); known != std::string_view::npos) {
      out += kTo[known];
      ++at_;
      return true;
    }
    if (Peek() != 'u') return Refuse("in string escape code");
    ++at_;
    std::uint32_t code = 0;
    if (!Hex(code)) return false;
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    if (is_surrogate) {
      // Go: a surrogate without its partner becomes U+FFFD.
      const std::size_t before = at_;
      std::uint32_t low = 0;
      if (code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        if (!Hex(low)) return false;
      }
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      } else {
        at_ = before;
        code = 0xFFFD;
      }
    }
    AppendUtf8(out, code);
    return true;
  }

  // Most strings are what they look like, and are viewed where they stand.
  bool String(std::string_view& out) {
    const std::size_t begin = ++at_;
    while (!AtEnd() && Peek() != '"' && Peek() != '\\' &&
           static_cast<unsigned char>(Peek()) >= 0x20) {
      ++at_;
    }
    if (!AtEnd() && Peek() == '"') {
      out = text_.substr(begin, at_++ - begin);
      return true;
    }
    std::string decoded(text_.substr(begin, at_ - begin));
    for (;;) {
      if (AtEnd()) return Refuse({});
      const char c = Peek();
      if (static_cast<unsigned char>(c) < 0x20) return Refuse("in string literal");
      ++at_;
      if (c == '"') break;
      if (c != '\\') {
        decoded += c;
      } else if (!Escape(decoded)) {
        return false;
      }
    }
    out = arena_.Copy(std::string_view(decoded));
    return true;
  }

  // The items and members of what is being read lie on a stack, and move to the arena when it ends.
  bool Array(JsonValue& value, int depth) {
    value.kind = Kind::kArray;
    ++at_;
    SkipSpace();
    if (!AtEnd() && Peek() == ']') {
      ++at_;
      return true;
    }
    const std::size_t first = items_.size();
    for (;;) {
      JsonValue item;
      if (!Value(item, depth + 1)) return false;
      items_.push_back(item);
      SkipSpace();
      if (AtEnd() || (Peek() != ',' && Peek() != ']')) return Refuse("after array element");
      if (text_[at_++] == ']') break;
    }
    value.items = arena_.Copy(std::span<const JsonValue>(items_).subspan(first));
    items_.resize(first);
    return true;
  }

  bool Object(JsonValue& value, int depth) {
    value.kind = Kind::kObject;
    ++at_;
    SkipSpace();
    if (!AtEnd() && Peek() == '}') {
      ++at_;
      return true;
    }
    const std::size_t first = members_.size();
    for (;;) {
      SkipSpace();
      if (AtEnd() || Peek() != '"') return Refuse("looking for beginning of object key string");
      JsonMember member;
      member.key_span.begin = Here();
      if (!String(member.key)) return false;
      member.key_span.end = Here();
      SkipSpace();
      if (AtEnd() || Peek() != ':') return Refuse("after object key");
      ++at_;
      if (!Value(member.value, depth + 1)) return false;
      members_.push_back(member);
      SkipSpace();
      if (AtEnd() || (Peek() != ',' && Peek() != '}')) {
        return Refuse("after object key:value pair");
      }
      if (text_[at_++] == '}') break;
    }
    value.members = arena_.Copy(std::span<const JsonMember>(members_).subspan(first));
    members_.resize(first);
    return true;
  }

  std::string_view text_;
  Arena& arena_;
  std::size_t at_ = 0;
  std::vector<JsonValue> items_;
  std::vector<JsonMember> members_;
  std::optional<JsonFault> fault_;
};

}  // namespace

std::optional<JsonFault> ParseJson(std::string_view text, Arena& arena, JsonValue& value) {
  return Parser(text, arena).Parse(value);
}

}  // namespace check::config
