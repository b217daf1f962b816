#ifndef TOOLS_COMPAT_GO_TIME_H_
#define TOOLS_COMPAT_GO_TIME_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/duration.h"

namespace tools::compat {

/// Go's time.Time, as promtool sends it to servers.
struct GoTime {
  std::int64_t seconds = 0;      ///< Unix time.
  std::int64_t nanoseconds = 0;  ///< From 0 to below a second.

  static GoTime Now();
  /// Go's time.Unix, which wraps around.
  static GoTime Unix(std::int64_t seconds, std::int64_t nanoseconds);

  GoTime operator+(check::Duration duration) const;
  /// What lies between; the longest duration if it is longer.
  check::Duration operator-(const GoTime& other) const;
  /// Go counts from the year 1, so times that do not fit wrap around elsewhere than Unix times do.
  std::strong_ordering operator<=>(const GoTime& other) const;
  bool operator==(const GoTime&) const = default;

  /// Whether it is the beginning of the year 1, which stands for no time.
  bool is_zero() const;

  /// The seconds in the fewest digits: "1795902101.345961".
  std::string ToString() const;
};

/// A flag of promtool that takes a time: seconds as a number, or RFC 3339. Nothing if it is
/// neither.
std::optional<GoTime> ParsePromtoolTime(std::string_view text);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_TIME_H_
