#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "libcheck/base/kahan.h"
#include "libcheck/model/histogram_copy.h"
#include "libcheck/promql/eval/quantile.h"
#include "libcheck/promql/eval/range_call.h"
#include "libcheck/promql/eval/window_sums.h"
#include "libcheck/promql/functions/families.h"

// The ..._over_time functions.
namespace check::promql {
namespace {

using model::CounterResetHint;
using model::FloatHistogram;

void RemarkOnIgnoredHistograms(const RangeContext& context) {
  if (context.histograms.empty()) return;
  context.ev.Annotate(AnnotationKind::kHistogramIgnoredInRange, context.metric_name(),
                      context.span());
}

// True, with a remark, if the window holds floats and histograms.
bool IsMixed(const RangeContext& context) {
  if (context.floats.empty() || context.histograms.empty()) return false;
  context.ev.Annotate(AnnotationKind::kMixedFloatsHistograms, context.metric_name(),
                      context.span());
  return true;
}

// What adding up histograms brings to light; remarks on it in the end.
class HistogramSumRemarks {
 public:
  explicit HistogramSumRemarks(const RangeContext& context) : context_(context) {}

  void See(const FloatHistogram& histogram) {
    if (histogram.hint == CounterResetHint::kReset) reset_ = true;
    if (histogram.hint == CounterResetHint::kNotReset) not_reset_ = true;
  }
  // False, with a remark, if it could not be done.
  bool See(const model::CombineResult& result) {
    if (!result.compatible) {
      context_.ev.Annotate(AnnotationKind::kMixedExponentialCustom, context_.metric_name(),
                           context_.span());
      return false;
    }
    reconciled_ = reconciled_ || result.bounds_reconciled;
    return true;
  }
  void Finish() {
    if (reset_ && not_reset_) {
      context_.ev.Annotate({.kind = AnnotationKind::kResetCollision,
                            .span = context_.span(),
                            .text = "aggregation"});
    }
    if (reconciled_) {
      context_.ev.Annotate({.kind = AnnotationKind::kBoundsReconciled,
                            .span = context_.span(),
                            .text = "aggregation"});
    }
  }

 private:
  const RangeContext& context_;
  bool reset_ = false;
  bool not_reset_ = false;
  bool reconciled_ = false;
};

// The mean: the sum divided by the count, unless the sum grows out of bounds, when the mean itself
// is carried along.
void AverageHistograms(const RangeContext& context, RangeOutcome& outcome) {
  const HistogramWindow& histograms = context.histograms;
  HistogramSumRemarks remarks(context);
  FloatHistogram sum = model::CopyOf(histograms[0]);
  FloatHistogram mean;
  std::optional<FloatHistogram> lost;
  bool incremental = false;
  double count = 1;
  remarks.See(sum);
  for (std::size_t i = 1; i < histograms.size; ++i) {
    remarks.See(histograms[i]);
    count = static_cast<double>(i + 1);
    if (!incremental) {
      FloatHistogram next = sum;
      std::optional<FloatHistogram> next_lost = lost;
      if (!remarks.See(next.KahanAdd(histograms[i], next_lost))) return;
      if (!next.HasOverflow()) {
        sum = std::move(next);
        lost = std::move(next_lost);
        continue;
      }
      incremental = true;
      mean = sum;
      mean.Divide(count - 1);
      if (lost) lost->Divide(count - 1);
    }
    const double q = (count - 1) / count;
    if (lost) lost->Multiply(q);
    FloatHistogram addend = model::CopyOf(histograms[i]);
    addend.Divide(count);
    mean.Multiply(q);
    if (!remarks.See(mean.KahanAdd(addend, lost))) return;
  }
  FloatHistogram& result = incremental ? mean : sum;
  if (!incremental) {
    result.Divide(count);
    if (lost) lost->Divide(count);
  }
  if (lost) result.Add(*lost);
  remarks.Finish();
  outcome.Give(std::make_shared<const FloatHistogram>(std::move(result)));
}

double AverageFloats(const double* floats, std::size_t size) {
  KahanSum sum{floats[0], 0};
  KahanSum mean;
  bool incremental = false;
  double count = 1;
  for (std::size_t i = 1; i < size; ++i) {
    count = static_cast<double>(i + 1);
    if (!incremental) {
      KahanSum next = sum;
      next.Add(floats[i]);
      if (!std::isinf(next.sum)) {
        sum = next;
        continue;
      }
      incremental = true;
      mean = {sum.sum / (count - 1), sum.lost / (count - 1)};
    }
    const double q = (count - 1) / count;
    mean = {q * mean.sum, q * mean.lost};
    mean.Add(floats[i] / count);
  }
  return incremental ? mean.sum + mean.lost : sum.sum / count + sum.lost / count;
}

void Average(const RangeContext& context, RangeOutcome& outcome) {
  if (IsMixed(context)) return;
  if (context.floats.empty()) return AverageHistograms(context, outcome);
  outcome.Give(AverageFloats(context.floats.values, context.floats.size));
}

bool AverageBlock(const BlockContext& context, std::span<double> values,
                  std::span<std::uint8_t> present) {
  std::vector<KahanSum> sums(values.size());
  SumWindows(context.floats, context.windows, sums);
  bool any = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Window& window = context.windows[i];
    if (window.begin >= window.end) continue;
    const double count = static_cast<double>(window.end - window.begin);
    values[i] = std::isfinite(sums[i].sum) ? sums[i].sum / count + sums[i].lost / count
                                           : AverageFloats(context.floats.data() + window.begin,
                                                           window.end - window.begin);
    present[i] = 1;
    any = true;
  }
  return any;
}

void SumHistograms(const RangeContext& context, RangeOutcome& outcome) {
  const HistogramWindow& histograms = context.histograms;
  HistogramSumRemarks remarks(context);
  FloatHistogram sum = model::CopyOf(histograms[0]);
  std::optional<FloatHistogram> lost;
  remarks.See(sum);
  for (std::size_t i = 1; i < histograms.size; ++i) {
    remarks.See(histograms[i]);
    if (!remarks.See(sum.KahanAdd(histograms[i], lost))) return;
  }
  if (lost && !remarks.See(sum.Add(*lost))) return;
  remarks.Finish();
  outcome.Give(std::make_shared<const FloatHistogram>(std::move(sum)));
}

double SumFloats(const double* floats, std::size_t size) {
  KahanSum sum;
  for (std::size_t i = 0; i < size; ++i) sum.Add(floats[i]);
  return std::isinf(sum.sum) ? sum.sum : sum.sum + sum.lost;
}

void Sum(const RangeContext& context, RangeOutcome& outcome) {
  if (IsMixed(context)) return;
  if (context.floats.empty()) return SumHistograms(context, outcome);
  outcome.Give(SumFloats(context.floats.values, context.floats.size));
}

bool SumBlock(const BlockContext& context, std::span<double> values,
              std::span<std::uint8_t> present) {
  std::vector<KahanSum> sums(values.size());
  SumWindows(context.floats, context.windows, sums);
  bool any = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Window& window = context.windows[i];
    if (window.begin >= window.end) continue;
    // Beginning with zero loses nothing.
    values[i] = std::isfinite(sums[i].sum)
                    ? sums[i].sum + sums[i].lost
                    : SumFloats(context.floats.data() + window.begin, window.end - window.begin);
    present[i] = 1;
    any = true;
  }
  return any;
}

void Count(const RangeContext& context, RangeOutcome& outcome) {
  outcome.Give(static_cast<double>(context.floats.size + context.histograms.size));
}

void Present(const RangeContext&, RangeOutcome& outcome) { outcome.Give(1); }

void First(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  if (histograms.empty() || (!floats.empty() && floats.TimeAt(0) < histograms.TimeAt(0))) {
    outcome.Give(floats[0]);
  } else {
    outcome.Give(histograms.Share(0));
  }
}

void Last(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  if (histograms.empty() || (!floats.empty() && histograms.TimeAt(histograms.size - 1) <
                                                    floats.TimeAt(floats.size - 1))) {
    outcome.Give(floats[floats.size - 1]);
  } else {
    outcome.Give(histograms.Share(histograms.size - 1));
  }
}

void TimeOfFirst(const RangeContext& context, RangeOutcome& outcome) {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  if (!context.floats.empty()) first = context.floats.TimeAt(0);
  if (!context.histograms.empty()) first = std::min(first, context.histograms.TimeAt(0));
  outcome.Give(static_cast<double>(first) / 1000);
}

void TimeOfLast(const RangeContext& context, RangeOutcome& outcome) {
  // Prometheus: where there is neither, zero; so a time before the epoch loses against it.
  std::int64_t floats = 0;
  std::int64_t histograms = 0;
  if (!context.floats.empty()) floats = context.floats.TimeAt(context.floats.size - 1);
  if (!context.histograms.empty()) {
    histograms = context.histograms.TimeAt(context.histograms.size - 1);
  }
  outcome.Give(static_cast<double>(std::max(floats, histograms)) / 1000);
}

// The extreme value or its time. A NaN gives way to anything.
template <bool kMax, bool kTime>
void Extreme(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  if (floats.empty()) return;
  RemarkOnIgnoredHistograms(context);
  double extreme = floats[0];
  std::size_t at = 0;
  for (std::size_t i = 0; i < floats.size; ++i) {
    const double value = floats[i];
    const bool better = kTime ? (kMax ? value >= extreme : value <= extreme)
                              : (kMax ? value > extreme : value < extreme);
    if (better || std::isnan(extreme)) {
      extreme = value;
      at = i;
    }
  }
  outcome.Give(kTime ? static_cast<double>(floats.TimeAt(at)) / 1000 : extreme);
}

template <bool kRoot>
void Variance(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  if (floats.empty()) return;
  RemarkOnIgnoredHistograms(context);
  double count = 0;
  KahanSum mean;
  KahanSum squares;
  for (std::size_t i = 0; i < floats.size; ++i) {
    count += 1;
    const double delta = floats[i] - (mean.sum + mean.lost);
    mean.Add(delta / count);
    squares.Add(delta * (floats[i] - (mean.sum + mean.lost)));
  }
  const double variance = (squares.sum + squares.lost) / count;
  outcome.Give(kRoot ? std::sqrt(variance) : variance);
}

void QuantileOf(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  if (floats.empty()) return;
  const double q = context.scalars[0];
  if (std::isnan(q) || q < 0 || q > 1) {
    // Prometheus points at the first argument, which is the quantile.
    context.ev.Annotate(
        {.kind = AnnotationKind::kInvalidQuantile, .span = context.first_argument, .value = q});
  }
  if (!context.histograms.empty()) {
    context.ev.Annotate(AnnotationKind::kHistogramIgnoredInRange, context.metric_name(),
                        context.first_argument);
  }
  std::vector<double> values(floats.values, floats.values + floats.size);
  outcome.Give(Quantile(q, values));
}

void MedianDeviation(const RangeContext& context, RangeOutcome& outcome) {
  const FloatWindow& floats = context.floats;
  if (floats.empty()) return;
  RemarkOnIgnoredHistograms(context);
  std::vector<double> values(floats.values, floats.values + floats.size);
  if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) {
    outcome.Give(model::kNaN);
    return;
  }
  const double median = Quantile(0.5, values);
  for (double& value : values) value = std::abs(value - median);
  outcome.Give(Quantile(0.5, values));
}

constexpr Function kFunctions[] = {
    {
        .name = "absent_over_time",
        .signature = kTakesRange,
        .doc = "Returns 1 if the range contains no series.",
        .labels = LabelEffect::kFromMatchers,
        .values = Values::Between(1, 1),
        .range = Present,
    },
    {
        .name = "avg_over_time",
        .signature = kTakesRange,
        .doc = "Returns the average of each series over the range.",
        .values = Values::OfInput(),
        .monotone = true,
        .range = Average,
        .range_block = AverageBlock,
    },
    {
        .name = "count_over_time",
        .signature = kTakesRange,
        .doc = "Counts the samples of each series in the range.",
        .values = Values::Between(1, kInfinity),
        .range = Count,
    },
    {
        .name = "first_over_time",
        .signature = kTakesRange,
        .doc = "Returns the oldest sample of each series in the range.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .range = First,
    },
    {
        .name = "last_over_time",
        .signature = kTakesRange,
        .doc = "Returns the newest sample of each series in the range.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .range = Last,
    },
    {
        .name = "mad_over_time",
        .signature = kTakesRange,
        .doc = "Returns the median absolute deviation of each series over the range.",
        .experimental = true,
        .range = MedianDeviation,
    },
    {
        .name = "max_over_time",
        .signature = kTakesRange,
        .doc = "Returns the largest sample of each series in the range.",
        .values = Values::OfInput(),
        .monotone = true,
        .range = Extreme<true, false>,
    },
    {
        .name = "min_over_time",
        .signature = kTakesRange,
        .doc = "Returns the smallest sample of each series in the range.",
        .values = Values::OfInput(),
        .monotone = true,
        .range = Extreme<false, false>,
    },
    {
        .name = "present_over_time",
        .signature = kTakesRange,
        .doc = "Returns 1 for each series that has a sample in the range.",
        .values = Values::Between(1, 1),
        .range = Present,
    },
    {
        .name = "quantile_over_time",
        .signature =
            Takes({{"q", ValueType::kScalar, Constraint::kQuantile}, {"v", ValueType::kMatrix}}),
        .doc = "Returns the q-quantile of the samples of each series in the range.",
        .range = QuantileOf,
    },
    {
        .name = "stddev_over_time",
        .signature = kTakesRange,
        .doc = "Returns the population standard deviation of each series over the range.",
        .values = Values::Between(0, kInfinity),
        .range = Variance<true>,
    },
    {
        .name = "stdvar_over_time",
        .signature = kTakesRange,
        .doc = "Returns the population variance of each series over the range.",
        .values = Values::Between(0, kInfinity),
        .range = Variance<false>,
    },
    {
        .name = "sum_over_time",
        .signature = kTakesRange,
        .doc = "Adds up the samples of each series in the range.",
        .values = Values::SumOfInput(),
        .monotone = true,
        .range = Sum,
        .range_block = SumBlock,
    },
    {
        .name = "ts_of_first_over_time",
        .signature = kTakesRange,
        .doc = "Returns the time of the oldest sample of each series in the range.",
        .experimental = true,
        .range = TimeOfFirst,
    },
    {
        .name = "ts_of_last_over_time",
        .signature = kTakesRange,
        .doc = "Returns the time of the newest sample of each series in the range.",
        .experimental = true,
        .range = TimeOfLast,
    },
    {
        .name = "ts_of_max_over_time",
        .signature = kTakesRange,
        .doc = "Returns the time of the last largest sample of each series in the range.",
        .experimental = true,
        .range = Extreme<true, true>,
    },
    {
        .name = "ts_of_min_over_time",
        .signature = kTakesRange,
        .doc = "Returns the time of the last smallest sample of each series in the range.",
        .experimental = true,
        .range = Extreme<false, true>,
    },
};

}  // namespace

std::span<const Function> OverTimeFunctions() { return kFunctions; }

}  // namespace check::promql
