#ifndef LIBCHECK_SLO_MEASURE_H_
#define LIBCHECK_SLO_MEASURE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libcheck/promql/ast.h"
#include "libcheck/slo/recordings.h"

namespace check::slo {

/// What an expression measures, as far as burn-rate alerts are concerned.
struct Measure {
  enum class Kind : std::uint8_t {
    kOther,
    kNumber,
    kEvents,     ///< Events within a window, or how many a second there were.
    kRatio,      ///< Events among all events of a window, good or bad ones.
    kBurnRate,   ///< An error ratio, divided by the budget.
    kObjective,  ///< 0.999
    kBudget,     ///< 0.001
  };
  /// Where the window was read.
  enum class WindowFrom : std::uint8_t {
    kNowhere,
    kRange,      ///< The expression's own range selectors.
    kRecording,  ///< Those of the rule that records the series.
    kName,       ///< The name of a series that no rule in the given files records.
    kLabel,      ///< The value of a matcher, as in `error_ratio{window="5m"}`; likewise.
  };

  Kind kind = Kind::kOther;
  /// The value of kNumber; of kObjective and kBudget, if known; of kBurnRate the budget it was
  /// divided by. NaN: not known.
  double number = std::numeric_limits<double>::quiet_NaN();
  std::int64_t window_ms = 0;  ///< 0: it has none.
  WindowFrom window_from = WindowFrom::kNowhere;
  /// What it was multiplied by: 100 of a percentage.
  double scale = 1;
  /// Several ratios may have been added up, so that 1 need not be the most.
  bool may_exceed_one = false;
  /// The average of ratios of shorter windows, not the ratio of all events.
  bool averages_ratios = false;
  /// Said so by a name only: a series that the given files do not record.
  bool by_name = false;
  std::string_view series;  ///< The recorded series that is read, if it is one.
  std::string why;          ///< kOther: one sentence on what keeps it from being a ratio, or empty.

  bool is(Kind other) const { return kind == other; }
};

/// Finds out what expressions measure. Follows recorded series to the rules that record them.
class Measurer {
 public:
  explicit Measurer(const Recordings& recordings) : recordings_(recordings) {}

  Measure Of(const promql::Expr& expr);

 private:
  Measure OfCall(const promql::Call& call);
  Measure OfRange(const promql::Call& call);
  Measure OfAggregate(const promql::AggregateExpr& aggregate);
  Measure OfSelector(const promql::VectorSelector& selector);
  Measure OfRecordings(const promql::VectorSelector& selector);
  Measure OfRule(const rules::Rule& rule);
  Measure OfBinary(const promql::BinaryExpr& binary);

  const Recordings& recordings_;
  std::unordered_map<const rules::Rule*, Measure> known_;  // kOther while it is being worked out.
  int followed_ = 0;  // How many rules deep the one that is being looked at is.
};

/// `lhs OP rhs` for + - * /, of what has been measured.
Measure Combine(promql::Op op, const Measure& lhs, const Measure& rhs);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_MEASURE_H_
