#ifndef LIBCHECK_PROMQL_AGGREGATIONS_H_
#define LIBCHECK_PROMQL_AGGREGATIONS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/promql/value_type.h"

namespace check::promql {

enum class AggregationOp : std::uint8_t {
  kSum,
  kAvg,
  kCount,
  kMin,
  kMax,
  kGroup,
  kStddev,
  kStdvar,
  kTopk,
  kBottomk,
  kCountValues,
  kQuantile,
  kLimitk,
  kLimitRatio,
};

/// One row for each of PromQL's 14 aggregations.
struct Aggregation {
  std::string_view name;
  AggregationOp op;
  ValueType parameter = ValueType::kNone;  ///< Type of the first argument, if it takes two.
  std::string_view doc;                    ///< One sentence.
  bool experimental = false;
  /// Picks whole series (topk and the like): results keep every label, grouping only partitions.
  bool selects_series = false;
};

std::span<const Aggregation> AllAggregations();
const Aggregation* FindAggregation(std::string_view name);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_AGGREGATIONS_H_
