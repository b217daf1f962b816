#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "libcheck/base/kahan.h"
#include "libcheck/model/histogram_copy.h"
#include "libcheck/promql/aggregations/families.h"
#include "libcheck/promql/eval/aggregate.h"
#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/quantile.h"

// Aggregations with one result for each group.
namespace check::promql {
namespace {

using model::FloatHistogram;

void SeeHint(FoldGroup& group, const FloatHistogram& histogram) {
  if (histogram.hint == model::CounterResetHint::kReset) group.reset_seen = true;
  if (histogram.hint == model::CounterResetHint::kNotReset) group.not_reset_seen = true;
}

// False if the group is spoilt.
bool See(const FoldContext& context, FoldGroup& group, const VectorSample& sample,
         const model::CombineResult& result) {
  if (!result.compatible) {
    context.ev.Annotate(AnnotationKind::kMixedExponentialCustom, sample.labels.metric_name(),
                        context.span);
    group.incompatible = true;
    return false;
  }
  if (result.bounds_reconciled) {
    context.ev.Annotate(
        {.kind = AnnotationKind::kBoundsReconciled, .span = context.span, .text = "aggregation"});
  }
  return true;
}

// ---- sum and avg.

void StartSum(FoldGroup& group, const VectorSample& sample) {
  group.has_float = !sample.histogram;
  group.has_histogram = !group.has_float;
  if (group.has_float) return;
  group.histogram = model::CopyOf(*sample.histogram);
  SeeHint(group, *sample.histogram);
}

// A group that began with a float comes to nothing once it meets a histogram.
void AddToSum(const FoldContext& context, FoldGroup& group, const VectorSample& sample) {
  if (sample.histogram) {
    if (!std::exchange(group.has_histogram, true)) return;
    SeeHint(group, *sample.histogram);
    See(context, group, sample, group.histogram.KahanAdd(*sample.histogram, group.histogram_lost));
    return;
  }
  group.has_float = true;
  KahanSum sum{group.value, group.lost};
  sum.Add(sample.value);
  group.value = sum.sum;
  group.lost = sum.lost;
}

void AverageFloat(FoldGroup& group, double f) {
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

void AddToAverage(const FoldContext& context, FoldGroup& group, const VectorSample& sample) {
  group.count += 1;
  if (!sample.histogram) return AverageFloat(group, sample.value);
  if (!std::exchange(group.has_histogram, true)) return;
  SeeHint(group, *sample.histogram);
  if (!group.histogram_incremental) {
    FloatHistogram next = group.histogram;
    std::optional<FloatHistogram> next_lost = group.histogram_lost;
    if (!See(context, group, sample, next.KahanAdd(*sample.histogram, next_lost))) return;
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
  See(context, group, sample, group.histogram_mean.KahanAdd(addend, group.histogram_lost));
}

template <bool kIsAverage>
bool FinishSum(const FoldContext& context, FoldGroup& group, VectorSample& result) {
  if (group.has_float && group.has_histogram) {
    context.ev.Annotate(
        {.kind = AnnotationKind::kMixedFloatsHistogramsInAgg, .span = context.span});
    return false;
  }
  if (group.incompatible) return false;
  if (group.has_histogram) {
    FloatHistogram& sum = group.histogram_incremental ? group.histogram_mean : group.histogram;
    if (kIsAverage && !group.histogram_incremental) {
      sum.Divide(group.count);
      if (group.histogram_lost) group.histogram_lost->Divide(group.count);
    }
    if (group.histogram_lost) sum.Add(*group.histogram_lost);
    sum.Compact(0);
    result.histogram = std::make_shared<const FloatHistogram>(std::move(sum));
  } else if (!kIsAverage) {
    result.value = group.value + group.lost;
  } else if (group.incremental) {
    result.value = group.mean + group.lost;
  } else {
    result.value = group.value / group.count + group.lost / group.count;
  }
  if (group.reset_seen && group.not_reset_seen) {
    context.ev.Annotate(
        {.kind = AnnotationKind::kResetCollision, .span = context.span, .text = "aggregation"});
  }
  return true;
}

// ---- count and group.

void AddToCount(const FoldContext&, FoldGroup& group, const VectorSample&) { group.count += 1; }

bool FinishCount(const FoldContext&, FoldGroup& group, VectorSample& result) {
  result.value = group.count;
  return true;
}

void AddNothing(const FoldContext&, FoldGroup&, const VectorSample&) {}

bool FinishGroup(const FoldContext&, FoldGroup&, VectorSample& result) {
  result.value = 1;
  return true;
}

// ---- min and max.

template <bool kMax>
void AddToExtreme(const FoldContext&, FoldGroup& group, const VectorSample& sample) {
  const double f = sample.value;
  if ((kMax ? group.value < f : group.value > f) || std::isnan(group.value)) group.value = f;
}

// ---- stddev and stdvar.

void StartVariance(FoldGroup& group, const VectorSample& sample) {
  group.value = std::isfinite(sample.value) ? 0 : model::kNaN;
}

void AddToVariance(const FoldContext&, FoldGroup& group, const VectorSample& sample) {
  group.count += 1;
  const double delta = sample.value - group.mean;
  group.mean += delta / group.count;
  group.value += delta * (sample.value - group.mean);
}

template <bool kIsDeviation>
bool FinishVariance(const FoldContext&, FoldGroup& group, VectorSample& result) {
  const double variance = group.value / group.count;
  result.value = kIsDeviation ? std::sqrt(variance) : variance;
  return true;
}

// ---- quantile.

void StartQuantile(FoldGroup& group, const VectorSample& sample) {
  group.values.assign(1, sample.value);
}

void AddToQuantile(const FoldContext&, FoldGroup& group, const VectorSample& sample) {
  group.values.push_back(sample.value);
}

bool FinishQuantile(const FoldContext& context, FoldGroup& group, VectorSample& result) {
  result.value = Quantile(context.parameter, group.values);
  return true;
}

// ---- Many steps together.

// Calls `body(group, step, value, first)` for each value, series by series; `first` says that the
// group had none at this step before.
template <typename Body>
void ForEachValue(const Block& in, std::span<const std::uint32_t> group_of, Block& out,
                  Body&& body) {
  for (std::size_t i = 0; i < in.series.size(); ++i) {
    const std::size_t at = group_of[i] * out.width;
    const double* const values = in.values.data() + i * in.width;
    const std::uint8_t* const present = in.present.data() + i * in.width;
    double* const results = out.values.data() + at;
    std::uint8_t* const seen = out.present.data() + at;
    for (std::size_t k = 0; k < out.width; ++k) {
      if (present[k] == 0) continue;
      body(results[k], at + k, values[k], seen[k] == 0);
      seen[k] = 1;
    }
  }
}

// Leaves out of the sums what has been lost to rounding.
void AddUp(const Block& in, std::span<const std::uint32_t> group_of, Block& out,
           std::vector<double>& lost) {
  lost.assign(out.values.size(), 0);
  ForEachValue(in, group_of, out, [&](double& sum, std::size_t at, double value, bool first) {
    if (first) {
      sum = value;
      return;
    }
    KahanSum next{sum, lost[at]};
    next.Add(value);
    sum = next.sum;
    lost[at] = next.lost;
  });
}

bool CountBlock(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  ForEachValue(in, group_of, out, [](double& count, std::size_t, double, bool) { count += 1; });
  return true;
}

template <bool kMax>
bool ExtremeBlock(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  ForEachValue(in, group_of, out, [](double& extreme, std::size_t, double value, bool first) {
    if (first || (kMax ? extreme < value : extreme > value) || std::isnan(extreme)) extreme = value;
  });
  return true;
}

bool SumBlock(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  std::vector<double> lost;
  AddUp(in, group_of, out, lost);
  for (std::size_t i = 0; i < lost.size(); ++i) out.values[i] += lost[i];
  return true;
}

bool AverageBlock(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  std::vector<double> lost;
  AddUp(in, group_of, out, lost);
  // What overflows is averaged in another way.
  if (std::any_of(out.values.begin(), out.values.end(),
                  [](double sum) { return !std::isfinite(sum); })) {
    return false;
  }
  Block counts;
  counts.Resize(in.steps);
  for (const model::Labels labels : out.series) counts.AddSeries(labels);
  CountBlock(in, group_of, counts);
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (out.present[i] == 0) continue;
    out.values[i] = out.values[i] / counts.values[i] + lost[i] / counts.values[i];
  }
  return true;
}

bool GroupBlock(const Block& in, std::span<const std::uint32_t> group_of, Block& out) {
  ForEachValue(in, group_of, out, [](double& result, std::size_t, double, bool) { result = 1; });
  return true;
}

constexpr Aggregation kAggregations[] = {
    {
        .name = "sum",
        .doc = "Adds up the values of each group.",
        .values = Values::SumOfInput(),
        .monotone = true,
        .fold = {.add = AddToSum,
                 .start = StartSum,
                 .finish = FinishSum<false>,
                 .block = SumBlock,
                 .takes_histograms = true},
    },
    {
        .name = "avg",
        .doc = "Returns the average value of each group.",
        .values = Values::OfInput(),
        .fold = {.add = AddToAverage,
                 .start = StartSum,
                 .finish = FinishSum<true>,
                 .block = AverageBlock,
                 .takes_histograms = true},
    },
    {
        .name = "count",
        .doc = "Counts the elements of each group.",
        .values = Values::Between(1, kInfinity),
        .monotone = true,
        .counts = true,
        .fold = {.add = AddToCount,
                 .finish = FinishCount,
                 .block = CountBlock,
                 .takes_histograms = true},
    },
    {
        .name = "min",
        .doc = "Returns the smallest value of each group.",
        .values = Values::OfInput(),
        .fold = {.add = AddToExtreme<false>, .block = ExtremeBlock<false>},
    },
    {
        .name = "max",
        .doc = "Returns the largest value of each group.",
        .values = Values::OfInput(),
        .monotone = true,
        .fold = {.add = AddToExtreme<true>, .block = ExtremeBlock<true>},
    },
    {
        .name = "group",
        .doc = "Returns 1 for each group.",
        .values = Values::Between(1, 1),
        .fold = {.add = AddNothing,
                 .finish = FinishGroup,
                 .block = GroupBlock,
                 .takes_histograms = true},
    },
    {
        .name = "stddev",
        .doc = "Returns the population standard deviation of each group.",
        .values = Values::Between(0, kInfinity),
        .fold = {.add = AddToVariance, .start = StartVariance, .finish = FinishVariance<true>},
    },
    {
        .name = "stdvar",
        .doc = "Returns the population variance of each group.",
        .values = Values::Between(0, kInfinity),
        .fold = {.add = AddToVariance, .start = StartVariance, .finish = FinishVariance<false>},
    },
    {
        .name = "quantile",
        .doc = "Returns the q-quantile of the values of each group.",
        .parameter = {"q", ValueType::kScalar, Constraint::kQuantile},
        .values = Values::OfInput(),
        .fold = {.add = AddToQuantile, .start = StartQuantile, .finish = FinishQuantile},
    },
};

}  // namespace

std::span<const Aggregation> FoldAggregations() { return kAggregations; }

}  // namespace check::promql
