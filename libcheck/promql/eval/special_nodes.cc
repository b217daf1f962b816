#include "libcheck/promql/eval/special_nodes.h"

#include <algorithm>
#include <utility>

#include "libcheck/model/histogram_copy.h"

namespace check::promql {

Matrix ConstantNode::Eval(Evaluator& ev, const Steps& steps) {
  double value = value_;
  switch (kind_) {
    case Kind::kLiteral:
      break;
    case Kind::kStart:
      value = static_cast<double>(ev.query_start) / 1000;
      break;
    case Kind::kEnd:
      value = static_cast<double>(ev.query_end) / 1000;
      break;
    case Kind::kRange:
      value = static_cast<double>(ev.query_end - ev.query_start) / 1000;
      break;
    case Kind::kStep:
      value = ev.query_start == ev.query_end ? 0 : static_cast<double>(ev.query_step) / 1000;
      break;
  }
  ev.CheckRoom(steps);
  ResultSeries series;
  series.labels = ev.labels.Empty();
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
    series.floats.push_back({time, value});
    ++ev.samples;
    ev.CheckSamples();
  }
  Matrix matrix;
  matrix.push_back(std::move(series));
  return matrix;
}

Matrix NothingNode::Eval(Evaluator& ev, const Steps& steps) {
  const std::int64_t samples_before = ev.samples;
  for (const NodePtr& child : children_) {
    const bool once = child->type == ValueType::kMatrix;
    child->Eval(ev, {steps.start, once ? steps.start : steps.end, steps.interval});
  }
  ev.samples = samples_before;
  return {};
}

Matrix StepInvariantNode::Eval(Evaluator& ev, const Steps& steps) {
  Matrix matrix = child_->Eval(ev, {steps.start, steps.start, steps.interval});
  if (steps.is_instant()) return matrix;
  if (!matrix.empty()) ev.CheckRoom({steps.start + steps.interval, steps.end, steps.interval});
  for (ResultSeries& series : matrix) {
    if (series.floats.empty() && series.histograms.empty()) continue;
    const bool is_float = !series.floats.empty();
    const auto size =
        static_cast<std::int64_t>(is_float ? 1 : series.histograms[0].histogram->PointSize());
    for (std::int64_t time = steps.start + steps.interval; time <= steps.end;
         time += steps.interval) {
      if (is_float) {
        series.floats.push_back({time, series.floats[0].value});
      } else {
        series.histograms.push_back({time, series.histograms[0].histogram});
      }
      ev.samples += size;
      ev.CheckSamples();
    }
  }
  return matrix;
}

Matrix NegateNode::Eval(Evaluator& ev, const Steps& steps) {
  Matrix matrix = child_->Eval(ev, steps);
  for (ResultSeries& series : matrix) {
    series.labels = ev.WithoutName(series.labels);
    series.drop_name = true;
    for (FloatPoint& point : series.floats) point.value = -point.value;
    for (HistogramPoint& point : series.histograms) {
      auto negative = std::make_shared<model::FloatHistogram>(model::CopyOf(*point.histogram));
      negative->Multiply(-1);
      point.histogram = std::move(negative);
    }
  }
  if (!ev.options.delayed_name_removal) MergeSameLabels(ev, matrix);
  return matrix;
}

}  // namespace check::promql
