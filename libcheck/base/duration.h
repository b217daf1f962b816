#ifndef LIBCHECK_BASE_DURATION_H_
#define LIBCHECK_BASE_DURATION_H_

#include <chrono>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// Go's time.Duration: a signed 64-bit count of nanoseconds.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// model.ParseDuration of prometheus/common: "1h30m", units y w d h m s ms in that order, each at
/// most once; "0" needs no unit. The error has upstream's words, such as
/// `not a valid duration string: "abc"`.
Result<Duration> ParsePrometheusDuration(std::string_view text);

/// model.Duration.String(): "1h30m", "0s"; weeks, days and years only where they divide exactly.
std::string FormatPrometheusDuration(Duration duration);

/// time.ParseDuration: "1h1.5m", "-3us". The error has Go's words.
Result<Duration> ParseGoDuration(std::string_view text);

/// A duration on promtool's command line (the Go package str2duration): ParseGoDuration with the
/// units d and w too, such as "1.5d" or "-1h1w". The error has the words that promtool prints.
Result<Duration> ParseKingpinDuration(std::string_view text);

/// A duration on our own command line: what Prometheus or promtool takes there, "1y" as well as
/// "1.5d". The two agree on what both take.
Result<Duration> ParseFlagDuration(std::string_view text);

/// time.Duration.String(): "1h30m0s", "1.5s", "0s".
std::string FormatGoDuration(Duration duration);

}  // namespace check

#endif  // LIBCHECK_BASE_DURATION_H_
