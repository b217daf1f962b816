#ifndef LIBCHECK_UNITTEST_CLOCK_H_
#define LIBCHECK_UNITTEST_CLOCK_H_

#include <cstdint>
#include <limits>

/// Times of tests: nanoseconds since a start that is itself nanoseconds since the epoch. Both reach
/// to the year 2262, their sum further.
namespace check::unittest {

/// `start` and `since`, added up, in whole milliseconds, rounded down.
constexpr std::int64_t MillisecondsAt(std::int64_t start, std::int64_t since) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  const auto whole = [](std::int64_t time) {
    return time / kMillisecond - (time % kMillisecond < 0 ? 1 : 0);
  };
  const std::int64_t rest =
      (start - whole(start) * kMillisecond) + (since - whole(since) * kMillisecond);
  return whole(start) + whole(since) + whole(rest);
}

/// `start` and `since`, added up, or as far as that can be counted.
constexpr std::int64_t NanosecondsAt(std::int64_t start, std::int64_t since) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  return since > 0 && start > kMost - since ? kMost : start + since;
}

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_CLOCK_H_
