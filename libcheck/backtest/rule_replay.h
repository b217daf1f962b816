#ifndef LIBCHECK_BACKTEST_RULE_REPLAY_H_
#define LIBCHECK_BACKTEST_RULE_REPLAY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/rule_library.h"
#include "libcheck/storage/memory.h"

namespace check::backtest {

/// Times in milliseconds since the epoch.
struct RuleReplayOptions {
  std::int64_t interval_ms = 60'000;  ///< Of groups that name none, > 0.
  /// The first evaluation is not before this; the first sample, if it is not given.
  std::optional<std::int64_t> first;
  /// No evaluation is later; the last sample, if it is not given.
  std::optional<std::int64_t> last;
  /// What is over by then is omitted from the outcome.
  std::optional<std::int64_t> since;
  promql::EngineOptions engine;
  /// How queries are parsed that templates make.
  promql::ParseOptions parser;
  /// Called now and then with how many steps are done, of how many; may be empty.
  std::function<void(std::int64_t, std::int64_t)> progress;
};

/// What one alerting rule did.
struct AlertOutcome {
  const rules::PreparedGroup* group = nullptr;
  const rules::PreparedRule* rule = nullptr;
  /// How far its expression looks back, what it selects of recording rules included.
  std::int64_t history_ms = 0;
  /// One for each set of labels, in the order in which they came up.
  std::vector<AlertTimeline> timelines;
  std::size_t left_out = 0;  ///< Changes of further sets of labels, of which there are too many.
};

/// A rule that could not be evaluated.
struct FailedRule {
  const rules::PreparedGroup* group = nullptr;
  const rules::PreparedRule* rule = nullptr;
  std::string message;     ///< Prometheus's words, the first time.
  std::int64_t first = 0;  ///< When that was,
  std::size_t times = 0;   ///< and how many times it failed.
};

struct RuleReplay {
  std::vector<AlertOutcome> alerts;  ///< In the order of the rules; those that never fired as well.
  std::vector<FailedRule> failed;
  std::int64_t first = 0;    ///< The first evaluation,
  std::int64_t last = 0;     ///< the last one,
  std::int64_t step_ms = 0;  ///< the time from one to the next,
  std::int64_t steps = 0;    ///< and how many there were.
  /// Metrics that the rules record and the data have as well: those of the data are omitted.
  std::vector<std::string> recorded_anew;
  std::int64_t data_begin = 0;  ///< The first sample.
};

/// Evaluates `groups` in their order, at all multiples of their intervals, over the series of
/// `store`, whose samples are in `times`. Recording rules are evaluated as well, and read by others
/// as in a server. Rules that fail are omitted at that step, as in a server.
///
/// A firing interval is marked as warm-up if it begins before there is as much history as its rule
/// looks at.
///
/// The error is one sentence: there would be too many steps.
Result<RuleReplay> ReplayRules(std::span<const rules::PreparedGroup* const> groups,
                               std::unique_ptr<storage::MemoryStore> store,
                               storage::TimeRange times, const RuleReplayOptions& options);

}  // namespace check::backtest

#endif  // LIBCHECK_BACKTEST_RULE_REPLAY_H_
