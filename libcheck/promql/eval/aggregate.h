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

/// Which group a series belongs to: worked out once for each set of labels.
class Grouping {
 public:
  Grouping(std::vector<std::string> names, bool without);

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

/// sum, avg, count, min, max, group, stddev, stdvar and quantile: one result per group.
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

/// topk, bottomk, limitk and limit_ratio: some of the series themselves.
class SelectingNode final : public Node {
 public:
  SelectingNode(const AggregateExpr& aggregate, NodePtr child, NodePtr parameter);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
  NodePtr parameter_;
  Grouping grouping_;
};

/// count_values.
class CountValuesNode final : public Node {
 public:
  CountValuesNode(const AggregateExpr& aggregate, NodePtr child);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
  std::string label_;
  bool label_is_dropped_;
  Grouping grouping_;
};

AggregationParameter EvalParameter(Evaluator& ev, const Steps& steps, Node* parameter);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_AGGREGATE_H_
