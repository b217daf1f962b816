#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/model/histogram_copy.h"
#include "libcheck/promql/eval/interpolate.h"
#include "libcheck/promql/eval/range_call.h"
#include "libcheck/promql/functions/families.h"

// rate, increase, delta, irate and idelta.
namespace check::promql {

bool StartedAgain(std::int64_t previous_start, std::int64_t previous_time, std::int64_t start,
                  std::int64_t time) {
  // Not known, or nonsense.
  if (start == 0 || start >= time) return false;
  if (start != previous_time) return start > previous_time;
  // It begins where the one before ends: a delta, unless that one's own start is not known.
  if (previous_start > previous_time) return false;
  return previous_start != 0 && previous_start != previous_time;
}

namespace {

using model::CounterResetHint;
using model::FloatHistogram;
using model::HistogramPtr;

enum class Kind { kRate, kIncrease, kDelta };

bool Overlaps(std::int64_t previous_start, std::int64_t previous_time, std::int64_t start) {
  return start != 0 && start < previous_time && start != previous_start;
}

void RemarkOnOverlap(const RangeContext& context) {
  context.ev.Annotate({.kind = AnnotationKind::kStartTimeOverlap,
                       .span = context.span(),
                       .name = std::string(context.metric_name())});
}

bool HasGaugeEnd(const HistogramWindow& histograms) {
  return histograms[0].hint == CounterResetHint::kGauge ||
         histograms[histograms.size - 1].hint == CounterResetHint::kGauge;
}

// The increase of histograms over a window of at least two; nothing if they do not go together.
std::optional<FloatHistogram> HistogramIncrease(const RangeContext& context, bool is_counter) {
  const HistogramWindow& histograms = context.histograms;
  Evaluator& ev = context.ev;
  const std::string_view name = context.metric_name();
  const std::size_t size = histograms.size;
  const auto mixed = [&] {
    ev.Annotate(AnnotationKind::kMixedExponentialCustom, name, context.span());
    return std::nullopt;
  };
  const auto started_again = [&](std::size_t i) {
    return histograms.starts != nullptr &&
           StartedAgain(histograms.starts[i - 1], histograms.TimeAt(i - 1), histograms.starts[i],
                        histograms.TimeAt(i));
  };
  if (is_counter && HasGaugeEnd(histograms)) {
    ev.Annotate(AnnotationKind::kNotCounter, name, context.span());
  }
  // If the counter began again after the first one, that one's layout is of no interest.
  FloatHistogram nothing;
  const FloatHistogram* first = &histograms[0];
  bool custom = first->uses_custom_buckets();
  if (is_counter && (started_again(1) || histograms[1].DetectReset(*first))) {
    nothing.schema = histograms[1].schema;
    nothing.custom_bounds = histograms[1].custom_bounds;
    custom = histograms[1].uses_custom_buckets();
    first = &nothing;
  }
  const FloatHistogram& last = histograms[size - 1];
  if (last.uses_custom_buckets() != custom) return mixed();
  std::int32_t schema = std::min(last.schema, first->schema);
  for (std::size_t i = 1; is_counter && i + 1 < size; ++i) {
    if (histograms[i].hint == CounterResetHint::kGauge) {
      ev.Annotate(AnnotationKind::kNotCounter, name, context.span());
    }
    schema = std::min(schema, histograms[i].schema);
    if (histograms[i].uses_custom_buckets() != custom) return mixed();
  }
  FloatHistogram increase = last.InSchema(schema);
  if (!SubtractAnnotated(ev, increase, *first, name, context.span())) return std::nullopt;
  if (is_counter) {
    const FloatHistogram* previous = first;
    bool overlap_seen = false;
    for (std::size_t i = 1; i < size; ++i) {
      if (!overlap_seen && histograms.starts != nullptr &&
          Overlaps(histograms.starts[i - 1], histograms.TimeAt(i - 1), histograms.starts[i])) {
        RemarkOnOverlap(context);
        overlap_seen = true;
      }
      if (started_again(i) || histograms[i].DetectReset(*previous)) {
        if (!AddAnnotated(ev, increase, *previous, name, context.span())) return std::nullopt;
      }
      previous = &histograms[i];
    }
  } else if (histograms[0].hint != CounterResetHint::kGauge ||
             last.hint != CounterResetHint::kGauge) {
    ev.Annotate(AnnotationKind::kNotGauge, name, context.span());
  }
  increase.hint = CounterResetHint::kGauge;
  increase.Compact(0);
  return increase;
}

double FloatIncrease(const RangeContext& context, bool is_counter) {
  const FloatWindow& floats = context.floats;
  double increase = floats[floats.size - 1] - floats[0];
  if (!is_counter) return increase;
  if (floats.starts == nullptr) {
    for (std::size_t i = 1; i < floats.size; ++i) {
      if (floats[i] < floats[i - 1]) increase += floats[i - 1];
    }
    return increase;
  }
  bool overlap_seen = false;
  for (std::size_t i = 1; i < floats.size; ++i) {
    const std::int64_t before = floats.TimeAt(i - 1);
    if (!overlap_seen && Overlaps(floats.starts[i - 1], before, floats.starts[i])) {
      RemarkOnOverlap(context);
      overlap_seen = true;
    }
    if (floats[i] < floats[i - 1] ||
        StartedAgain(floats.starts[i - 1], before, floats.starts[i], floats.TimeAt(i))) {
      increase += floats[i - 1];
    }
  }
  return increase;
}

// How many times the sampled interval is contained in the range, as far as samples reach.
struct Extent {
  std::int64_t first_time;
  std::int64_t last_time;
  std::size_t gaps;  // One less than there are samples.
  std::int64_t first_start;
};

// Prometheus: up to 10% more than the usual gap at either end is bridged; a larger one is taken to
// be half a gap, since the series seems to begin or end there. A counter is not extended to before
// it was zero. In seconds.
class Extrapolation {
 public:
  Extrapolation(const Extent& extent, std::int64_t after, std::int64_t until)
      : last_time_(extent.last_time),
        to_start_(static_cast<double>(extent.first_time - after) / 1000),
        to_end_(static_cast<double>(until - extent.last_time) / 1000),
        sampled_(static_cast<double>(extent.last_time - extent.first_time) / 1000),
        gap_(extent.gaps > 0 ? sampled_ / static_cast<double>(extent.gaps) : 0),
        threshold_(gap_ * 1.1) {}

  // It is known when the counting began.
  void BeginAt(std::int64_t start) {
    to_start_ = 0;
    sampled_ = static_cast<double>(last_time_ - start) / 1000;
  }
  // `first` is what a counter had come to by the first sample, or NaN for what is no counter.
  void LimitStart(double first, double increase) {
    if (to_start_ >= threshold_) to_start_ = gap_ / 2;
    if (!(increase > 0 && first >= 0)) return;
    const double to_zero = sampled_ * (first / increase);
    if (to_zero < to_start_) to_start_ = to_zero;
  }
  double Factor(Kind kind, Duration length) {
    if (to_end_ >= threshold_) to_end_ = gap_ / 2;
    double factor = 1;
    if (sampled_ != 0) factor = (sampled_ + to_start_ + to_end_) / sampled_;
    if (kind == Kind::kRate) factor /= ToSeconds(length);
    return factor;
  }

 private:
  std::int64_t last_time_;
  double to_start_;
  double to_end_;
  double sampled_;
  double gap_;
  double threshold_;
};

void Extrapolate(const RangeContext& context, Kind kind, RangeOutcome& outcome) {
  const bool is_counter = kind != Kind::kDelta;
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  Extent extent{};
  double increase = 0;
  std::optional<FloatHistogram> histogram_increase;
  if (!histograms.empty()) {
    extent = {histograms.TimeAt(0), histograms.TimeAt(histograms.size - 1), histograms.size - 1,
              histograms.StartAt(0)};
    if (histograms.size > 1) {
      histogram_increase = HistogramIncrease(context, is_counter);
      if (!histogram_increase) return;
    }
  } else {
    extent = {floats.TimeAt(0), floats.TimeAt(floats.size - 1), floats.size - 1, floats.StartAt(0)};
    increase = FloatIncrease(context, is_counter);
  }

  double first = model::kNaN;
  double total = 0;
  if (is_counter && !floats.empty()) {
    first = floats[0];
    total = increase;
  } else if (is_counter && histogram_increase) {
    first = histograms[0].count;
    total = histogram_increase->count;
  }
  Extrapolation reach(extent, context.after, context.until);
  if (is_counter && extent.first_start != 0 && extent.first_start > context.after &&
      extent.first_start < extent.first_time) {
    // It is known when the counting began, inside the range: at zero.
    reach.BeginAt(extent.first_start);
    if (!floats.empty()) {
      increase += floats[0];
    } else if (!histogram_increase) {
      histogram_increase = histograms[0];
    } else if (!AddAnnotated(context.ev, *histogram_increase, histograms[0], context.metric_name(),
                             context.span())) {
      return;
    }
  } else if (extent.gaps == 0) {
    return;
  } else {
    reach.LimitStart(first, total);
  }
  const double factor = reach.Factor(kind, context.range.length);
  if (histogram_increase) {
    histogram_increase->Multiply(factor);
    outcome.Give(std::make_shared<const FloatHistogram>(std::move(*histogram_increase)));
  } else {
    outcome.Give(increase * factor);
  }
}

// The same for many windows. What a counter lost when it began again is looked for once.
template <Kind kKind>
bool ExtrapolateBlock(const BlockContext& context, std::span<double> values,
                      std::span<std::uint8_t> present) {
  const std::span<const double> floats = context.floats;
  const std::span<const Window> windows = context.windows;
  const std::int64_t length = ToMilliseconds(context.length);
  std::vector<std::size_t> resets;  // Where a value is less than the one before.
  if (kKind != Kind::kDelta) {
    for (std::size_t i = windows.front().begin + 1; i < windows.back().end; ++i) {
      if (floats[i] < floats[i - 1]) resets.push_back(i);
    }
  }
  std::size_t past = 0;  // Resets that no window to come has to do with.
  std::int64_t until = context.first_until;
  bool any = false;
  for (std::size_t k = 0; k < windows.size(); ++k, until += context.interval) {
    const Window& window = windows[k];
    if (window.end < window.begin + 2) continue;
    const double first = floats[window.begin];
    double increase = floats[window.end - 1] - first;
    while (past < resets.size() && resets[past] <= window.begin) ++past;
    for (std::size_t r = past; r < resets.size() && resets[r] < window.end; ++r) {
      increase += floats[resets[r] - 1];
    }
    const Extent extent = {.first_time = context.times[window.begin],
                           .last_time = context.times[window.end - 1],
                           .gaps = window.end - window.begin - 1,
                           .first_start = 0};
    Extrapolation reach(extent, until - length, until);
    reach.LimitStart(kKind == Kind::kDelta ? model::kNaN : first, increase);
    values[k] = increase * reach.Factor(kKind, context.length);
    present[k] = 1;
    any = true;
  }
  return any;
}

void ExtendedRate(const RangeContext& context, Kind kind, RangeOutcome& outcome) {
  const bool is_counter = kind != Kind::kDelta;
  const bool smoothed = context.range.smoothed;
  const FloatWindow& floats = context.floats;
  UsefulSamples useful = FindUseful(floats, context.after, context.until, smoothed);
  if (!useful.any || (smoothed && floats.TimeAt(useful.first) > context.until)) return;
  const double left = LeftValue(floats, useful.first, context.after, smoothed, is_counter);
  const double right = RightValue(floats, useful.last, context.until, smoothed, is_counter);
  double result = right - left;
  if (is_counter) {
    double correction = 0;
    double previous = left;
    const std::size_t first =
        floats.TimeAt(useful.first) <= context.after ? useful.first + 1 : useful.first;
    const std::size_t end =
        floats.TimeAt(useful.last) >= context.until ? useful.last : useful.last + 1;
    for (std::size_t i = first; i < end; ++i) {
      if (floats[i] < previous) correction += previous;
      previous = floats[i];
    }
    if (right < previous) correction += previous;
    result += correction;
  }
  if (kind == Kind::kRate) result /= ToSeconds(context.range.length);
  outcome.Give(result);
}

// Adds what the counter had come to each time it began again between both ends of the range.
bool CorrectHistogramResets(const RangeContext& context, const UsefulSamples& useful,
                            const FloatHistogram& left, const FloatHistogram& right,
                            FloatHistogram& result) {
  const HistogramWindow& histograms = context.histograms;
  std::size_t first = useful.first + 1;
  const FloatHistogram* previous = &left;
  if (context.range.smoothed && histograms.TimeAt(useful.first) < context.after &&
      first < histograms.size && histograms[first].DetectReset(histograms[useful.first])) {
    // The left end was interpolated across this reset, which settles it.
    previous = &histograms[first];
    ++first;
  }
  if (first > useful.last) return true;
  std::optional<FloatHistogram> correction;
  const auto add = [&](const FloatHistogram& lost) {
    if (!correction) {
      correction = lost;
      return true;
    }
    return AddAnnotated(context.ev, *correction, lost, context.metric_name(), context.span());
  };
  // The last one is left out: the right end stands for it.
  for (std::size_t i = first; i < useful.last; ++i) {
    if (histograms[i].DetectReset(*previous) && !add(*previous)) return false;
    previous = &histograms[i];
  }
  if (right.DetectReset(*previous) && !add(*previous)) return false;
  return !correction ||
         AddAnnotated(context.ev, result, *correction, context.metric_name(), context.span());
}

void ExtendedHistogramRate(const RangeContext& context, Kind kind, RangeOutcome& outcome) {
  const bool is_counter = kind != Kind::kDelta;
  const bool smoothed = context.range.smoothed;
  const HistogramWindow& histograms = context.histograms;
  const std::string_view name = context.metric_name();
  Evaluator& ev = context.ev;
  const UsefulSamples useful = FindUseful(histograms, context.after, context.until, smoothed);
  if (!useful.any || (smoothed && histograms.TimeAt(useful.first) > context.until)) return;
  const bool custom = histograms[useful.first].uses_custom_buckets();
  for (std::size_t i = useful.first; i <= useful.last; ++i) {
    if (histograms[i].uses_custom_buckets() != custom) {
      ev.Annotate(AnnotationKind::kMixedExponentialCustom, name, context.span());
      return;
    }
    if (is_counter && histograms[i].hint == CounterResetHint::kGauge) {
      ev.Annotate(AnnotationKind::kNotCounter, name, context.span());
    }
  }
  const auto left = LeftValue(ev, histograms, useful.first, context.after, smoothed, is_counter,
                              name, context.span());
  if (!left) return;
  const auto right = RightValue(ev, histograms, useful.last, context.until, smoothed, is_counter,
                                name, context.span());
  if (!right) return;
  if (!is_counter &&
      (left->hint != CounterResetHint::kGauge || right->hint != CounterResetHint::kGauge)) {
    ev.Annotate(AnnotationKind::kNotGauge, name, context.span());
  }
  auto result = std::make_shared<FloatHistogram>(model::CopyOf(*right));
  if (!SubtractAnnotated(ev, *result, *left, name, context.span())) return;
  if (is_counter && !CorrectHistogramResets(context, useful, *left, *right, *result)) return;
  if (kind == Kind::kRate) result->Divide(ToSeconds(context.range.length));
  result->hint = CounterResetHint::kGauge;
  result->Compact(0);
  outcome.Give(std::move(result));
}

template <Kind kKind>
void Rate(const RangeContext& context, RangeOutcome& outcome) {
  if (!context.floats.empty() && !context.histograms.empty()) {
    context.ev.Annotate(AnnotationKind::kMixedFloatsHistograms, context.metric_name(),
                        context.span());
  } else if (!context.range.anchored && !context.range.smoothed) {
    Extrapolate(context, kKind, outcome);
  } else if (!context.histograms.empty()) {
    ExtendedHistogramRate(context, kKind, outcome);
  } else {
    ExtendedRate(context, kKind, outcome);
  }
}

// One of the last two samples of a window.
struct LastSample {
  std::int64_t time = 0;
  std::int64_t start = 0;
  double value = 0;
  const HistogramPtr* histogram = nullptr;
};

// Histograms go after floats of the same time, as in Prometheus.
std::pair<LastSample, LastSample> LastTwo(const RangeContext& context) {
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  std::size_t f = floats.size;
  std::size_t h = histograms.size;
  const auto take = [&] {
    if (h > 0 && (f == 0 || histograms.TimeAt(h - 1) >= floats.TimeAt(f - 1))) {
      --h;
      return LastSample{histograms.TimeAt(h), histograms.StartAt(h), 0, &histograms.Share(h)};
    }
    --f;
    return LastSample{floats.TimeAt(f), floats.StartAt(f), floats[f], nullptr};
  };
  const LastSample last = take();
  return {take(), last};
}

template <bool kIsRate>
void Instant(const RangeContext& context, RangeOutcome& outcome) {
  if (context.floats.size + context.histograms.size < 2) return;
  const auto [before, last] = LastTwo(context);
  const std::int64_t interval = last.time - before.time;
  if (interval == 0) return;
  const double seconds = static_cast<double>(interval) / 1000;
  Evaluator& ev = context.ev;
  const std::string_view name = context.metric_name();
  const bool started_again =
      kIsRate && StartedAgain(before.start, before.time, last.start, last.time);
  if ((before.histogram == nullptr) != (last.histogram == nullptr)) {
    ev.Annotate(AnnotationKind::kMixedFloatsHistograms, name, context.span());
    return;
  }
  if (last.histogram == nullptr) {
    double result = last.value;
    if (!kIsRate || !(last.value < before.value || started_again)) result -= before.value;
    outcome.Give(kIsRate ? result / seconds : result);
    return;
  }
  const FloatHistogram& from = **before.histogram;
  const FloatHistogram& to = **last.histogram;
  const bool any_gauge =
      from.hint == CounterResetHint::kGauge || to.hint == CounterResetHint::kGauge;
  const bool both_gauges =
      from.hint == CounterResetHint::kGauge && to.hint == CounterResetHint::kGauge;
  if (kIsRate && any_gauge) ev.Annotate(AnnotationKind::kNotCounter, name, context.span());
  if (!kIsRate && !both_gauges) ev.Annotate(AnnotationKind::kNotGauge, name, context.span());
  auto result = std::make_shared<FloatHistogram>(model::CopyOf(to));
  if (!kIsRate || (!started_again && !to.DetectReset(from))) {
    if (!SubtractAnnotated(ev, *result, from, name, context.span())) return;
  }
  result->hint = CounterResetHint::kGauge;
  result->Compact(0);
  if (kIsRate) result->Divide(seconds);
  outcome.Give(std::move(result));
}

constexpr Function kFunctions[] = {
    {
        .name = "delta",
        .signature = kTakesRange,
        .doc = "Returns the difference between the last and the first value of each gauge, "
               "extrapolated to the whole range.",
        .least_samples = 2,
        .range = Rate<Kind::kDelta>,
        .range_block = ExtrapolateBlock<Kind::kDelta>,
        .anchored = true,
        .smoothed = true,
    },
    {
        .name = "idelta",
        .signature = kTakesRange,
        .doc = "Returns the difference between the last two samples of each gauge.",
        .least_samples = 2,
        .range = Instant<false>,
    },
    {
        .name = "increase",
        .signature = kTakesRange,
        .doc = "Returns the increase of each counter over the range, adjusted for resets.",
        .values = Values::GrowthOfInput(),
        .monotone = true,
        .least_samples = 2,
        .gauge_form = "delta",
        .range = Rate<Kind::kIncrease>,
        .range_block = ExtrapolateBlock<Kind::kIncrease>,
        .start_times = true,
        .expects_counter = true,
        .anchored = true,
        .smoothed = true,
    },
    {
        .name = "irate",
        .signature = kTakesRange,
        .doc = "Returns the increase per second of each counter from its last two samples.",
        .values = Values::GrowthOfInput(),
        .monotone = true,
        .least_samples = 2,
        .gauge_form = "idelta",
        .range = Instant<true>,
        .start_times = true,
    },
    {
        .name = "rate",
        .signature = kTakesRange,
        .doc = "Returns the average increase per second of each counter over the range, adjusted "
               "for resets.",
        .values = Values::GrowthOfInput(),
        .monotone = true,
        .least_samples = 2,
        .gauge_form = "deriv",
        .range = Rate<Kind::kRate>,
        .range_block = ExtrapolateBlock<Kind::kRate>,
        .start_times = true,
        .expects_counter = true,
        .anchored = true,
        .smoothed = true,
    },
};

}  // namespace

std::span<const Function> RateFunctions() { return kFunctions; }

}  // namespace check::promql
