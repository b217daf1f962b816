#include "libcheck/promql/eval/instant_call.h"

#include <utility>

#include "libcheck/promql/functions.h"

namespace check::promql {

std::string_view InstantContext::TextAt(std::size_t i) const {
  return As<StringLiteral>(*StripParens(call.arguments[i])).value;
}

const InstantFunction* FindInstantFunction(std::string_view name) {
  for (const auto& family :
       {MathFunctions(), VectorFunctions(), HistogramFunctions(), TimeFunctions()}) {
    for (const InstantFunction& function : family) {
      if (function.name == name) return &function;
    }
  }
  return nullptr;
}

void GiveUnnamed(const InstantContext& context, const VectorSample& sample, double value,
                 Vector& out) {
  out.push_back({.labels = context.ev.WithoutName(sample.labels),
                 .time = context.time,
                 .value = value,
                 .drop_name = true});
}

InstantCallNode::InstantCallNode(const Call& call, const InstantFunction& function,
                                 std::vector<NodePtr> arguments)
    : Node(call),
      function_(function),
      arguments_(std::move(arguments)),
      state_(function.make_state != nullptr ? function.make_state() : nullptr),
      sorts_(function.name.starts_with("sort")) {
  for (const NodePtr& argument : arguments_) inputs_.push_back(argument.get());
}

Matrix InstantCallNode::Eval(Evaluator& ev, const Steps& steps) {
  const Call& call = As<Call>(expr);
  if (type == ValueType::kScalar) ev.CheckRoom(steps);
  if (sorts_ && !steps.is_instant()) {
    ev.Annotate({.kind = AnnotationKind::kSortInRangeQuery, .span = call.span});
  }
  return EvalStepwise(
      ev, steps, inputs_,
      [&](std::int64_t time, std::span<Vector* const> vectors, std::span<VectorReader>,
          Vector& out) {
        function_.eval(
            {.ev = ev, .call = call, .time = time, .arguments = vectors, .state = state_.get()},
            out);
      });
}

}  // namespace check::promql
