#ifndef TOOLS_BACKTEST_REPORT_H_
#define TOOLS_BACKTEST_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/backtest/compare.h"
#include "libcheck/backtest/rule_replay.h"
#include "libcheck/plot/picture.h"
#include "libcheck/report/json_text.h"

namespace tools {

/// How what alerts did is shown. Times in ms.
struct BacktestStyle {
  std::int64_t start = 0;  ///< Of the picture.
  std::int64_t end = 0;
  std::string zone = "UTC";
  bool colour = false;
  bool utf8 = true;
  unsigned width = 80;      ///< Of the picture.
  unsigned grid_width = 0;  ///< Of tables; 0: there is no end.
  bool intervals = false;   ///< List them all.

  check::plot::TextStyle Plot() const {
    return {.colour = colour, .utf8 = utf8, .width = width, .height = 0, .zone = zone};
  }
  /// "2026-03-01 14:00:00"
  std::string Time(std::int64_t ms) const;
};

/// "2026-03-01T14:00:00Z"
std::string JsonTime(std::int64_t ms);
/// Null if there is none.
check::report::Json JsonTime(std::optional<std::int64_t> ms);
/// Seconds, whole ones without a point.
check::report::Json JsonSeconds(std::int64_t ms);
/// Without a point if it is whole.
check::report::Json JsonNumber(double number);
/// With `start`, `end` (null: it fires still) and `warm_up`, if it is.
check::report::Json ToJson(const check::backtest::FiringInterval& interval);
check::report::Json ToJson(const std::vector<check::backtest::FiringInterval>& intervals);
/// An object.
check::report::Json ToJson(const std::vector<std::pair<std::string, std::string>>& labels);

/// How long that is, as people read it: "2h5m".
std::string LengthText(std::int64_t ms);

/// A row of a picture: solid while it fires, hatched while it is pending, faint in the warm-up.
check::plot::Strips::Row StripOf(std::string name,
                                 const std::vector<check::backtest::AlertTimeline>& timelines,
                                 std::int64_t end);

/// Which rules failed, and what is omitted, a line each; for people, beside the rest.
std::string BacktestFaults(const check::backtest::RuleReplay& replay, const BacktestStyle& style);

/// What the alerts of one run did.
std::string BacktestText(const check::backtest::RuleReplay& replay, const BacktestStyle& style);
std::string BacktestJson(const check::backtest::RuleReplay& replay);
/// A line for each firing interval.
std::string BacktestCsv(const check::backtest::RuleReplay& replay);

/// What they did in two revisions, side by side.
std::string ComparisonText(const check::backtest::RuleReplay& before,
                           const check::backtest::RuleReplay& after, const BacktestStyle& style);
std::string ComparisonJson(const check::backtest::RuleReplay& before,
                           const check::backtest::RuleReplay& after);
std::string ComparisonCsv(const check::backtest::RuleReplay& before,
                          const check::backtest::RuleReplay& after);

}  // namespace tools

#endif  // TOOLS_BACKTEST_REPORT_H_
