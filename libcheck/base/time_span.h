#ifndef LIBCHECK_BASE_TIME_SPAN_H_
#define LIBCHECK_BASE_TIME_SPAN_H_

#include <cstdint>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// From `start` to `end`, in Unix time in milliseconds.
struct TimeSpan {
  std::int64_t start = 0;
  std::int64_t end = 0;  ///< After `start`.
};

/// Two times with `..` between them, as ParseTime reads them toward the future: `saturday
/// 22:00..+2h`. What is relative in the second counts from the first. The error is one sentence.
Result<TimeSpan> ParseTimeSpan(std::string_view text, std::int64_t now_ms, std::string_view zone);

}  // namespace check

#endif  // LIBCHECK_BASE_TIME_SPAN_H_
