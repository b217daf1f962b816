#ifndef TOOLS_SLO_BACKTEST_REPORT_H_
#define TOOLS_SLO_BACKTEST_REPORT_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libcheck/backtest/timeline.h"
#include "libcheck/slo/episodes.h"
#include "libcheck/slo/slo.h"
#include "tools/backtest_report.h"

namespace tools {

/// What the alerts of one policy would have done for an objective.
struct PolicyBacktest {
  std::string name;
  bool by_rules = false;  ///< Through the rule engine.
  std::vector<check::backtest::AlertTimeline> timelines;
  check::slo::Score score;
};

/// An objective, or one of its groups, and what policies would have done. Times in ms.
struct SloBacktest {
  const check::slo::Slo* slo = nullptr;
  std::vector<std::pair<std::string, std::string>> group;
  check::slo::EventSum sum;  ///< All events that were replayed.
  double budget_events = 0;  ///< Of a period.
  std::int64_t begin = 0;    ///< Of the data.
  std::int64_t first = 0;    ///< The first evaluation.
  std::int64_t last = 0;     ///< None is later.
  std::int64_t interval_ms = 0;
  bool told = false;  ///< Whether the episodes are those of a file.
  double share = 0;   ///< What an episode has to spend for a page to be due.
  std::vector<PolicyBacktest> policies;

  std::string Title() const;
};

/// For people: of several objectives a table, and all about each if `details`, or if there is one.
std::string SloBacktestText(std::span<const SloBacktest> all, const BacktestStyle& style,
                            bool details);
std::string SloBacktestJson(std::span<const SloBacktest> all);
/// A line for each episode and policy.
std::string SloBacktestCsv(std::span<const SloBacktest> all);

}  // namespace tools

#endif  // TOOLS_SLO_BACKTEST_REPORT_H_
