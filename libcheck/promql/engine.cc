#include "libcheck/promql/engine.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libcheck/promql/eval/plan.h"

namespace check::promql {
namespace {

// Prometheus: what an operation only promised, to drop the name, is done in the end.
void DropNames(Evaluator& ev, Matrix& matrix) {
  for (ResultSeries& series : matrix) {
    if (series.drop_name) series.labels = ev.labels.DropMetadata(series.labels);
  }
  MergeSameLabels(ev, matrix);
}

void SortByLabels(Matrix& matrix) {
  std::sort(matrix.begin(), matrix.end(), [](const ResultSeries& a, const ResultSeries& b) {
    return model::Compare(a.labels, b.labels) < 0;
  });
}

Vector ToVector(Matrix& matrix, std::int64_t time) {
  Vector vector;
  vector.reserve(matrix.size());
  for (ResultSeries& series : matrix) {
    VectorSample& sample = vector.emplace_back();
    sample.labels = series.labels;
    sample.time = time;
    sample.drop_name = series.drop_name;
    if (!series.histograms.empty()) {
      sample.histogram = std::move(series.histograms[0].histogram);
    } else {
      sample.value = series.floats[0].value;
    }
  }
  return vector;
}

template <typename Finish>
QueryResult Run(Plan& plan, const Steps& steps, std::int64_t query_step, const Ahead* ahead,
                Finish&& finish) {
  Evaluator ev(plan.storage, plan.options, steps.start, steps.end, query_step);
  ev.ahead = ahead;
  QueryResult result;
  bool evaluated = false;
  try {
    for (const Node* node : plan.with_durations) node->CheckDurations(ev);
    Matrix matrix;
    if (steps.count() > 0) matrix = plan.root->Eval(ev, steps);
    evaluated = true;
    if (plan.options.delayed_name_removal) DropNames(ev, matrix);
    finish(result, matrix);
  } catch (const EvalError& error) {
    result.error = error.message();
  }
  // Prometheus: an error in the evaluation makes it forget what it had to remark.
  if (evaluated) result.annotations = std::move(ev.annotations);
  return result;
}

}  // namespace

Query::Query(std::unique_ptr<Plan> plan) : plan_(std::move(plan)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

Result<Query> Query::Bind(const Expr& expr, storage::Queryable& storage,
                          const EngineOptions& options) {
  Result<std::unique_ptr<Plan>> plan = MakePlan(expr, storage, options);
  if (!plan) return plan.error();
  return Query(std::move(*plan));
}

QueryResult Query::RunInstant(std::int64_t time, const Ahead* ahead) {
  time = std::clamp(time, -kFarthest, kFarthest);
  return Run(*plan_, {time, time, 1}, 0, ahead, [&](QueryResult& result, Matrix& matrix) {
    switch (plan_->expr.type) {
      case ValueType::kString:
        result.value = std::string(As<StringLiteral>(*StripParens(&plan_->expr)).value);
        break;
      case ValueType::kScalar:
        result.value = Scalar{time, matrix[0].floats[0].value};
        break;
      case ValueType::kMatrix:
        SortByLabels(matrix);
        result.value = std::move(matrix);
        break;
      default:
        result.value = ToVector(matrix, time);
        break;
    }
  });
}

std::optional<AheadResult> Query::RunAhead(std::int64_t time, const Ahead& ahead) {
  if (plan_->options.delayed_name_removal || !plan_->with_durations.empty() ||
      !MayHaveBlocks(*plan_->root)) {
    return std::nullopt;
  }
  const auto steps = StepsAhead(time, ahead);
  if (!steps) return std::nullopt;
  Evaluator ev(plan_->storage, plan_->options, time, time, 0);
  Block& block = plan_->ahead;
  block.Clear();
  try {
    if (!plan_->root->EvalBlock(ev, *steps, block)) return std::nullopt;
  } catch (const EvalError&) {
    return std::nullopt;
  }
  if (block.samples > plan_->options.max_samples) return std::nullopt;
  return AheadResult{.start = block.steps.start,
                     .interval = block.steps.interval,
                     .width = block.width,
                     .series = block.series,
                     .values = block.values.data(),
                     .present = block.present.data()};
}

QueryResult Query::RunRange(std::int64_t start, std::int64_t end, std::int64_t step) {
  if (plan_->expr.type != ValueType::kVector && plan_->expr.type != ValueType::kScalar) {
    QueryResult result;
    const std::string_view type =
        plan_->expr.type == ValueType::kMatrix ? "range vector" : "string";
    result.error = "invalid expression type \"" + std::string(type) +
                   "\" for range query, must be Scalar or instant Vector";
    return result;
  }
  start = std::clamp(start, -kFarthest, kFarthest);
  end = std::clamp(end, -kFarthest, kFarthest);
  // A step beyond the end is as good as any other.
  const std::int64_t interval =
      std::max<std::int64_t>(1, std::min(step, std::max(start, end) - start + 1));
  return Run(*plan_, {start, end, interval}, step, nullptr,
             [&](QueryResult& result, Matrix& matrix) {
               SortByLabels(matrix);
               result.value = std::move(matrix);
             });
}

}  // namespace check::promql
