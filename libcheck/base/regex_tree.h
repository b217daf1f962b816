#ifndef LIBCHECK_BASE_REGEX_TREE_H_
#define LIBCHECK_BASE_REGEX_TREE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/rune_set.h"

namespace check {

/// A part of a regular expression.
struct RegexNode {
  enum class Kind : std::uint8_t {
    kText,          ///< `text`, which may be empty.
    kRunes,         ///< One of `runes`.
    kSequence,      ///< All `parts`, one after the other.
    kAlternatives,  ///< One of `parts`.
    kRepeat,        ///< The only part, `min` to `max` times; `max` of -1: without end.
    kBegin,         ///< Nothing, where the text begins.
    kEnd,           ///< Nothing, where the text ends.
  };
  Kind kind = Kind::kText;
  std::string text;
  RuneSet runes;
  std::vector<RegexNode> parts;
  int min = 0;
  int max = 0;
};

struct RegexTree {
  RegexNode root;
  bool names_line_break = false;  ///< There is a `\n` in it, by itself.
};

/// The tree of a `pattern` that Go accepts (see ReadRegex), with the flags of regexp.Compile. Which
/// of several matches is preferred is not kept. Nothing for what is not needed here and would take
/// tables: word boundaries, `(?m)`, `\p`, letters beyond ASCII in any case; nor for patterns that
/// nest deeper than 100 levels.
std::optional<RegexTree> ParseRegexTree(std::string_view pattern);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_TREE_H_
