#ifndef LIBCHECK_SLO_REPLAY_H_
#define LIBCHECK_SLO_REPLAY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/slo/events.h"
#include "libcheck/slo/policy.h"

/// What the alerts of a policy would have done while certain events happened.
namespace check::slo {

/// When alerts are evaluated. Times in milliseconds since the epoch.
struct ReplayOptions {
  std::int64_t interval_ms = 60'000;  ///< Between evaluations, > 0.
  /// The first evaluation; if it is not given, the first multiple of the interval at which an
  /// interval of the events is over.
  std::optional<std::int64_t> first;
  /// No evaluation is later; when the last interval of the events ends, if that is not given.
  std::optional<std::int64_t> last;
  /// With fewer events than these in the long window a condition does not hold.
  double least_events = 0;
  /// Count as `rate` does in Prometheus: its windows are open at their beginning, so that of a
  /// counter that is scraped in step with the evaluation, what the first interval of a window adds
  /// is omitted.
  bool as_rate = false;
};

/// Evaluates each alert of `policy` at every step, and gives one timeline each, in their order.
///
/// The error ratio of a window is that of the events that were counted within it, in intervals that
/// end at the evaluation or before; without any event no condition holds. What an alert does with
/// its condition is what Prometheus does: `for` is over at the first evaluation that is as long
/// after the first one with the condition, and so is `keep_firing_for`.
///
/// Where an alert fires only because of windows that are longer than the history, from the first
/// interval on, the interval is marked as warm-up; it ends where one begins that is not.
std::vector<backtest::AlertTimeline> Replay(const Policy& policy, double budget,
                                            const Events& events, const ReplayOptions& options);

/// One replay of many.
struct ReplayJob {
  const Policy* policy = nullptr;
  double budget = 0;
  const Events* events = nullptr;
  ReplayOptions options;
};

/// Replays all of them, on all cores, in their order. `done`, which may be empty, is called after
/// each with how many are over, on any thread, but by one at a time.
std::vector<std::vector<backtest::AlertTimeline>> ReplayAll(
    std::span<const ReplayJob> jobs, const std::function<void(std::size_t)>& done = {});

/// How many evaluations a replay of `events` takes.
std::int64_t StepsOf(const Events& events, const ReplayOptions& options);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_REPLAY_H_
