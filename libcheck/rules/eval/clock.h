#ifndef LIBCHECK_RULES_EVAL_CLOCK_H_
#define LIBCHECK_RULES_EVAL_CLOCK_H_

#include <cstdint>
#include <limits>

/// Times of evaluations: nanoseconds since a start that is itself nanoseconds since the epoch. Both
/// reach to the year 2262, their sum further.
namespace check::rules {

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

/// When rules are evaluated: at the start, and then every step up to the last one.
struct Schedule {
  std::int64_t start_ns = 0;   ///< Since the epoch.
  std::int64_t step_ns = 0;    ///< > 0
  std::int64_t last_step = 0;  ///< The start is step 0.

  /// The time that is so long after the start, in milliseconds since the epoch.
  constexpr std::int64_t MillisecondsAt(std::int64_t since_ns) const {
    return rules::MillisecondsAt(start_ns, since_ns);
  }
  /// The same in nanoseconds, or as far as that can be counted.
  constexpr std::int64_t NanosecondsAt(std::int64_t since_ns) const {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    return since_ns > 0 && start_ns > kMost - since_ns ? kMost : start_ns + since_ns;
  }
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_CLOCK_H_
