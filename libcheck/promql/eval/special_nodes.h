#ifndef LIBCHECK_PROMQL_EVAL_SPECIAL_NODES_H_
#define LIBCHECK_PROMQL_EVAL_SPECIAL_NODES_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/base/regex.h"
#include "libcheck/promql/eval/evaluator.h"
#include "libcheck/promql/eval/selector.h"

namespace check::promql {

/// A number that is known when the query runs: a literal, or start(), end(), range() or step().
class ConstantNode final : public Node {
 public:
  enum class Kind : std::uint8_t { kLiteral, kStart, kEnd, kRange, kStep };
  ConstantNode(const Expr& constant, Kind kind, double value)
      : Node(constant), kind_(kind), value_(value) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  Kind kind_;
  double value_;
};

/// A string: it has no samples. Those who want it look at the syntax tree.
class StringNode final : public Node {
 public:
  using Node::Node;
  Matrix Eval(Evaluator&, const Steps&) override { return {}; }
};

/// Evaluates its children, for the errors and remarks that come of it, and has no value.
class NothingNode final : public Node {
 public:
  NothingNode(const Call& call, std::vector<NodePtr> children)
      : Node(call), children_(std::move(children)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  std::vector<NodePtr> children_;
};

/// Evaluates its child once and repeats the result at every step.
class StepInvariantNode final : public Node {
 public:
  explicit StepInvariantNode(NodePtr child) : Node(child->expr), child_(std::move(child)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  NodePtr child_;
};

class NegateNode final : public Node {
 public:
  NegateNode(const UnaryExpr& unary, NodePtr child) : Node(unary), child_(std::move(child)) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  NodePtr child_;
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_SPECIAL_NODES_H_
