#include "libcheck/promql/eval/instant_call.h"

#include <utility>

namespace check::promql {

std::string_view InstantContext::TextAt(std::size_t i) const {
  return As<StringLiteral>(*StripParens(call.arguments[i])).value;
}

void GiveUnnamed(const InstantContext& context, const VectorSample& sample, double value,
                 Vector& out) {
  out.push_back({.labels = context.ev.WithoutName(sample.labels),
                 .time = context.time,
                 .value = value,
                 .drop_name = true});
}

InstantCallNode::InstantCallNode(const Call& call, std::vector<NodePtr> arguments)
    : Node(call),
      function_(*call.function),
      arguments_(std::move(arguments)),
      state_(function_.make_state != nullptr ? function_.make_state() : nullptr) {
  for (const NodePtr& argument : arguments_) inputs_.push_back(argument.get());
}

Matrix InstantCallNode::Eval(Evaluator& ev, const Steps& steps) {
  const Call& call = As<Call>(expr);
  if (type == ValueType::kScalar) ev.CheckRoom(steps);
  if (function_.sorts && !steps.is_instant()) {
    ev.Annotate({.kind = AnnotationKind::kSortInRangeQuery, .span = call.span});
  }
  return EvalStepwise(
      ev, steps, inputs_,
      [&](std::int64_t time, std::span<Vector* const> vectors, std::span<VectorReader>,
          Vector& out) {
        function_.instant(
            {.ev = ev, .call = call, .time = time, .arguments = vectors, .state = state_.get()},
            out);
      });
}

}  // namespace check::promql
