#ifndef LIBCHECK_BACKTEST_TIMELINE_H_
#define LIBCHECK_BACKTEST_TIMELINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What alerts would have done over recorded time.
namespace check::backtest {

/// From one evaluation to another, in milliseconds since the epoch: [start, end).
struct FiringInterval {
  std::int64_t start = 0;
  std::optional<std::int64_t> end;  ///< Nothing: it fires still when the data ends.
  /// It began while a window was longer than the history, so that it may only be an effect of where
  /// the data begins.
  bool warm_up = false;

  friend bool operator==(const FiringInterval&, const FiringInterval&) = default;
};

/// When an alert with certain labels was pending, and when it fired.
struct AlertTimeline {
  std::string alert;
  std::string severity;  ///< The value of that label; empty: it has none.
  std::vector<std::pair<std::string, std::string>> labels;  ///< All but the name, sorted.
  std::vector<FiringInterval> pending;
  std::vector<FiringInterval> firing;
};

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_TIMELINE_H_
