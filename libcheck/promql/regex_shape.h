#ifndef LIBCHECK_PROMQL_REGEX_SHAPE_H_
#define LIBCHECK_PROMQL_REGEX_SHAPE_H_

#include <cstdint>
#include <string_view>

namespace check::promql {

enum class MatchesEmpty : std::uint8_t { kNo, kYes, kUnknown };

/// Whether a regular expression that compiles, anchored at both ends, matches the empty string:
/// which is to say, series that lack the label. Reads the pattern without compiling it.
MatchesEmpty RegexMatchesEmpty(std::string_view pattern);

/// Whether `pattern` has no character with a meaning of its own, so that it matches only itself.
bool IsPlainRegex(std::string_view pattern);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_REGEX_SHAPE_H_
