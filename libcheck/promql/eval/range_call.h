#ifndef LIBCHECK_PROMQL_EVAL_RANGE_CALL_H_
#define LIBCHECK_PROMQL_EVAL_RANGE_CALL_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/selector.h"
#include "libcheck/promql/functions.h"

namespace check::promql {

/// One series' window at one step, for a range function to look at.
struct RangeContext {
  Evaluator& ev;
  const RangeSource::Range& range;
  Span first_argument = {};  ///< Of the call: not always the range.
  model::Labels labels = {};
  FloatWindow floats = {};
  HistogramWindow histograms = {};
  std::int64_t time = 0;   ///< Of the step.
  std::int64_t after = 0;  ///< The range is open on this side; the window may reach further.
  std::int64_t until = 0;
  std::array<double, 4> scalars = {};  ///< The other arguments, in order.

  std::string_view metric_name() const { return labels.metric_name(); }
  Span span() const { return range.span; }
};

struct RangeOutcome {
  bool any = false;
  double value = 0;
  model::HistogramPtr histogram = {};

  void Give(double result) {
    any = true;
    value = result;
  }
  void Give(model::HistogramPtr result) {
    any = true;
    histogram = std::move(result);
  }
};

/// Which floats of a series are in a window.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The windows of one series at many steps.
struct BlockContext {
  std::span<const double> floats;
  const storage::TimeColumn& times;
  std::span<const Window> windows;
  std::int64_t first_until = 0;  ///< Where the first window ends.
  std::int64_t interval = 0;     ///< Between windows.
  Duration length;               ///< Of each.
};

class RangeCallNode final : public Node {
 public:
  /// `arguments` has null instead of the source.
  RangeCallNode(const Call& call, std::unique_ptr<RangeSource> source,
                std::vector<NodePtr> arguments)
      : Node(call),
        function_(*call.function),
        source_(std::move(source)),
        arguments_(std::move(arguments)) {}

  Matrix Eval(Evaluator& ev, const Steps& steps) override;
  bool EvalBlock(Evaluator& ev, const Steps& steps, Block& out) override;

 private:
  /// Evaluates the floats of one series at many steps together, if that can be done.
  bool EvalTogether(Evaluator& ev, const RangeSource::Range& range, const storage::Series& input,
                    const Steps& steps, FloatPoints& out) const;
  Matrix EvalAbsent(Evaluator& ev, const Steps& steps, const Matrix& present);
  void RemarkOnName(Evaluator& ev, model::Labels labels, Span where);

  const Function& function_;
  std::unique_ptr<RangeSource> source_;
  std::vector<NodePtr> arguments_;
  BlockCache ahead_;
};

/// Whether the counter began again between two samples, going by their start timestamps.
bool StartedAgain(std::int64_t previous_start, std::int64_t previous_time, std::int64_t start,
                  std::int64_t time);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_RANGE_CALL_H_
