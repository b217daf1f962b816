#include <cmath>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/kahan.h"
#include "libcheck/base/number.h"
#include "libcheck/promql/eval/instant_call.h"
#include "libcheck/promql/eval/quantile.h"
#include "libcheck/promql/functions/families.h"

// The histogram_... functions.
namespace check::promql {
namespace {

using model::Bucket;
using model::FloatHistogram;
using model::Labels;

template <double (*kFunction)(const FloatHistogram&)>
void Apply(const InstantContext& context, Vector& out) {
  constexpr std::string_view kName[] = {"__name__"};
  for (const VectorSample& sample : *context.arguments[0]) {
    if (!sample.histogram) continue;
    // Prometheus: unlike elsewhere, __type__ and __unit__ stay.
    const Labels labels = context.ev.options.delayed_name_removal
                              ? sample.labels
                              : context.ev.labels.Drop(sample.labels, kName);
    out.push_back({.labels = labels,
                   .time = context.time,
                   .value = kFunction(*sample.histogram),
                   .drop_name = true});
  }
}

double Count(const FloatHistogram& h) { return h.count; }
double Sum(const FloatHistogram& h) { return h.sum; }
double Average(const FloatHistogram& h) { return h.sum / h.count; }

double Variance(const FloatHistogram& h) {
  const double mean = h.sum / h.count;
  KahanSum variance;
  for (const Bucket& bucket : model::AllBuckets(h)) {
    if (bucket.count == 0) continue;
    double value = 0;
    if (h.uses_custom_buckets()) {
      value = (bucket.upper + bucket.lower) / 2.0;
    } else if (!(bucket.lower <= 0 && bucket.upper >= 0)) {
      value = std::sqrt(bucket.upper * bucket.lower);
      if (bucket.upper < 0) value = -value;
    }
    const double delta = value - mean;
    variance.Add(bucket.count * delta * delta);
  }
  return (variance.sum + variance.lost) / h.count;
}

double Deviation(const FloatHistogram& h) { return std::sqrt(Variance(h)); }

// The buckets of a vector put together to classic histograms, beside the native ones.
class Histograms final : public CallState {
 public:
  struct Classic {
    Labels labels;  // Without `le`.
    std::vector<ClassicBucket> buckets;
  };
  struct Native {
    Labels labels;
    model::HistogramPtr histogram;
  };

  void Collect(const InstantContext& context, const Vector& vector, Span span) {
    Evaluator& ev = context.ev;
    const bool named = ev.options.delayed_name_removal;
    for (Classic& classic : classic_) classic.buckets.clear();
    used_.clear();
    native_.clear();
    model::Marks index(ev.labels);
    for (const VectorSample& sample : vector) {
      if (sample.histogram) {
        native_.push_back({sample.labels, sample.histogram});
        continue;
      }
      const BucketLabels& bucket = Split(ev, sample.labels);
      if (!bucket.valid) {
        ev.Annotate({.kind = AnnotationKind::kBadBucketLabel,
                     .span = span,
                     .name = std::string(named ? sample.labels.metric_name() : ""),
                     .text = std::string(sample.labels.Get("le"))});
        continue;
      }
      if (!index.Has(bucket.rest)) {
        index.Set(bucket.rest, static_cast<std::uint32_t>(used_.size()));
        if (classic_.size() == used_.size()) classic_.emplace_back();
        classic_[used_.size()].labels = bucket.rest;
        used_.push_back(true);
      }
      classic_[index[bucket.rest]].buckets.push_back({bucket.upper_bound, sample.value});
    }
    for (Native& native : native_) {
      if (!index.Has(native.labels) || !used_[index[native.labels]]) continue;
      // Both kinds under the same labels: neither is looked at.
      ev.Annotate(AnnotationKind::kMixedClassicNative,
                  named ? native.labels.metric_name() : std::string_view(), span);
      used_[index[native.labels]] = false;
      native.histogram = nullptr;
    }
  }

  template <typename OnNative, typename OnClassic>
  void ForEach(OnNative&& on_native, OnClassic&& on_classic) {
    for (const Native& native : native_) {
      if (native.histogram) on_native(native);
    }
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (used_[i]) on_classic(classic_[i]);
    }
  }

  /// `labels` with the quantile in a label of its own.
  Labels WithQuantile(Evaluator& ev, Labels labels, std::string_view name, double q) {
    std::string text = FormatGoFloat(q == 0 ? 0 : q, 'g', -1);
    // As OpenMetrics writes floats.
    if (std::isfinite(q) && text.find_first_of(".e") == std::string::npos) text += ".0";
    return ev.labels.With(labels, name, text);
  }

 private:
  struct BucketLabels {
    Labels rest;
    double upper_bound = 0;
    bool valid = false;
  };

  const BucketLabels& Split(Evaluator& ev, Labels labels) {
    const auto [at, is_new] = split_.try_emplace(labels);
    if (is_new) {
      constexpr std::string_view kLe[] = {"le"};
      const std::string_view text = labels.Get("le");
      const auto bound = ParseGoFloat(text);
      const bool spelt_out = text.find_first_of("iI") != std::string_view::npos;
      at->second.valid = bound && (!std::isinf(*bound) || spelt_out);
      if (bound) at->second.upper_bound = *bound;
      at->second.rest = ev.labels.Drop(labels, kLe);
    }
    return at->second;
  }

  std::unordered_map<Labels, BucketLabels> split_;
  std::vector<Classic> classic_;  // The first used_.size() of them.
  std::vector<bool> used_;
  std::vector<Native> native_;
};

std::unique_ptr<CallState> MakeHistograms() { return std::make_unique<Histograms>(); }

void CheckQuantile(const InstantContext& context, double q, Span span) {
  if (std::isnan(q) || q < 0 || q > 1) {
    context.ev.Annotate({.kind = AnnotationKind::kInvalidQuantile, .span = span, .value = q});
  }
}

std::string_view NameForRemarks(const InstantContext& context, Labels labels) {
  return context.ev.options.delayed_name_removal ? labels.metric_name() : std::string_view();
}

double ClassicQuantile(const InstantContext& context, double q, Histograms::Classic& classic,
                       Span span) {
  const BucketQuantileResult result = BucketQuantile(q, classic.buckets);
  if (result.forced_monotonic) {
    context.ev.Annotate({.kind = AnnotationKind::kForcedMonotonicity,
                         .span = span,
                         .name = std::string(NameForRemarks(context, classic.labels)),
                         .min_bucket = result.min_bucket,
                         .max_bucket = result.max_bucket,
                         .max_difference = result.max_difference,
                         .first_time_ms = context.time,
                         .last_time_ms = context.time});
  }
  return result.value;
}

void Give(const InstantContext& context, Labels labels, double value, Vector& out) {
  out.push_back({.labels = labels, .time = context.time, .value = value, .drop_name = true});
}

// Prometheus 3.14: remarks on native histograms are about the first argument, whichever it is.
void QuantileOf(const InstantContext& context, Vector& out) {
  Evaluator& ev = context.ev;
  auto& histograms = static_cast<Histograms&>(*context.state);
  const double q = context.ScalarAt(0);
  const Span span = context.SpanAt(1);
  CheckQuantile(context, q, context.SpanAt(0));
  histograms.Collect(context, *context.arguments[1], span);
  histograms.ForEach(
      [&](const Histograms::Native& native) {
        Give(context, ev.WithoutName(native.labels),
             HistogramQuantile(ev, q, *native.histogram, NameForRemarks(context, native.labels),
                               context.SpanAt(0)),
             out);
      },
      [&](Histograms::Classic& classic) {
        Give(context, ev.WithoutName(classic.labels), ClassicQuantile(context, q, classic, span),
             out);
      });
}

void QuantilesOf(const InstantContext& context, Vector& out) {
  Evaluator& ev = context.ev;
  auto& histograms = static_cast<Histograms&>(*context.state);
  const std::string_view label = context.TextAt(1);
  const Span span = context.SpanAt(0);
  for (std::size_t i = 2; i < context.arguments.size(); ++i) {
    CheckQuantile(context, context.ScalarAt(i), context.SpanAt(i));
  }
  histograms.Collect(context, *context.arguments[0], span);
  for (std::size_t i = 2; i < context.arguments.size(); ++i) {
    const double q = context.ScalarAt(i);
    histograms.ForEach(
        [&](const Histograms::Native& native) {
          const double value = HistogramQuantile(ev, q, *native.histogram,
                                                 NameForRemarks(context, native.labels), span);
          Give(context, histograms.WithQuantile(ev, ev.WithoutName(native.labels), label, q), value,
               out);
        },
        [&](Histograms::Classic& classic) {
          const double value = ClassicQuantile(context, q, classic, span);
          Give(context, histograms.WithQuantile(ev, ev.WithoutName(classic.labels), label, q),
               value, out);
        });
  }
}

void FractionOf(const InstantContext& context, Vector& out) {
  Evaluator& ev = context.ev;
  auto& histograms = static_cast<Histograms&>(*context.state);
  const double lower = context.ScalarAt(0);
  const double upper = context.ScalarAt(1);
  const Span span = context.SpanAt(2);
  histograms.Collect(context, *context.arguments[2], span);
  histograms.ForEach(
      [&](const Histograms::Native& native) {
        Give(context, ev.WithoutName(native.labels),
             HistogramFraction(ev, lower, upper, *native.histogram,
                               NameForRemarks(context, native.labels), context.SpanAt(0)),
             out);
      },
      [&](const Histograms::Classic& classic) {
        Give(context, ev.WithoutName(classic.labels), BucketFraction(lower, upper, classic.buckets),
             out);
      });
}

constexpr Function kFunctions[] = {
    {
        .name = "histogram_avg",
        .signature = kTakesVector,
        .doc = "Returns the average of the observations in each native histogram.",
        .histograms = HistogramUse::kStatistics,
        .instant = Apply<Average>,
    },
    {
        .name = "histogram_count",
        .signature = kTakesVector,
        .doc = "Returns the number of observations in each native histogram.",
        .histograms = HistogramUse::kStatistics,
        .instant = Apply<Count>,
    },
    {
        .name = "histogram_fraction",
        .signature = Takes({{"lower", ValueType::kScalar},
                            {"upper", ValueType::kScalar},
                            {"v", ValueType::kVector}}),
        .doc = "Estimates the share of observations between lower and upper in each histogram.",
        .labels = LabelEffect::kFromBuckets,
        .histograms = HistogramUse::kBuckets,
        .instant = FractionOf,
        .make_state = MakeHistograms,
    },
    {
        .name = "histogram_quantile",
        .signature =
            Takes({{"q", ValueType::kScalar, Constraint::kQuantile}, {"v", ValueType::kVector}}),
        .doc = "Estimates the q-quantile of each histogram, native or classic (with buckets "
               "labelled le).",
        .labels = LabelEffect::kFromBuckets,
        .histograms = HistogramUse::kBuckets,
        .instant = QuantileOf,
        .make_state = MakeHistograms,
    },
    {
        .name = "histogram_quantiles",
        .signature = Takes({{"v", ValueType::kVector},
                            {"label", ValueType::kString},
                            {"q", ValueType::kScalar, Constraint::kQuantile}})
                         .Requires(3)
                         .Repeats(12),
        .doc = "Estimates several quantiles of each histogram at once, distinguished by the given "
               "label.",
        .labels = LabelEffect::kFromBuckets,
        .histograms = HistogramUse::kBuckets,
        .experimental = true,
        .instant = QuantilesOf,
        .make_state = MakeHistograms,
    },
    {
        .name = "histogram_stddev",
        .signature = kTakesVector,
        .doc = "Returns the estimated standard deviation of the observations in each native "
               "histogram.",
        .instant = Apply<Deviation>,
    },
    {
        .name = "histogram_stdvar",
        .signature = kTakesVector,
        .doc = "Returns the estimated variance of the observations in each native histogram.",
        .instant = Apply<Variance>,
    },
    {
        .name = "histogram_sum",
        .signature = kTakesVector,
        .doc = "Returns the sum of the observations in each native histogram.",
        .histograms = HistogramUse::kStatistics,
        .instant = Apply<Sum>,
    },
};

}  // namespace

std::span<const Function> HistogramFunctions() { return kFunctions; }

}  // namespace check::promql
