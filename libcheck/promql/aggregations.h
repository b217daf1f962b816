#ifndef LIBCHECK_PROMQL_AGGREGATIONS_H_
#define LIBCHECK_PROMQL_AGGREGATIONS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "libcheck/promql/traits.h"

namespace check::promql {

class Node;
struct AggregateExpr;
struct Block;
struct FoldContext;
struct FoldGroup;
struct VectorSample;

/// How one result for each group is made of its samples, which come one at a time. All but the
/// first may be null. The types are those of eval/aggregate.h.
struct Fold {
  /// Of all samples but the first.
  void (*add)(const FoldContext& context, FoldGroup& group, const VectorSample& sample) = nullptr;
  /// Of the first; the group's value, mean and count are set already.
  void (*start)(FoldGroup& group, const VectorSample& sample) = nullptr;
  /// `result` has the group's value. False if there is none.
  bool (*finish)(const FoldContext& context, FoldGroup& group, VectorSample& result) = nullptr;
  /// Does the same for floats at many steps: series `i` of `in` is in group `group_of[i]` of `out`,
  /// which has all groups without values. False if that cannot be done.
  bool (*block)(const Block& in, std::span<const std::uint32_t> group_of, Block& out) = nullptr;
  bool takes_histograms = false;  ///< Others ignore them, with a remark.
};

/// Everything there is to know about one PromQL aggregation: the lexer, the parser, the engine,
/// label flow, lint checks, documentation and completion all read it here.
struct Aggregation {
  std::string_view name;
  std::string_view doc;                              ///< One sentence.
  Parameter parameter = {.type = ValueType::kNone};  ///< The first argument, if it takes two.
  /// Picks whole series (topk and the like): results keep every label, grouping only partitions.
  bool selects_series = false;
  Values values = {};
  bool monotone = false;  ///< Fewer series and smaller values give no larger result.
  bool counts = false;    ///< The result is the number of series in each group.
  bool experimental = false;

  // The body: either.

  Fold fold = {};
  /// `parameter` is null if there is none, or if it is a string.
  std::unique_ptr<Node> (*make_node)(const AggregateExpr& aggregate, std::unique_ptr<Node> child,
                                     std::unique_ptr<Node> parameter) = nullptr;
};

/// Every aggregation, family by family.
std::span<const Aggregation> AllAggregations();

/// Null if there is no such aggregation.
const Aggregation* FindAggregation(std::string_view name);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_AGGREGATIONS_H_
