#ifndef LIBCHECK_SCHEMA_TEXT_PATTERN_H_
#define LIBCHECK_SCHEMA_TEXT_PATTERN_H_

#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::schema {

/// Says, beside a TextCheck, what the texts that it accepts look like, for JSON schemas: a regular
/// expression that matches each of them, and as few others as can be told without it.
///
///     const schema::TextPattern kGoTimePattern = {GoTimeProblem, "^[0-9]+s$"};
class TextPattern {
 public:
  TextPattern(TextCheck check, std::string_view pattern);
};

/// Go's time.ParseDuration: "1m30s", "-1.5h", "0".
inline constexpr std::string_view kGoDurationPattern =
    "^[-+]?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$";

/// The pattern of `check`; empty if it has none.
std::string_view PatternOf(TextCheck check);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_TEXT_PATTERN_H_
