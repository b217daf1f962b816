#ifndef LIBCHECK_BACKTEST_COMPARE_H_
#define LIBCHECK_BACKTEST_COMPARE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/backtest/rule_replay.h"
#include "libcheck/backtest/summary.h"

namespace check::backtest {

/// Intervals of an alert before and after a change that overlap, joined; or one that has no
/// counterpart. Times in milliseconds.
struct IntervalPair {
  std::optional<FiringInterval> before;
  std::optional<FiringInterval> after;

  bool is_gone() const { return before && !after; }
  bool is_new() const { return after && !before; }
  /// How much later it begins; negative: earlier. 0 unless there are both.
  std::int64_t shift_ms() const { return before && after ? after->start - before->start : 0; }

  friend bool operator==(const IntervalPair&, const IntervalPair&) = default;
};

/// Pairs intervals that overlap; those of either are in order and do not overlap each other. Where
/// several of one overlap one of the other, the first is paired with it, and the rest joined to it.
std::vector<IntervalPair> PairUp(std::span<const FiringInterval> before,
                                 std::span<const FiringInterval> after);

/// What an alert did in two revisions of its rules.
struct AlertComparison {
  std::string title;
  const AlertOutcome* before = nullptr;  ///< Null: it is not in these rules.
  const AlertOutcome* after = nullptr;
  Summary summary_before;
  Summary summary_after;
  std::vector<IntervalPair> pairs;  ///< Of all sets of labels together.
};

/// What tells the alerts of these rules from each other: their names, and where those are the same
/// a label or a group as well.
std::vector<std::string> Titles(std::span<const AlertOutcome> alerts);

/// Alerts are the same if they have the same title. In the order of `before`, then what is new.
std::vector<AlertComparison> Compare(const RuleReplay& before, const RuleReplay& after);

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_COMPARE_H_
