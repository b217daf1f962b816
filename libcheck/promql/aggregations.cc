#include "libcheck/promql/aggregations.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace check::promql {
namespace {

// In the order of AggregationOp.
constexpr Aggregation kAggregations[] = {
    {.name = "sum", .op = AggregationOp::kSum, .doc = "Adds up the values of each group."},
    {.name = "avg", .op = AggregationOp::kAvg, .doc = "Gives the average value of each group."},
    {.name = "count", .op = AggregationOp::kCount, .doc = "Counts the elements of each group."},
    {.name = "min", .op = AggregationOp::kMin, .doc = "Gives the smallest value of each group."},
    {.name = "max", .op = AggregationOp::kMax, .doc = "Gives the largest value of each group."},
    {.name = "group", .op = AggregationOp::kGroup, .doc = "Gives 1 for each group."},
    {.name = "stddev",
     .op = AggregationOp::kStddev,
     .doc = "Gives the population standard deviation of each group."},
    {.name = "stdvar",
     .op = AggregationOp::kStdvar,
     .doc = "Gives the population variance of each group."},
    {.name = "topk",
     .op = AggregationOp::kTopk,
     .parameter = ValueType::kScalar,
     .doc = "Keeps the k largest elements of each group.",
     .selects_series = true},
    {.name = "bottomk",
     .op = AggregationOp::kBottomk,
     .parameter = ValueType::kScalar,
     .doc = "Keeps the k smallest elements of each group.",
     .selects_series = true},
    {.name = "count_values",
     .op = AggregationOp::kCountValues,
     .parameter = ValueType::kString,
     .doc = "Counts the elements of each group by value, which goes into the given label."},
    {.name = "quantile",
     .op = AggregationOp::kQuantile,
     .parameter = ValueType::kScalar,
     .doc = "Gives the q-quantile of the values of each group."},
    {.name = "limitk",
     .op = AggregationOp::kLimitk,
     .parameter = ValueType::kScalar,
     .doc = "Keeps any k elements of each group, always the same ones.",
     .experimental = true,
     .selects_series = true},
    {.name = "limit_ratio",
     .op = AggregationOp::kLimitRatio,
     .parameter = ValueType::kScalar,
     .doc = "Keeps about the given share of the elements of each group, always the same ones.",
     .experimental = true,
     .selects_series = true},
};

constexpr bool InOrder() {
  for (std::size_t i = 0; i < std::size(kAggregations); ++i) {
    if (static_cast<std::size_t>(kAggregations[i].op) != i) return false;
  }
  return true;
}
static_assert(InOrder());

}  // namespace

std::span<const Aggregation> AllAggregations() { return kAggregations; }

const Aggregation* FindAggregation(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kAggregations), std::end(kAggregations),
                   [&](const Aggregation& aggregation) { return aggregation.name == name; });
  return found == std::end(kAggregations) ? nullptr : found;
}

}  // namespace check::promql
