#ifndef LIBCHECK_REPAIR_MATCHER_TEXT_H_
#define LIBCHECK_REPAIR_MATCHER_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::repair {

/// Where the parts of a matcher are in the text of a file: `job=~"a"`, `job=~\"a\"` in a quoted
/// scalar.
struct MatcherText {
  Span op;     ///< `=~` or `!~`
  Span value;  ///< Between the quotes.
};

/// The parts of the matcher at `where`. Nothing unless all of its quotes are of one kind.
std::optional<MatcherText> ReadMatcher(std::string_view text, Span where);

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_MATCHER_TEXT_H_
