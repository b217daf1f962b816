#include "libcheck/promql/regex_shape.h"

#include <algorithm>

namespace check::promql {
namespace {

// Reads a pattern as RE2 does, keeping only whether each part can match nothing. Patterns nest at
// most as deep as RE2 lets them (1,000).
class Reader {
 public:
  explicit Reader(std::string_view pattern) : rest_(pattern) {}

  MatchesEmpty Read() {
    const bool nullable = Alternatives(0);
    if (unknown_ || !rest_.empty()) return MatchesEmpty::kUnknown;
    return nullable ? MatchesEmpty::kYes : MatchesEmpty::kNo;
  }

 private:
  bool Alternatives(int depth) {
    bool any = Sequence(depth);
    while (!unknown_ && Take('|')) any = Sequence(depth) || any;
    return any;
  }

  bool Sequence(int depth) {
    bool all = true;
    while (!unknown_ && !rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      const bool nullable = Atom(depth);
      all = (Quantifiers() || nullable) && all;
    }
    return all;
  }

  bool Atom(int depth) {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    switch (first) {
      case '^':
      case '$':
        return true;
      case '(':
        return Group(depth);
      case '[':
        Class();
        return false;
      case '\\':
        return Escape();
      default:
        return false;
    }
  }

  bool Group(int depth) {
    if (depth > 1000) return Unknown();
    if (Take('?')) {
      // Flags, or a name: up to the colon, the bracket or the end.
      const std::size_t end = rest_.find_first_of(":>)");
      if (end == std::string_view::npos) return Unknown();
      const char stop = rest_[end];
      rest_.remove_prefix(end + 1);
      if (stop == ')') return true;
    }
    const bool nullable = Alternatives(depth + 1);
    if (!Take(')')) return Unknown();
    return nullable;
  }

  void Class() {
    Take('^');
    if (Take(']') && rest_.empty()) unknown_ = true;
    while (!rest_.empty() && rest_.front() != ']') {
      if (rest_.starts_with("[:")) {
        const std::size_t end = rest_.find(":]");
        if (end != std::string_view::npos) {
          rest_.remove_prefix(end + 2);
          continue;
        }
      }
      rest_.remove_prefix(rest_.front() == '\\' ? std::min<std::size_t>(2, rest_.size()) : 1);
    }
    if (!Take(']')) unknown_ = true;
  }

  bool Escape() {
    if (rest_.empty()) return Unknown();
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    switch (letter) {
      case 'b':
      case 'A':
      case 'z':
        return true;
      case 'B':
      case 'Q':
        return Unknown();  // Rare: not worth getting right.
      case 'x':
        return Braced(2);
      case 'p':
      case 'P':
        return Braced(1);
      case '0':
      case '1':
      case '2':
      case '3':
        return Unknown();  // Octal.
      default:
        return false;
    }
  }

  // What follows \x and \p: braces, or so many characters.
  bool Braced(std::size_t bare) {
    std::size_t size = bare;
    if (rest_.starts_with("{")) {
      size = rest_.find('}');
      if (size == std::string_view::npos) return Unknown();
      ++size;
    }
    rest_.remove_prefix(std::min(size, rest_.size()));
    return false;
  }

  // Whether what stands before may be left out.
  bool Quantifiers() {
    bool optional = false;
    for (;;) {
      if (Take('*') || Take('?')) {
        optional = true;
      } else if (rest_.starts_with("{")) {
        // {n}, {n,} and {n,m}; any other brace stands for itself.
        const std::size_t end = rest_.find('}');
        const std::string_view body = rest_.substr(1, end == std::string_view::npos ? 0 : end - 1);
        const auto is_part = [](char c) { return (c >= '0' && c <= '9') || c == ','; };
        if (body.empty() || body.front() == ',' ||
            !std::all_of(body.begin(), body.end(), is_part)) {
          return optional;
        }
        optional = optional ||
                   body.substr(0, body.find(',')).find_first_not_of('0') == std::string_view::npos;
        rest_.remove_prefix(end + 1);
      } else if (!Take('+')) {
        return optional;
      }
    }
  }

  bool Take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool Unknown() {
    unknown_ = true;
    return false;
  }

  std::string_view rest_;
  bool unknown_ = false;
};

}  // namespace

MatchesEmpty RegexMatchesEmpty(std::string_view pattern) { return Reader(pattern).Read(); }

bool IsPlainRegex(std::string_view pattern) {
  return pattern.find_first_of("\\.+*?()|[]{}^$") == std::string_view::npos;
}

}  // namespace check::promql
