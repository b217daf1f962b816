#ifndef LIBCHECK_SLO_BURN_CONDITION_H_
#define LIBCHECK_SLO_BURN_CONDITION_H_

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/slo/measure.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// What a ratio is compared with. What is not known is NaN.
struct BurnThreshold {
  double ratio = std::numeric_limits<double>::quiet_NaN();   ///< As an error ratio: 0.0144.
  double factor = std::numeric_limits<double>::quiet_NaN();  ///< The burn rate: 14.4.
  double budget = std::numeric_limits<double>::quiet_NaN();  ///< 0.001
  /// Whether it is written as a burn rate, by itself or times a budget, rather than as a plain
  /// number.
  bool names_burn_rate = false;
};

/// A comparison of an error ratio, an availability or a burn rate with a threshold, which holds
/// while errors are many.
struct BurnCondition {
  Measure value;
  BurnThreshold threshold;
  bool or_equal = false;
  /// The same for conditions that differ in windows and thresholds only.
  std::string key;
  const promql::Expr* value_expr = nullptr;
  Location value_where;
  Location threshold_where;
};

/// What is and-ed together: conditions on error ratios, and others.
struct Conjunction {
  std::vector<BurnCondition> burns;
  std::vector<Location> guards;  ///< Other conditions, such as one of enough traffic.
};

/// The expression of an alert as alternatives, or-ed together.
struct AlertShape {
  std::vector<Conjunction> alternatives;
  /// Why a part that looks like a condition on error ratios is not one: a sentence, or empty.
  std::string why;
  Location why_where;
};

/// A printed expression with the same letter for all windows, in ranges, names and matchers.
std::string WithoutWindows(std::string_view printed);

/// Takes an alert's expression apart. `source` is what its spans refer to.
AlertShape ShapeOf(const promql::Expr& expr, const SourceFile& source, Measurer& measurer);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_BURN_CONDITION_H_
