#ifndef LIBCHECK_BASE_TIME_EXPRESSION_H_
#define LIBCHECK_BASE_TIME_EXPRESSION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

/// Times as people write them on a command line, and how they are shown again. Times are Unix times
/// in milliseconds, of the years 0 to 9999.
///
/// A zone is "UTC", "local" (the one of the system, or $TZ), an offset such as "+02:00", or a name
/// of the system's time zone database such as "Europe/Berlin". Names go through libc, which knows
/// one zone at a time for the whole process: they are looked up under a lock, $TZ is set meanwhile.
namespace check {

/// What the time is that `text` says:
///
///     2024-03-10T14:00:00.5+02:00   RFC 3339, with a space instead of T and lower case as well
///     2024-03-10 14:00, 2024-03-10  in `zone`
///     1710079200.5, 1710079200500   Unix times in seconds; in ms, us or ns if they are that long
///     now, -1h, now-2d+5m, 2d ago   durations as in PromQL, before or after `now_ms`
///     yesterday 14:00, today, 14:00 in `zone`; without a time of day, its start
///     monday 10:00                  the last one that is over
///     now/d, now-1w/w               rounded down to the minute, hour, day or (Monday's) week
///
/// Toward the future, days and times of day without a date are the next ones instead of the last:
///
///     monday 10:00                  the next one
///     06:00                         the next one, today or tomorrow
///
/// A local time that a clock skips when it is put forward is that much later (02:30 is 03:30); one
/// that comes twice is the first. The error is one sentence with examples.
enum class Toward : std::uint8_t { kPast, kFuture };
Result<std::int64_t> ParseTime(std::string_view text, std::int64_t now_ms, std::string_view zone,
                               Toward toward = Toward::kPast);

/// The same for RFC 3339 and Unix times only: what a file can say.
std::optional<std::int64_t> ParseAbsoluteTime(std::string_view text, std::string_view zone);

/// What a Unix time is in ms: it is in seconds, or if it is too large for that in ms, us or ns.
/// Nothing if it is larger than any of these.
std::optional<std::int64_t> UnixTimeToMs(double time);

/// Why `zone` cannot be used; nothing if it can.
std::optional<Error> CheckTimeZone(std::string_view zone);

/// What `zone` is ahead of UTC at that time. A zone that does not exist is UTC here and below.
std::int64_t UtcOffset(std::int64_t ms, std::string_view zone);

enum class TimeStyle : std::uint8_t {
  kRfc3339,   ///< "2024-03-10T14:00:05+01:00", "2024-03-10T14:00:05.123Z"
  kDateTime,  ///< "2024-03-10 14:00:05", "2024-03-10 14:00:05.123"
  kDate,      ///< "2024-03-10"
  kMonthDay,  ///< "Mar 10"
  kMinute,    ///< "14:00"
  kSecond,    ///< "14:00:05", "14:00:05.123"
};

/// Milliseconds are shown where they are not zero. Times of other years are shown in Unix seconds.
std::string FormatTime(std::int64_t ms, std::string_view zone, TimeStyle style);

/// A round step, in ms, that leaves at most 250 of them in a range of that many ms.
std::int64_t ChooseStep(std::int64_t range_ms);

}  // namespace check

#endif  // LIBCHECK_BASE_TIME_EXPRESSION_H_
