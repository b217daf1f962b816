#ifndef LIBCHECK_UNITTEST_START_TIME_H_
#define LIBCHECK_UNITTEST_START_TIME_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace check::unittest {

/// Nanoseconds since the epoch for `1735689600.5` or `2025-01-01T00:00:00Z`, as promtool reads
/// times; nothing if it is neither, or too far from the epoch to be counted.
std::optional<std::int64_t> ParseTime(std::string_view text);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_START_TIME_H_
