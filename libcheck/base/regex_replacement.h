#ifndef LIBCHECK_BASE_REGEX_REPLACEMENT_H_
#define LIBCHECK_BASE_REGEX_REPLACEMENT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the replacement of a regular expression refers to, in the language of Go's Regexp.Expand.
namespace check {

/// `$1`, `${1}` or `$name` in a replacement.
struct GroupReference {
  std::string name;       ///< `1`; in `$1foo` it is `1foo`.
  std::size_t begin = 0;  ///< In the replacement, of the dollar sign.
  std::size_t end = 0;
  bool braced = false;
};

/// The references in `replacement` to groups that `pattern` does not have: they are replaced by
/// nothing. Empty if `pattern` does not compile.
std::vector<GroupReference> MissingGroups(std::string_view pattern, std::string_view replacement);

/// How many capture groups a `pattern` has; 0 if it does not compile.
std::size_t GroupCount(std::string_view pattern);

}  // namespace check

#endif  // LIBCHECK_BASE_REGEX_REPLACEMENT_H_
