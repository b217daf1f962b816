#include "libcheck/promql/eval/aggregate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/model/histogram_copy.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/eval/quantile.h"

namespace check::promql {
namespace {

using model::FloatHistogram;
using model::HistogramPtr;

std::vector<std::string> NamesOf(const AggregateExpr& aggregate) {
  return {aggregate.grouping.begin(), aggregate.grouping.end()};
}

// What one group has come to at one step.
struct Group {
  bool seen = false;
  bool drop_name = false;
  bool has_float = false;
  bool has_histogram = false;
  bool incompatible = false;
  bool incremental = false;            // The mean of floats is carried along, not the sum.
  bool histogram_incremental = false;  // Likewise for histograms.
  bool reset_seen = false;
  bool not_reset_seen = false;
  double value = 0;
  double lost = 0;
  double mean = 0;
  double count = 0;
  FloatHistogram histogram;
  FloatHistogram histogram_mean;
  std::optional<FloatHistogram> histogram_lost;
  std::vector<double> values;
};

// One step of one aggregation.
class Aggregator {
 public:
  Aggregator(Evaluator& ev, const AggregateExpr& aggregate)
      : ev_(ev),
        op_(aggregate.aggregation->op),
        name_(aggregate.aggregation->name),
        span_(StripParens(aggregate.expr)->span) {}

  void Add(Group& group, const VectorSample& sample) {
    if (!group.seen) return Start(group, sample);
    if (group.incompatible) return;
    if (sample.drop_name) group.drop_name = true;
    const double f = sample.value;
    switch (op_) {
      case AggregationOp::kSum:
        sample.histogram ? SumHistogram(group, sample) : SumFloat(group, f);
        break;
      case AggregationOp::kAvg:
        group.count += 1;
        sample.histogram ? AverageHistogram(group, sample) : AverageFloat(group, f);
        break;
      case AggregationOp::kCount:
        group.count += 1;
        break;
      case AggregationOp::kMax:
        if (sample.histogram) return IgnoreHistogram();
        if (group.value < f || std::isnan(group.value)) group.value = f;
        break;
      case AggregationOp::kMin:
        if (sample.histogram) return IgnoreHistogram();
        if (group.value > f || std::isnan(group.value)) group.value = f;
        break;
      case AggregationOp::kStddev:
      case AggregationOp::kStdvar: {
        if (sample.histogram) return IgnoreHistogram();
        group.count += 1;
        const double delta = f - group.mean;
        group.mean += delta / group.count;
        group.value += delta * (f - group.mean);
        break;
      }
      case AggregationOp::kQuantile:
        if (sample.histogram) return IgnoreHistogram();
        group.values.push_back(f);
        break;
      default:
        break;
    }
  }

  // Nothing if the group has no result.
  std::optional<VectorSample> Finish(Group& group, double parameter) {
    HistogramPtr histogram;
    if (op_ == AggregationOp::kSum || op_ == AggregationOp::kAvg) {
      if (group.has_float && group.has_histogram) {
        ev_.Annotate({.kind = AnnotationKind::kMixedFloatsHistogramsInAgg, .span = span_});
        return std::nullopt;
      }
      if (group.incompatible) return std::nullopt;
      if (group.has_histogram) {
        histogram = FinishHistogram(group);
      } else if (op_ == AggregationOp::kSum) {
        group.value += group.lost;
      } else if (group.incremental) {
        group.value = group.mean + group.lost;
      } else {
        group.value = group.value / group.count + group.lost / group.count;
      }
    } else if (op_ == AggregationOp::kCount) {
      group.value = group.count;
    } else if (op_ == AggregationOp::kStdvar) {
      group.value /= group.count;
    } else if (op_ == AggregationOp::kStddev) {
      group.value = std::sqrt(group.value / group.count);
    } else if (op_ == AggregationOp::kQuantile) {
      group.value = Quantile(parameter, group.values);
    }
    if (group.reset_seen && group.not_reset_seen) {
      ev_.Annotate({.kind = AnnotationKind::kResetCollision, .span = span_, .text = "aggregation"});
    }
    return VectorSample{
        .value = group.value, .histogram = std::move(histogram), .drop_name = group.drop_name};
  }

 private:
  void Start(Group& group, const VectorSample& sample) {
    const double f = sample.value;
    group.seen = true;
    group.drop_name = sample.drop_name;
    group.has_float = group.has_histogram = group.incompatible = false;
    group.incremental = group.histogram_incremental = false;
    group.reset_seen = group.not_reset_seen = false;
    group.value = group.mean = f;
    group.lost = 0;
    group.count = 1;
    group.histogram_lost.reset();
    switch (op_) {
      case AggregationOp::kSum:
      case AggregationOp::kAvg:
        if (sample.histogram) {
          group.has_histogram = true;
          group.histogram = model::CopyOf(*sample.histogram);
          SeeHint(group, *sample.histogram);
        } else {
          group.has_float = true;
        }
        break;
      case AggregationOp::kStddev:
      case AggregationOp::kStdvar:
        if (sample.histogram) return Reject(group);
        group.value = std::isfinite(f) ? 0 : model::kNaN;
        break;
      case AggregationOp::kQuantile:
        group.values.assign(1, f);
        if (sample.histogram) return Reject(group);
        break;
      case AggregationOp::kGroup:
        group.value = 1;
        break;
      case AggregationOp::kMin:
      case AggregationOp::kMax:
        if (sample.histogram) return Reject(group);
        break;
      default:
        break;
    }
  }

  void Reject(Group& group) {
    group.seen = false;
    IgnoreHistogram();
  }
  void IgnoreHistogram() {
    ev_.Annotate({.kind = AnnotationKind::kHistogramIgnoredInAgg,
                  .span = span_,
                  .text = std::string(name_)});
  }
  static void SeeHint(Group& group, const FloatHistogram& histogram) {
    if (histogram.hint == model::CounterResetHint::kReset) group.reset_seen = true;
    if (histogram.hint == model::CounterResetHint::kNotReset) group.not_reset_seen = true;
  }
  // False if the group is spoilt.
  bool See(Group& group, const VectorSample& sample, const model::CombineResult& result) {
    if (!result.compatible) {
      ev_.Annotate(AnnotationKind::kMixedExponentialCustom, sample.labels.metric_name(), span_);
      group.incompatible = true;
      return false;
    }
    if (result.bounds_reconciled) {
      ev_.Annotate(
          {.kind = AnnotationKind::kBoundsReconciled, .span = span_, .text = "aggregation"});
    }
    return true;
  }

  void SumFloat(Group& group, double f) {
    group.has_float = true;
    KahanSum sum{group.value, group.lost};
    sum.Add(f);
    group.value = sum.sum;
    group.lost = sum.lost;
  }

  // A group that began with a float comes to nothing once it meets a histogram.
  void SumHistogram(Group& group, const VectorSample& sample) {
    const bool adds = group.has_histogram;
    group.has_histogram = true;
    if (!adds) return;
    SeeHint(group, *sample.histogram);
    See(group, sample, group.histogram.KahanAdd(*sample.histogram, group.histogram_lost));
  }

  void AverageFloat(Group& group, double f) {
    group.has_float = true;
    if (!group.incremental) {
      KahanSum next{group.value, group.lost};
      next.Add(f);
      if (!std::isinf(next.sum)) {
        group.value = next.sum;
        group.lost = next.lost;
        return;
      }
      group.incremental = true;
      group.mean = group.value / (group.count - 1);
      group.lost /= group.count - 1;
    }
    const double q = (group.count - 1) / group.count;
    KahanSum mean{q * group.mean, q * group.lost};
    mean.Add(f / group.count);
    group.mean = mean.sum;
    group.lost = mean.lost;
  }

  void AverageHistogram(Group& group, const VectorSample& sample) {
    const bool adds = group.has_histogram;
    group.has_histogram = true;
    if (!adds) return;
    SeeHint(group, *sample.histogram);
    if (!group.histogram_incremental) {
      FloatHistogram next = group.histogram;
      std::optional<FloatHistogram> next_lost = group.histogram_lost;
      if (!See(group, sample, next.KahanAdd(*sample.histogram, next_lost))) return;
      if (!next.HasOverflow()) {
        group.histogram = std::move(next);
        group.histogram_lost = std::move(next_lost);
        return;
      }
      group.histogram_incremental = true;
      group.histogram_mean = group.histogram;
      group.histogram_mean.Divide(group.count - 1);
      if (group.histogram_lost) group.histogram_lost->Divide(group.count - 1);
    }
    const double q = (group.count - 1) / group.count;
    if (group.histogram_lost) group.histogram_lost->Multiply(q);
    FloatHistogram addend = model::CopyOf(*sample.histogram);
    addend.Divide(group.count);
    group.histogram_mean.Multiply(q);
    See(group, sample, group.histogram_mean.KahanAdd(addend, group.histogram_lost));
  }

  HistogramPtr FinishHistogram(Group& group) {
    FloatHistogram& result = group.histogram_incremental ? group.histogram_mean : group.histogram;
    if (op_ == AggregationOp::kAvg && !group.histogram_incremental) {
      result.Divide(group.count);
      if (group.histogram_lost) group.histogram_lost->Divide(group.count);
    }
    if (group.histogram_lost) result.Add(*group.histogram_lost);
    result.Compact(0);
    return std::make_shared<const FloatHistogram>(std::move(result));
  }

  Evaluator& ev_;
  const AggregationOp op_;
  const std::string_view name_;
  const Span span_;
};

}  // namespace

Grouping::Grouping(std::vector<std::string> names, bool without)
    : names_(std::move(names)), without_(without) {
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
      grouping_(NamesOf(aggregate), aggregate.without) {}

Matrix AggregateNode::Eval(Evaluator& ev, const Steps& steps) {
  if (Matrix known; ev.ahead != nullptr && ahead_.Serve(ev, *this, steps, known)) return known;
  const auto& aggregate = As<AggregateExpr>(expr);
  const std::int64_t samples_before = ev.samples;
  const AggregationParameter parameter = EvalParameter(ev, steps, parameter_.get());
  VectorReader input(child_->Eval(ev, steps));

  if (aggregate.aggregation->op == AggregationOp::kQuantile) {
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
  std::vector<Group> groups(result.size());
  std::size_t step = 0;
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval, ++step) {
    ev.CheckTime(group_of.size());
    for (Group& group : groups) group.seen = false;
    // Prometheus does not count these samples once more.
    const Vector& vector = input.ReadUncounted(time);
    for (std::size_t i = 0; i < vector.size(); ++i) {
      aggregator.Add(groups[group_of[input.indices()[i]]], vector[i]);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (!groups[i].seen) continue;
      auto sample = aggregator.Finish(groups[i], parameter.At(step));
      if (!sample) continue;
      if (sample->histogram) {
        result[i].histograms.push_back({time, std::move(sample->histogram)});
      } else {
        result[i].floats.push_back({time, sample->value});
      }
      result[i].drop_name = sample->drop_name;
    }
    ev.CheckSamples();
  }
  std::erase_if(result, [](const ResultSeries& series) {
    return series.floats.empty() && series.histograms.empty();
  });
  ev.samples = samples_before + CountSamples(result);
  return result;
}

CountValuesNode::CountValuesNode(const AggregateExpr& aggregate, NodePtr child)
    : Node(aggregate),
      child_(std::move(child)),
      label_(As<StringLiteral>(*StripParens(aggregate.parameter)).value),
      label_is_dropped_(aggregate.without &&
                        std::find(aggregate.grouping.begin(), aggregate.grouping.end(), label_) !=
                            aggregate.grouping.end()),
      grouping_(NamesOf(aggregate), aggregate.without) {}

namespace {

std::string HistogramText(const FloatHistogram& histogram) {
  // Left by arithmetic with zero and infinity: Prometheus fails to print it.
  if (histogram.uses_custom_buckets() && histogram.zero_count != 0) {
    throw EvalError("histograms with custom buckets have no zero bucket");
  }
  return histogram.ToString();
}

}  // namespace

Matrix CountValuesNode::Eval(Evaluator& ev, const Steps& steps) {
  if (!model::IsValidLabelName(label_, model::NameValidation::kUtf8)) {
    throw EvalError("invalid label name " + GoQuote(label_));
  }
  Node* const inputs[] = {child_.get()};
  return EvalStepwise(ev, steps, inputs,
                      [&](std::int64_t time, std::span<Vector* const> vectors,
                          std::span<VectorReader>, Vector& out) {
                        std::unordered_map<model::Labels, std::size_t> index;
                        index.reserve(vectors[0]->size());
                        for (std::size_t i = 0; i < vectors[0]->size(); ++i) {
                          const VectorSample& sample = (*vectors[0])[i];
                          const std::string value = sample.histogram
                                                        ? HistogramText(*sample.histogram)
                                                        : FormatGoFloat(sample.value, 'f', -1);
                          model::Labels group = grouping_.GroupAt(ev, i, sample.labels);
                          if (!label_is_dropped_) group = ev.labels.With(group, label_, value);
                          ev.CheckLabels();
                          const auto [at, is_new] = index.try_emplace(group, out.size());
                          if (is_new) out.push_back({.labels = group, .time = time});
                          out[at->second].value += 1;
                        }
                      });
}

}  // namespace check::promql
