#ifndef LIBCHECK_PROMQL_EVAL_AGGREGATE_H_
#define LIBCHECK_PROMQL_EVAL_AGGREGATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/kahan.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// What one group has come to at one step, for the functions of a Fold.
struct FoldGroup {
  bool seen = false;
  bool drop_name = false;
  bool has_float = false;
  bool has_histogram = false;
  bool incompatible = false;           ///< Comes to nothing; what is added is not looked at.
  bool incremental = false;            ///< The mean of floats is carried along, not the sum.
  bool histogram_incremental = false;  ///< Likewise for histograms.
  bool reset_seen = false;
  bool not_reset_seen = false;
  double value = 0;
  double lost = 0;
  double mean = 0;
  double count = 0;
  model::FloatHistogram histogram;
  model::FloatHistogram histogram_mean;
  std::optional<model::FloatHistogram> histogram_lost;
  std::vector<double> values;
};

/// What they may see besides.
struct FoldContext {
  Evaluator& ev;
  Span span;             ///< Of what is aggregated.
  double parameter = 0;  ///< At this step.
};

/// Which group a series belongs to: worked out once for each set of labels.
class Grouping {
 public:
  explicit Grouping(const AggregateExpr& aggregate);

  /// The labels of the group that `labels` are in.
  model::Labels GroupOf(Evaluator& ev, model::Labels labels);
  /// The same, quickly if it is what was asked for the same place last.
  model::Labels GroupAt(Evaluator& ev, std::size_t place, model::Labels labels);

 private:
  std::vector<std::string> names_;
  std::vector<std::string_view> views_;
  bool without_;
  std::unordered_map<model::Labels, model::Labels> groups_;
  std::vector<std::pair<model::Labels, model::Labels>> last_;
};

/// The first argument of topk, quantile and the like, at every step.
struct AggregationParameter {
  std::vector<double>
      values;  ///< One per step; one for all if it is a literal; none: no parameter.
  double min = 0;
  double max = 0;
  bool any_nan = false;

  double At(std::size_t step) const {
    return values.empty() ? 0 : values.size() == 1 ? values[0] : values[step];
  }
};

/// An aggregation with a Fold: one result per group.
class AggregateNode final : public Node {
 public:
  AggregateNode(const AggregateExpr& aggregate, NodePtr child, NodePtr parameter);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  BlockCache ahead_;
  NodePtr child_;
  NodePtr parameter_;
  Grouping grouping_;
};

AggregationParameter EvalParameter(Evaluator& ev, const Steps& steps, Node* parameter);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_AGGREGATE_H_
