#include "libcheck/promql/eval/aggregate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/model/names.h"

namespace check::promql {
namespace {

// One step of one aggregation.
class Aggregator {
 public:
  Aggregator(Evaluator& ev, const AggregateExpr& aggregate)
      : aggregation_(*aggregate.aggregation),
        fold_(aggregation_.fold),
        context_{.ev = ev, .span = StripParens(aggregate.expr)->span} {}

  void Add(FoldGroup& group, const VectorSample& sample) {
    if (group.incompatible && group.seen) return;
    if (group.seen && sample.drop_name) group.drop_name = true;
    if (sample.histogram && !fold_.takes_histograms) return IgnoreHistogram();
    if (group.seen) return fold_.add(context_, group, sample);
    group.seen = true;
    group.drop_name = sample.drop_name;
    group.has_float = group.has_histogram = group.incompatible = false;
    group.incremental = group.histogram_incremental = false;
    group.reset_seen = group.not_reset_seen = false;
    group.value = group.mean = sample.value;
    group.lost = 0;
    group.count = 1;
    group.histogram_lost.reset();
    if (fold_.start != nullptr) fold_.start(group, sample);
  }

  // False if the group has no result.
  bool Finish(FoldGroup& group, double parameter, VectorSample& result) {
    result = {.value = group.value, .drop_name = group.drop_name};
    context_.parameter = parameter;
    return fold_.finish == nullptr || fold_.finish(context_, group, result);
  }

 private:
  void IgnoreHistogram() {
    context_.ev.Annotate({.kind = AnnotationKind::kHistogramIgnoredInAgg,
                          .span = context_.span,
                          .text = std::string(aggregation_.name)});
  }

  const Aggregation& aggregation_;
  const Fold& fold_;
  FoldContext context_;
};

// Groups come in the order in which their first members do. Whether that is the same at each step.
bool IsSameOrder(const Block& in, std::span<const std::uint32_t> group_of, std::size_t groups) {
  if (in.full || groups < 2) return true;
  std::vector<std::uint8_t> seen(groups);
  for (std::size_t k = 0; k < in.width; ++k) {
    std::fill(seen.begin(), seen.end(), 0);
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < in.series.size(); ++i) {
      const std::uint32_t group = group_of[i];
      if (in.present[i * in.width + k] == 0 || seen[group] != 0) continue;
      if (group < last) return false;
      last = group;
      seen[group] = 1;
    }
  }
  return true;
}

}  // namespace

Grouping::Grouping(const AggregateExpr& aggregate)
    : names_(aggregate.grouping.begin(), aggregate.grouping.end()), without_(aggregate.without) {
  if (without_) names_.emplace_back(model::kMetricName);
  views_.assign(names_.begin(), names_.end());
}

model::Labels Grouping::GroupOf(Evaluator& ev, model::Labels labels) {
  if (!without_ && names_.empty()) return ev.labels.Empty();
  const auto [at, is_new] = groups_.try_emplace(labels);
  if (is_new) {
    at->second = without_ ? ev.labels.Drop(labels, views_) : ev.labels.Keep(labels, views_);
  }
  return at->second;
}

model::Labels Grouping::GroupAt(Evaluator& ev, std::size_t place, model::Labels labels) {
  if (place >= last_.size()) last_.resize(place + 1);
  auto& [known, group] = last_[place];
  if (known != labels || group.set() == nullptr) {
    group = GroupOf(ev, labels);
    known = labels;
  }
  return group;
}

AggregationParameter EvalParameter(Evaluator& ev, const Steps& steps, Node* parameter) {
  AggregationParameter result;
  if (parameter == nullptr) return result;
  const Matrix matrix = parameter->Eval(ev, steps);
  if (matrix.empty()) return result;
  result.min = std::numeric_limits<double>::max();
  result.max = -std::numeric_limits<double>::max();
  for (const FloatPoint& point : matrix[0].floats) {
    result.values.push_back(point.value);
    if (std::isnan(point.value)) result.any_nan = true;
    // Go's math.Max and math.Min: NaN stays NaN.
    result.max =
        std::isnan(result.max) || std::isnan(point.value)
            ? (result.max == model::kInf || point.value == model::kInf ? model::kInf : model::kNaN)
            : std::max(result.max, point.value);
    result.min = std::isnan(result.min) || std::isnan(point.value)
                     ? (result.min == -model::kInf || point.value == -model::kInf ? -model::kInf
                                                                                  : model::kNaN)
                     : std::min(result.min, point.value);
  }
  return result;
}

AggregateNode::AggregateNode(const AggregateExpr& aggregate, NodePtr child, NodePtr parameter)
    : Node(aggregate),
      child_(std::move(child)),
      parameter_(std::move(parameter)),
      grouping_(aggregate) {}

Matrix AggregateNode::Eval(Evaluator& ev, const Steps& steps) {
  if (Matrix known; ev.ahead != nullptr && ahead_.Serve(ev, *this, steps, known)) return known;
  const auto& aggregate = As<AggregateExpr>(expr);
  const std::int64_t samples_before = ev.samples;
  const AggregationParameter parameter = EvalParameter(ev, steps, parameter_.get());
  VectorReader input(child_->Eval(ev, steps));

  if (aggregate.aggregation->parameter.constraint == Constraint::kQuantile) {
    const Span where = StripParens(aggregate.parameter)->span;
    const auto remark = [&](double q) {
      ev.Annotate({.kind = AnnotationKind::kInvalidQuantile, .span = where, .value = q});
    };
    if (parameter.any_nan) remark(model::kNaN);
    if (parameter.max > 1) remark(parameter.max);
    if (parameter.min < 0) remark(parameter.min);
  }

  // Groups in the order in which they are met.
  std::vector<std::uint32_t> group_of(input.matrix().size());
  Matrix result;
  {
    std::vector<model::Labels> labels_of(input.matrix().size());
    for (std::size_t i = 0; i < labels_of.size(); ++i) {
      labels_of[i] = grouping_.GroupAt(ev, i, input.matrix()[i].labels);
    }
    model::Marks index(ev.labels);
    for (std::size_t i = 0; i < labels_of.size(); ++i) {
      if (!index.Has(labels_of[i])) {
        index.Set(labels_of[i], static_cast<std::uint32_t>(result.size()));
        result.emplace_back().labels = labels_of[i];
      }
      group_of[i] = index[labels_of[i]];
    }
  }

  if (group_of.empty()) {
    ev.samples = samples_before;
    return {};
  }
  ev.CheckSteps(steps);
  ev.CheckLabels();

  Aggregator aggregator(ev, aggregate);
  std::vector<FoldGroup> groups(result.size());
  VectorSample sample;
  std::size_t step = 0;
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval, ++step) {
    ev.CheckTime(group_of.size());
    for (FoldGroup& group : groups) group.seen = false;
    // Prometheus does not count these samples once more.
    const Vector& vector = input.ReadUncounted(time);
    for (std::size_t i = 0; i < vector.size(); ++i) {
      aggregator.Add(groups[group_of[input.indices()[i]]], vector[i]);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (!groups[i].seen) continue;
      if (!aggregator.Finish(groups[i], parameter.At(step), sample)) continue;
      if (sample.histogram) {
        result[i].histograms.push_back({time, std::move(sample.histogram)});
      } else {
        result[i].floats.push_back({time, sample.value});
      }
      result[i].drop_name = sample.drop_name;
    }
    ev.CheckSamples();
  }
  std::erase_if(result, [](const ResultSeries& series) {
    return series.floats.empty() && series.histograms.empty();
  });
  ev.samples = samples_before + CountSamples(result);
  return result;
}

bool AggregateNode::EvalBlock(Evaluator& ev, const Steps& steps, Block& out) {
  const Fold& fold = As<AggregateExpr>(expr).aggregation->fold;
  if (fold.block == nullptr) return false;
  Block in;
  if (!child_->EvalBlock(ev, steps, in)) return false;

  out.Resize(in.steps);
  out.samples = in.samples;
  out.drop_name = in.drop_name;
  std::vector<std::uint32_t> group_of(in.series.size());
  std::vector<model::Labels> labels_of(in.series.size());
  for (std::size_t i = 0; i < labels_of.size(); ++i) {
    labels_of[i] = grouping_.GroupOf(ev, in.series[i]);
  }
  {
    model::Marks index(ev.labels);
    for (std::size_t i = 0; i < labels_of.size(); ++i) {
      if (!index.Has(labels_of[i])) {
        index.Set(labels_of[i], static_cast<std::uint32_t>(out.series.size()));
        out.AddSeries(labels_of[i]);
      }
      group_of[i] = index[labels_of[i]];
    }
  }
  ev.CheckLabels();
  if (!IsSameOrder(in, group_of, out.series.size())) return false;

  if (!fold.block(in, group_of, out)) return false;
  out.Finish();
  return true;
}

}  // namespace check::promql
