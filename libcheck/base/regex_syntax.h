#ifndef LIBCHECK_BASE_REGEX_SYNTAX_H_
#define LIBCHECK_BASE_REGEX_SYNTAX_H_

#include <string>
#include <string_view>

namespace check {

/// What reading a regular expression tells without compiling it.
struct RegexSyntax {
  std::string problem;         ///< Why Go refuses it, in Go's words; empty if it does not.
  bool matches_empty = false;  ///< The empty text, anchored at both ends.
};

/// Reads `pattern` as Go's regexp/syntax does with the flags Perl and DotNL. Takes time and memory
/// in proportion to its length, and never recurses.
RegexSyntax ReadRegex(std::string_view pattern);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_SYNTAX_H_
