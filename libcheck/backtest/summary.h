#ifndef LIBCHECK_BACKTEST_SUMMARY_H_
#define LIBCHECK_BACKTEST_SUMMARY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "libcheck/backtest/timeline.h"

namespace check::backtest {

/// An alert that begins to fire again within this time is flapping.
inline constexpr std::int64_t kFlapMs = 60LL * 60 * 1000;

/// What an alert did, all its sets of labels together. Times in milliseconds.
struct Summary {
  std::size_t times = 0;         ///< How many times it began to fire.
  std::size_t warm_up = 0;       ///< Of these, before its windows were full.
  std::size_t sets = 0;          ///< Sets of labels that fired,
  std::size_t pending_sets = 0;  ///< and that were pending, but never fired.
  std::size_t flaps = 0;         ///< How many times it did so within kFlapMs of the last end.
  std::int64_t firing_ms = 0;    ///< Time in which it fired, for whatever labels.
  std::int64_t longest_ms = 0;   ///< Of one interval.
  std::optional<std::int64_t> first;
  bool firing_at_end = false;

  friend bool operator==(const Summary&, const Summary&) = default;
};

/// `end`: when what fires still is taken to be over.
Summary Summarise(std::span<const AlertTimeline> timelines, std::int64_t end);

/// When any of the alerts fired, in order: overlapping intervals are joined.
std::vector<FiringInterval> Joined(std::vector<FiringInterval> intervals);
std::vector<FiringInterval> FiringOf(std::span<const AlertTimeline> timelines);

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_SUMMARY_H_
