#include "libcheck/base/regex_fault.h"

#include <fmt/format.h>

#include <vector>

namespace check {
namespace {

// The parentheses that have no partner: the innermost that is open, or the first that closes
// nothing.
struct Unpaired {
  std::size_t open = std::string_view::npos;
  std::size_t closing = std::string_view::npos;
};

Unpaired FindUnpaired(std::string_view pattern) {
  Unpaired found;
  std::vector<std::size_t> open;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      // A bracket that closes is a letter where it comes first.
      if (pattern.substr(i + 1).starts_with("^")) ++i;
      if (pattern.substr(i + 1).starts_with("]")) ++i;
    } else if (c == '(') {
      open.push_back(i);
    } else if (c == ')') {
      if (!open.empty()) {
        open.pop_back();
      } else if (found.closing == pattern.npos) {
        found.closing = i;
      }
    }
  }
  if (!open.empty()) found.open = open.back();
  return found;
}

}  // namespace

RegexFault FindRegexFault(std::string_view pattern, std::string_view problem) {
  const RegexFault whole = {0, pattern.size(), {}};
  const auto at = [&](std::size_t begin, std::size_t size, std::string note) {
    if (begin == pattern.npos) return RegexFault{0, pattern.size(), std::move(note)};
    return RegexFault{begin, begin + size, std::move(note)};
  };
  // What Go quotes at the end of its message.
  const std::size_t quote = problem.find(": `");
  std::string_view quoted;
  if (quote != problem.npos && problem.ends_with('`')) {
    quoted = problem.substr(quote + 3);
    quoted.remove_suffix(1);
  }
  if (problem.find("missing closing )") != problem.npos) {
    return at(FindUnpaired(pattern).open, 1,
              "close it with `)`; to match a parenthesis, write `[(]`");
  }
  if (problem.find("unexpected )") != problem.npos) {
    return at(FindUnpaired(pattern).closing, 1,
              "nothing is open here; to match a parenthesis, write `[)]`");
  }
  if (quoted.empty()) return whole;
  const std::size_t place = pattern.find(quoted);
  if (problem.find("missing closing ]") != problem.npos) {
    return at(place, 1, "close it with `]`; to match a bracket, write `[[]`");
  }
  if (problem.find("missing argument to repetition operator") != problem.npos) {
    const bool is_star = quoted.starts_with('*');
    return at(place, quoted.size(),
              fmt::format("`{}` repeats what is before it{}", quoted,
                          is_star ? ": for anything at all write `.*`" : ""));
  }
  if (problem.find("invalid or unsupported Perl syntax") != problem.npos) {
    return at(
        place, quoted.size(),
        quoted.find('P') != quoted.npos
            ? std::string()
            : "there is no look-around: use a second matcher, with `!~`, to leave values out");
  }
  return at(place, quoted.size(), {});
}

}  // namespace check
