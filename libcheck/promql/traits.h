#ifndef LIBCHECK_PROMQL_TRAITS_H_
#define LIBCHECK_PROMQL_TRAITS_H_

#include <cstdint>
#include <limits>
#include <string_view>

#include "libcheck/promql/value_type.h"

/// What the rows of functions and of aggregations have in common.
namespace check::promql {

/// What an argument must be, beyond its type.
enum class Constraint : std::uint8_t {
  kNone,
  kLabelName,      ///< Evaluation fails with other strings.
  kRegex,          ///< Evaluation fails with other strings.
  kFactor,         ///< Between 0 and 1, both excluded; evaluation fails with other numbers.
  kCount,          ///< Fits into an int64; evaluation fails with other numbers.
  kRatio,          ///< Not NaN, with which evaluation fails.
  kQuantile,       ///< 0 to 1; the result is infinite or NaN for other numbers.
  kLabelMatchers,  ///< A selector that is not evaluated: its matchers say which labels to add.
};

struct Parameter {
  std::string_view name = {};
  ValueType type = ValueType::kVector;
  Constraint constraint = Constraint::kNone;
  std::string_view noun =
      {};  ///< "destination label", for messages; set where evaluation may fail.
};

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Known facts about the floats in a result, NaN aside.
struct Values {
  enum class Kind : std::uint8_t {
    kAnything,
    kBetween,        ///< From `low` to `high`, whatever the input.
    kOfInput,        ///< Not outside the range of the input's values.
    kSumOfInput,     ///< Values of the input added up.
    kGrowthOfInput,  ///< Not negative if the input is not.
  };
  Kind kind = Kind::kAnything;
  double low = -kInfinity;
  double high = kInfinity;

  static constexpr Values Between(double low, double high) { return {Kind::kBetween, low, high}; }
  static constexpr Values OfInput() { return {.kind = Kind::kOfInput}; }
  static constexpr Values SumOfInput() { return {.kind = Kind::kSumOfInput}; }
  static constexpr Values GrowthOfInput() { return {.kind = Kind::kGrowthOfInput}; }

  constexpr bool IsConstant() const { return low == high; }
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_TRAITS_H_
