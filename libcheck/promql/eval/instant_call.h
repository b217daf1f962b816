#ifndef LIBCHECK_PROMQL_EVAL_INSTANT_CALL_H_
#define LIBCHECK_PROMQL_EVAL_INSTANT_CALL_H_

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/promql/eval/evaluator.h"
#include "libcheck/promql/functions.h"

namespace check::promql {

/// What a function keeps from one step, and one run, to the next.
class CallState {
 public:
  virtual ~CallState() = default;
};

/// One step, for a function of instant vectors and scalars to look at. Vectors may be taken apart.
struct InstantContext {
  Evaluator& ev;
  const Call& call;
  std::int64_t time = 0;
  std::span<Vector* const> arguments = {};
  CallState* state = nullptr;

  double ScalarAt(std::size_t i) const { return (*arguments[i])[0].value; }
  std::string_view TextAt(std::size_t i) const;
  Span SpanAt(std::size_t i) const { return StripParens(call.arguments[i])->span; }
};

class InstantCallNode final : public Node {
 public:
  InstantCallNode(const Call& call, std::vector<NodePtr> arguments);

  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  const Function& function_;
  std::vector<NodePtr> arguments_;
  std::vector<Node*> inputs_;
  std::unique_ptr<CallState> state_;
};

/// Appends `sample` with another value to `out`, without its metric name.
void GiveUnnamed(const InstantContext& context, const VectorSample& sample, double value,
                 Vector& out);

/// Whether `a` comes before `b` in the natural order of sort_by_label: numbers by their value.
bool NaturallyBefore(std::string_view a, std::string_view b);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_INSTANT_CALL_H_
