#include "libcheck/promql/eval/plan.h"

#include <algorithm>
#include <utility>

#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/eval/aggregate.h"
#include "libcheck/promql/eval/binary.h"
#include "libcheck/promql/eval/instant_call.h"
#include "libcheck/promql/eval/range_call.h"
#include "libcheck/promql/eval/special_nodes.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

// A node, and whether its value is the same at every step.
struct Bound {
  NodePtr node;
  bool invariant = false;
  /// Whether it pays to evaluate it once: not for numbers, strings and ranges.
  bool wrap = false;
};

// Thrown where a selector's regular expression does not compile.
struct BindError {
  Error error;
};

class Binder {
 public:
  explicit Binder(Plan& plan) : plan_(plan) {}

  NodePtr BindRoot(const Expr& expr) { return Wrapped(Bind(expr)); }

 private:
  static NodePtr Wrapped(Bound bound) {
    if (!bound.wrap) return std::move(bound.node);
    return std::make_unique<StepInvariantNode>(std::move(bound.node));
  }

  template <typename T>
  static T Take(Result<T> result) {
    if (!result) throw BindError{result.error()};
    return std::move(*result);
  }

  Bound Bind(const Expr& written) {
    const Expr& expr = *StripParens(&written);
    switch (expr.kind) {
      case ExprKind::kNumber:
        return {std::make_unique<ConstantNode>(expr, ConstantNode::Kind::kLiteral,
                                               As<NumberLiteral>(expr).value),
                true, false};
      case ExprKind::kString:
        return {std::make_unique<StringNode>(expr), true, false};
      case ExprKind::kVectorSelector: {
        const bool invariant = As<VectorSelector>(expr).shift.at != AtModifier::kNone;
        return {BindSelector(As<VectorSelector>(expr)), invariant, invariant};
      }
      case ExprKind::kMatrixSelector:
        return {BindRange(As<MatrixSelector>(expr)),
                As<MatrixSelector>(expr).vector->shift.at != AtModifier::kNone, false};
      case ExprKind::kSubquery:
        return {BindSubquery(As<SubqueryExpr>(expr)),
                As<SubqueryExpr>(expr).shift.at != AtModifier::kNone, false};
      case ExprKind::kCall:
        return BindCall(As<Call>(expr));
      case ExprKind::kAggregate:
        return BindAggregate(As<AggregateExpr>(expr));
      case ExprKind::kBinary:
        return BindBinary(As<BinaryExpr>(expr));
      case ExprKind::kUnary: {
        const auto& unary = As<UnaryExpr>(expr);
        Bound child = Bind(*unary.expr);
        if (unary.op == Op::kSub) {
          child.node = std::make_unique<NegateNode>(unary, std::move(child.node));
        }
        return child;
      }
      case ExprKind::kParen:
      case ExprKind::kDuration:
        break;
    }
    throw BindError{{"expression cannot be evaluated"}};
  }

  template <typename T>
  std::unique_ptr<T> WithDurations(std::unique_ptr<T> node, bool any) {
    if (any) plan_.with_durations.push_back(node.get());
    return node;
  }

  std::unique_ptr<SelectorNode> BindSelector(const VectorSelector& selector) {
    return WithDurations(
        std::make_unique<SelectorNode>(
            selector, Take(SeriesSelection::Make(selector.matchers, StatisticsOnly()))),
        selector.shift.offset_expr != nullptr);
  }

  std::unique_ptr<RangeSelectorNode> BindRange(const MatrixSelector& matrix) {
    return WithDurations(
        std::make_unique<RangeSelectorNode>(
            matrix, Take(SeriesSelection::Make(matrix.vector->matchers, StatisticsOnly()))),
        matrix.vector->shift.offset_expr != nullptr || matrix.range_expr != nullptr);
  }

  std::unique_ptr<SubqueryNode> BindSubquery(const SubqueryExpr& subquery) {
    // Resets between its steps are found by looking at buckets.
    const bool outer_needs = std::exchange(needs_buckets_, true);
    Bound bound = Bind(*subquery.expr);
    needs_buckets_ = outer_needs;
    NodePtr child = std::move(bound.node);
    if (bound.invariant) child = std::make_unique<StepInvariantNode>(std::move(child));
    return WithDurations(std::make_unique<SubqueryNode>(subquery, std::move(child)),
                         subquery.shift.offset_expr != nullptr || subquery.range_expr != nullptr ||
                             subquery.step_expr != nullptr);
  }

  Bound BindCall(const Call& call) {
    const bool outer_wants = wants_statistics_;
    const bool outer_needs = needs_buckets_;
    const HistogramUse use = call.function->histograms;
    wants_statistics_ = outer_wants || use == HistogramUse::kStatistics;
    needs_buckets_ = outer_needs || use == HistogramUse::kBuckets;
    Bound bound = BindCallArguments(call);
    wants_statistics_ = outer_wants;
    needs_buckets_ = outer_needs;
    return bound;
  }

  Bound BindCallArguments(const Call& call) {
    const Function& function = *call.function;
    if (function.of_selector != nullptr) {
      const Expr& argument = *StripParens(call.arguments[0]);
      if (const auto* selector = TryAs<VectorSelector>(&argument)) {
        const bool invariant = selector->shift.at != AtModifier::kNone;
        return {function.of_selector(call, BindSelector(*selector)), invariant, invariant};
      }
    }

    std::vector<Bound> arguments;
    bool invariant = function.time != TimeUse::kEvaluation;
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      // Prometheus: such a selector has no time of its own, so that it never sees an invariant.
      const bool is_evaluated = function.signature.At(i).constraint != Constraint::kLabelMatchers;
      arguments.push_back(is_evaluated ? Bind(*call.arguments[i]) : Bound());
      invariant = invariant && arguments.back().invariant;
    }
    if (function.range != nullptr && !invariant && HasPinnedSubquery(arguments)) {
      std::vector<NodePtr> nodes;
      for (Bound& argument : arguments) nodes.push_back(std::move(argument.node));
      return {std::make_unique<NothingNode>(call, std::move(nodes)), false, false};
    }
    std::unique_ptr<RangeSource> source;
    std::vector<NodePtr> nodes;
    nodes.reserve(arguments.size());
    for (Bound& argument : arguments) {
      if (argument.node != nullptr && argument.node->type == ValueType::kMatrix) {
        source.reset(static_cast<RangeSource*>(argument.node.release()));
        nodes.push_back(nullptr);
      } else {
        nodes.push_back(invariant ? std::move(argument.node) : Wrapped(std::move(argument)));
      }
    }
    NodePtr node;
    if (function.range != nullptr) {
      node = std::make_unique<RangeCallNode>(call, std::move(source), std::move(nodes));
    } else if (function.make_node != nullptr) {
      node = Take(function.make_node(call, std::move(nodes)));
    } else {
      node = std::make_unique<InstantCallNode>(call, std::move(nodes));
    }
    return {std::move(node), invariant, invariant};
  }

  // Prometheus 3.14: of a subquery with `@`, a function that needs more than that to be the same at
  // every step does not see the range.
  static bool HasPinnedSubquery(std::span<const Bound> arguments) {
    return std::any_of(arguments.begin(), arguments.end(), [](const Bound& argument) {
      return argument.invariant && argument.node->expr.kind == ExprKind::kSubquery;
    });
  }

  Bound BindAggregate(const AggregateExpr& aggregate) {
    Bound child = Bind(*aggregate.expr);
    // Prometheus: the parameter has no say in it.
    const bool invariant = child.invariant;
    const bool wrap = child.wrap;
    NodePtr parameter;
    if (aggregate.aggregation->parameter.type == ValueType::kScalar) {
      parameter = Wrapped(Bind(*aggregate.parameter));
    }
    const auto make = aggregate.aggregation->make_node;
    NodePtr node = make != nullptr ? make(aggregate, std::move(child.node), std::move(parameter))
                                   : std::make_unique<AggregateNode>(
                                         aggregate, std::move(child.node), std::move(parameter));
    return {std::move(node), invariant, wrap};
  }

  // Whether `a or b` in `a or b or c` can be worked out together with the rest. Those who ask what
  // each operand did ask it of each operator.
  bool JoinsOr(const BinaryExpr& outer, const Expr& inner) const {
    const auto* binary = TryAs<BinaryExpr>(StripParens(&inner));
    return binary != nullptr && outer.op == Op::kOr && binary->op == Op::kOr &&
           plan_.options.operands == nullptr && outer.matching->on == binary->matching->on &&
           std::ranges::equal(outer.matching->labels, binary->matching->labels);
  }

  Bound BindOrs(const BinaryExpr& binary) {
    std::vector<const Expr*> operands = {binary.rhs};
    const Expr* first = binary.lhs;
    for (const BinaryExpr* outer = &binary; JoinsOr(*outer, *first);) {
      outer = &As<BinaryExpr>(*StripParens(first));
      operands.push_back(outer->rhs);
      first = outer->lhs;
    }
    operands.push_back(first);
    std::vector<Bound> bound;
    for (auto operand = operands.rbegin(); operand != operands.rend(); ++operand) {
      bound.push_back(Bind(**operand));
    }
    const bool invariant = std::ranges::all_of(bound, &Bound::invariant);
    std::vector<NodePtr> nodes;
    for (Bound& one : bound) {
      nodes.push_back(invariant ? std::move(one.node) : Wrapped(std::move(one)));
    }
    std::vector<NodePtr> more(std::make_move_iterator(nodes.begin() + 2),
                              std::make_move_iterator(nodes.end()));
    return {std::make_unique<VectorBinaryNode>(binary, std::move(nodes[0]), std::move(nodes[1]),
                                               std::move(more)),
            invariant, invariant};
  }

  Bound BindBinary(const BinaryExpr& binary) {
    if (JoinsOr(binary, *binary.lhs)) return BindOrs(binary);
    const bool trims = binary.op == Op::kTrimLower || binary.op == Op::kTrimUpper;
    const bool outer_needs = needs_buckets_;
    needs_buckets_ = outer_needs || trims;
    Bound lhs = Bind(*binary.lhs);
    Bound rhs = Bind(*binary.rhs);
    needs_buckets_ = outer_needs;
    const bool invariant = lhs.invariant && rhs.invariant;
    NodePtr left = invariant ? std::move(lhs.node) : Wrapped(std::move(lhs));
    NodePtr right = invariant ? std::move(rhs.node) : Wrapped(std::move(rhs));
    const bool left_vector = left->type == ValueType::kVector;
    const bool right_vector = right->type == ValueType::kVector;
    NodePtr node;
    if (left_vector && right_vector) {
      node = std::make_unique<VectorBinaryNode>(binary, std::move(left), std::move(right),
                                                std::vector<NodePtr>());
    } else if (left_vector || right_vector) {
      node = std::make_unique<MixedBinaryNode>(binary, std::move(left), std::move(right));
    } else {
      node = std::make_unique<ScalarBinaryNode>(binary, std::move(left), std::move(right));
    }
    return {std::move(node), invariant, invariant};
  }

  // Whether selectors here need not look at the buckets of histograms: some function above asks for
  // their counts and sums, and none for more.
  bool StatisticsOnly() const { return wants_statistics_ && !needs_buckets_; }

  Plan& plan_;
  bool wants_statistics_ = false;
  bool needs_buckets_ = false;
};

}  // namespace

Result<std::unique_ptr<Plan>> MakePlan(const Expr& expr, storage::Queryable& storage,
                                       const EngineOptions& options) {
  auto plan = std::make_unique<Plan>(expr, storage, options);
  try {
    plan->root = Binder(*plan).BindRoot(expr);
  } catch (const BindError& error) {
    return error.error;
  }
  return plan;
}

}  // namespace check::promql
