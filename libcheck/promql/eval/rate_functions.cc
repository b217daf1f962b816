#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/promql/eval/interpolate.h"
#include "libcheck/promql/eval/range_call.h"

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
// it was zero.
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

  double to_start = static_cast<double>(extent.first_time - context.after) / 1000;
  double to_end = static_cast<double>(context.until - extent.last_time) / 1000;
  double sampled = static_cast<double>(extent.last_time - extent.first_time) / 1000;
  const double gap = extent.gaps > 0 ? sampled / static_cast<double>(extent.gaps) : 0;
  const double threshold = gap * 1.1;

  if (is_counter && extent.first_start != 0 && extent.first_start > context.after &&
      extent.first_start < extent.first_time) {
    // It is known when the counting began, inside the range: at zero.
    to_start = 0;
    sampled = static_cast<double>(extent.last_time - extent.first_start) / 1000;
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
    if (to_start >= threshold) to_start = gap / 2;
    if (is_counter) {
      double to_zero = to_start;
      if (increase > 0 && !floats.empty() && floats[0] >= 0) {
        to_zero = sampled * (floats[0] / increase);
      } else if (histogram_increase && histogram_increase->count > 0 && !histograms.empty() &&
                 histograms[0].count >= 0) {
        to_zero = sampled * (histograms[0].count / histogram_increase->count);
      }
      if (to_zero < to_start) to_start = to_zero;
    }
  }
  if (to_end >= threshold) to_end = gap / 2;

  double factor = 1;
  if (sampled != 0) factor = (sampled + to_start + to_end) / sampled;
  if (kind == Kind::kRate) factor /= ToSeconds(context.range.length);
  if (histogram_increase) {
    histogram_increase->Multiply(factor);
    outcome.Give(std::make_shared<const FloatHistogram>(std::move(*histogram_increase)));
  } else {
    outcome.Give(increase * factor);
  }
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
  auto result = std::make_shared<FloatHistogram>(*right);
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
  auto result = std::make_shared<FloatHistogram>(to);
  if (!kIsRate || (!started_again && !to.DetectReset(from))) {
    if (!SubtractAnnotated(ev, *result, from, name, context.span())) return;
  }
  result->hint = CounterResetHint::kGauge;
  result->Compact(0);
  if (kIsRate) result->Divide(seconds);
  outcome.Give(std::move(result));
}

constexpr RangeFunction kFunctions[] = {
    {.name = "delta", .eval = Rate<Kind::kDelta>, .allows_anchored = true, .allows_smoothed = true},
    {.name = "idelta", .eval = Instant<false>},
    {.name = "increase",
     .eval = Rate<Kind::kIncrease>,
     .uses_start_times = true,
     .expects_counter = true,
     .allows_anchored = true,
     .allows_smoothed = true},
    {.name = "irate", .eval = Instant<true>, .uses_start_times = true},
    {.name = "rate",
     .eval = Rate<Kind::kRate>,
     .uses_start_times = true,
     .expects_counter = true,
     .allows_anchored = true,
     .allows_smoothed = true},
};

}  // namespace

std::span<const RangeFunction> RateFunctions() { return kFunctions; }

}  // namespace check::promql
