#include "libcheck/base/regex_tree.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

using Kind = RegexNode::Kind;

constexpr int kMaxDepth = 100;

class TreeReader {
 public:
  explicit TreeReader(std::string_view pattern) : rest_(pattern) {}

  std::optional<RegexTree> Read() {
    auto root = ReadAlternatives();
    if (!root || !rest_.empty()) return std::nullopt;
    return RegexTree{*std::move(root), names_line_break_};
  }

 private:
  struct Flags {
    bool any_case = false;
    bool dot_is_all = false;
  };

  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  // Up to the end, or to the parenthesis that closes the group.
  std::optional<RegexNode> ReadAlternatives() {
    if (++depth_ > kMaxDepth) return std::nullopt;
    RegexNode all = {.kind = Kind::kAlternatives};
    do {
      auto sequence = ReadSequence();
      if (!sequence) return std::nullopt;
      all.parts.push_back(*std::move(sequence));
    } while (Take("|"));
    --depth_;
    if (all.parts.size() > 1) return all;
    RegexNode only = std::move(all.parts.front());
    return only;
  }

  std::optional<RegexNode> ReadSequence() {
    RegexNode sequence = {.kind = Kind::kSequence};
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      RegexNode part;
      bool is_part = true;
      if (!ReadPart(part, is_part)) return std::nullopt;
      if (!is_part) continue;
      const bool repeated = ReadRepeat(part);
      std::vector<RegexNode>& parts = sequence.parts;
      const bool goes_on = part.kind == Kind::kText && !repeated && !parts.empty() &&
                           parts.back().kind == Kind::kText;
      if (goes_on) {
        parts.back().text += part.text;
      } else {
        parts.push_back(std::move(part));
      }
    }
    if (sequence.parts.empty()) return RegexNode();
    if (sequence.parts.size() > 1) return sequence;
    RegexNode only = std::move(sequence.parts.front());
    return only;
  }

  // Whether it is known how to read it. `is_part`: flags alone are none.
  bool ReadPart(RegexNode& part, bool& is_part) {
    switch (rest_[0]) {
      case '(':
        return ReadGroup(part, is_part);
      case '[':
        return ReadClass(part);
      case '\\':
        return ReadEscape(part);
      case '*':
      case '+':
      case '?':
        return false;
      case '.':
        rest_.remove_prefix(1);
        part.kind = Kind::kRunes;
        part.runes = flags_.dot_is_all ? RuneSet{{0, kMaxRune}}
                                       : RuneSet{{0, '\n' - 1}, {'\n' + 1, kMaxRune}};
        return true;
      case '^':
      case '$':
        part.kind = rest_[0] == '^' ? Kind::kBegin : Kind::kEnd;
        rest_.remove_prefix(1);
        return true;
      default:
        return SetLiteral(TakeRune(), part);
    }
  }

  std::uint32_t TakeRune() {
    const Rune rune = DecodeRune(rest_);
    rest_.remove_prefix(rune.size);
    return rune.code_point;
  }

  bool SetLiteral(std::uint32_t rune, RegexNode& part) {
    if (rune == '\n') names_line_break_ = true;
    const bool is_letter = rune < 0x80 && IsLetter(static_cast<char>(rune));
    if (!flags_.any_case || (rune < 0x80 && !is_letter)) {
      AppendUtf8(part.text, rune);
      return true;
    }
    part.kind = Kind::kRunes;
    return Close(RuneSet{{rune, rune}}, part);
  }

  bool ReadGroup(RegexNode& part, bool& is_part) {
    const Flags before = flags_;
    Take("(");
    if (rest_.starts_with("?P<") || rest_.starts_with("?<")) {
      rest_.remove_prefix(std::min(rest_.size(), rest_.find('>') + 1));
    } else if (Take("?")) {
      if (!ReadFlags()) return false;
      if (Take(")")) {
        is_part = false;
        return true;
      }
      if (!Take(":")) return false;
    }
    auto inside = ReadAlternatives();
    if (!inside || !Take(")")) return false;
    flags_ = before;
    // Text of a group stays by itself, so that what repeats it repeats all of it.
    part = *std::move(inside);
    return true;
  }

  bool ReadFlags() {
    bool on = true;
    for (; !rest_.empty() && rest_[0] != ':' && rest_[0] != ')'; rest_.remove_prefix(1)) {
      switch (rest_[0]) {
        case '-':
          on = false;
          break;
        case 'i':
          flags_.any_case = on;
          break;
        case 's':
          flags_.dot_is_all = on;
          break;
        case 'U':
          break;
        default:
          if (on) return false;  // `m`
      }
    }
    return true;
  }

  // Makes `part` a repetition of itself if that is what follows.
  bool ReadRepeat(RegexNode& part) {
    int min = 0;
    int max = -1;
    if (Take("+")) {
      min = 1;
    } else if (Take("?")) {
      max = 1;
    } else if (!Take("*") && !ReadCounts(min, max)) {
      return false;
    }
    Take("?");
    RegexNode inside = std::move(part);
    part = {.kind = Kind::kRepeat, .min = min, .max = max};
    part.parts.push_back(std::move(inside));
    return true;
  }

  // {3}, {3,} or {3,5}; anything else is text.
  bool ReadCounts(int& min, int& max) {
    std::string_view text = rest_;
    if (!text.starts_with('{')) return false;
    text.remove_prefix(1);
    if (!ReadCount(text, min)) return false;
    max = min;
    if (text.starts_with(',')) {
      text.remove_prefix(1);
      max = -1;
      if (!text.starts_with('}') && !ReadCount(text, max)) return false;
    }
    if (!text.starts_with('}')) return false;
    rest_ = text.substr(1);
    return true;
  }

  static bool ReadCount(std::string_view& text, int& count) {
    std::size_t length = 0;
    count = 0;
    for (; length < text.size() && length < 5 && IsDigit(text[length]); ++length) {
      count = count * 10 + (text[length] - '0');
    }
    if (length == 0 || (text[0] == '0' && length > 1)) return false;
    text.remove_prefix(length);
    return true;
  }

  static bool IsPerlClass(std::string_view text) {
    return text.size() >= 2 && text[0] == '\\' &&
           std::string_view("dDsSwW").find(text[1]) != std::string_view::npos;
  }

  bool ReadEscape(RegexNode& part) {
    if (IsPerlClass(rest_)) {
      part.kind = Kind::kRunes;
      return AddPerlClass(part.runes);
    }
    if (rest_.starts_with("\\A") || rest_.starts_with("\\z")) {
      part.kind = rest_[1] == 'A' ? Kind::kBegin : Kind::kEnd;
      rest_.remove_prefix(2);
      return true;
    }
    if (Take("\\Q")) {
      const std::size_t end = rest_.find("\\E");
      std::string_view quoted = rest_.substr(0, end);
      if (flags_.any_case || quoted.find('\n') != std::string_view::npos) return false;
      rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 2);
      // What repeats would repeat the last of these alone.
      if (!rest_.empty() && std::string_view("*+?{").find(rest_[0]) != std::string_view::npos) {
        return false;
      }
      part.text = quoted;
      return true;
    }
    std::uint32_t rune = 0;
    return ReadEscapedRune(rune) && SetLiteral(rune, part);
  }

  bool ReadEscapedRune(std::uint32_t& rune) {
    constexpr std::string_view kLetters = "abfnrtv";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v";
    Take("\\");
    if (rest_.empty()) return false;
    const char c = rest_[0];
    if (c == 'x') return ReadHex(rune);
    if (c == '0' || (c >= '1' && c <= '7' && rest_.size() > 1 && IsOctalDigit(rest_[1]))) {
      rune = 0;
      for (int i = 0; i < 3 && !rest_.empty() && IsOctalDigit(rest_[0]); ++i) {
        rune = rune * 8 + static_cast<std::uint32_t>(rest_[0] - '0');
        rest_.remove_prefix(1);
      }
      return true;
    }
    if (const std::size_t at = kLetters.find(c); at != std::string_view::npos) {
      if (c == 'b') return false;
      rune = static_cast<unsigned char>(kMeanings[at]);
      rest_.remove_prefix(1);
      return true;
    }
    if (static_cast<unsigned char>(c) >= 0x80 || IsAlphanumeric(c)) return false;
    rune = TakeRune();
    return true;
  }

  bool ReadHex(std::uint32_t& rune) {
    Take("x");
    const bool braced = Take("{");
    rune = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && HexValue(rest_[0]) >= 0 && digits < (braced ? 8 : 2); ++digits) {
      rune = rune * 16 + static_cast<std::uint32_t>(HexValue(rest_[0]));
      rest_.remove_prefix(1);
    }
    return digits > 0 && rune <= kMaxRune && (!braced || Take("}"));
  }

  // \d and the like, from the backslash.
  bool AddPerlClass(RuneSet& runes) {
    const char letter = rest_[1];
    rest_.remove_prefix(2);
    return AddNamed(PerlClass(letter), letter >= 'A' && letter <= 'Z', runes);
  }

  bool AddNamed(RuneSet named, bool negated, RuneSet& runes) {
    if (flags_.any_case && !AddOtherCase(named)) return false;
    Normalize(named);
    if (negated) named = Others(named);
    runes.insert(runes.end(), named.begin(), named.end());
    return true;
  }

  bool ReadClass(RegexNode& part) {
    part.kind = Kind::kRunes;
    Take("[");
    const bool negated = Take("^");
    RuneSet runes;
    RuneSet complete;  // Those that take no other case.
    for (bool first = true; first || !rest_.starts_with(']'); first = false) {
      if (rest_.empty()) return false;
      if (rest_.starts_with("[:")) {
        const std::size_t end = rest_.find(":]");
        if (end != std::string_view::npos) {
          std::string_view name = rest_.substr(2, end - 2);
          const bool is_not = name.starts_with('^');
          if (is_not) name.remove_prefix(1);
          RuneSet named = PosixClass(name);
          if (named.empty() || !AddNamed(std::move(named), is_not, complete)) return false;
          rest_.remove_prefix(end + 2);
          continue;
        }
      }
      if (IsPerlClass(rest_)) {
        if (!AddPerlClass(complete)) return false;
        continue;
      }
      RuneRange range;
      if (!ReadClassRune(range.first)) return false;
      range.last = range.first;
      if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
        rest_.remove_prefix(1);
        if (!ReadClassRune(range.last) || range.last < range.first) return false;
      }
      runes.push_back(range);
    }
    Take("]");
    if (flags_.any_case && !AddOtherCase(runes)) return false;
    runes.insert(runes.end(), complete.begin(), complete.end());
    Normalize(runes);
    if (negated) runes = Others(runes);
    if (runes.size() == 1 && runes[0].first == '\n' && runes[0].last == '\n') {
      names_line_break_ = true;
    }
    part.runes = std::move(runes);
    return true;
  }

  bool ReadClassRune(std::uint32_t& rune) {
    if (rest_.empty()) return false;
    if (rest_[0] == '\\') return ReadEscapedRune(rune);
    rune = TakeRune();
    return true;
  }

  bool Close(RuneSet runes, RegexNode& part) {
    if (flags_.any_case && !AddOtherCase(runes)) return false;
    Normalize(runes);
    part.runes = std::move(runes);
    return true;
  }

  std::string_view rest_;
  Flags flags_;
  int depth_ = 0;
  bool names_line_break_ = false;
};

}  // namespace

std::optional<RegexTree> ParseRegexTree(std::string_view pattern) {
  return TreeReader(pattern).Read();
}

}  // namespace check
