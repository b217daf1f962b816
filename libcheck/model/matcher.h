#ifndef LIBCHECK_MODEL_MATCHER_H_
#define LIBCHECK_MODEL_MATCHER_H_

#include <cstdint>
#include <string_view>

namespace check::model {

enum class MatchType : std::uint8_t { kEqual, kNotEqual, kRegexp, kNotRegexp };

/// "=", "!=", "=~" or "!~".
std::string_view ToString(MatchType type);

inline bool IsRegexp(MatchType type) {
  return type == MatchType::kRegexp || type == MatchType::kNotRegexp;
}

/// A condition on one label, as parsed. Views text that belongs to the syntax tree.
struct Matcher {
  MatchType type = MatchType::kEqual;
  std::string_view name;
  std::string_view value;
};

}  // namespace check::model

#endif  // LIBCHECK_MODEL_MATCHER_H_
