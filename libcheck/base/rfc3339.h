#ifndef LIBCHECK_BASE_RFC3339_H_
#define LIBCHECK_BASE_RFC3339_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check {

/// A time with the offset from UTC at which it was written, as JSON of Go programs has it.
struct OffsetTime {
  /// Since 1970. What is finer than a millisecond is cut off.
  std::int64_t ms = kZeroMs;
  std::int16_t offset_minutes = 0;  ///< East of UTC.

  /// The beginning of the year 1: Go's zero time, which stands for no time.
  static constexpr std::int64_t kZeroMs = -62'135'596'800'000;
  bool is_zero() const { return ms == kZeroMs; }

  friend bool operator==(const OffsetTime&, const OffsetTime&) = default;
};

/// "2026-11-28T20:00:00.5+02:00". Nothing if `text` is not RFC 3339.
std::optional<OffsetTime> ParseRfc3339(std::string_view text);

/// "2026-11-28T20:00:00.500+02:00", always with three digits of the second; "Z" for UTC.
std::string FormatRfc3339Millis(OffsetTime time);

}  // namespace check

#endif  // LIBCHECK_BASE_RFC3339_H_
