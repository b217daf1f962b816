#include "libcheck/promql/eval/interpolate.h"

#include <utility>

#include "libcheck/model/histogram_copy.h"

namespace check::promql {
namespace {

using model::CounterResetHint;
using model::FloatHistogram;

double Interpolate(const FloatWindow& floats, std::size_t before, std::int64_t at,
                   bool is_counter) {
  double from = floats[before];
  const double to = floats[before + 1];
  const std::int64_t begin = floats.TimeAt(before);
  // After a reset a counter has counted from zero.
  if (is_counter && to < from) from = 0;
  return from + (to - from) * static_cast<double>(at - begin) /
                    static_cast<double>(floats.TimeAt(before + 1) - begin);
}

std::optional<FloatHistogram> Interpolate(Evaluator& ev, const HistogramWindow& histograms,
                                          std::size_t before, std::int64_t at, bool is_counter,
                                          std::string_view metric_name, Span span) {
  const FloatHistogram& from = histograms[before];
  const FloatHistogram& to = histograms[before + 1];
  const std::int64_t begin = histograms.TimeAt(before);
  const std::int64_t end = histograms.TimeAt(before + 1);
  if (at == begin) return model::CopyOf(from);
  if (at == end) return model::CopyOf(to);
  const double fraction = static_cast<double>(at - begin) / static_cast<double>(end - begin);
  FloatHistogram result = model::CopyOf(to);
  if (is_counter && to.DetectReset(from)) {
    result.Multiply(fraction);
    return result;
  }
  if (!SubtractAnnotated(ev, result, from, metric_name, span)) return std::nullopt;
  result.Multiply(fraction);
  if (!AddAnnotated(ev, result, from, metric_name, span)) return std::nullopt;
  return result;
}

// Index of the first sample in [0, end) at or after `at`, else `end`.
template <typename Window>
std::size_t FirstNotBefore(const Window& window, std::size_t end, std::int64_t at) {
  std::size_t low = 0;
  while (low < end) {
    const std::size_t middle = low + (end - low) / 2;
    if (window.TimeAt(middle) >= at) {
      end = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

template <typename Window>
UsefulSamples Useful(const Window& window, std::int64_t after, std::int64_t until, bool smoothed) {
  UsefulSamples useful;
  if (window.empty()) return useful;
  useful.last = window.size - 1;
  const std::size_t later = FirstNotBefore(window, useful.last, after + 1);
  useful.first = later > 0 ? later - 1 : 0;
  if (smoothed) useful.last = FirstNotBefore(window, useful.last, until);
  useful.any = window.TimeAt(useful.last) > after;
  return useful;
}

bool CombineAnnotated(Evaluator& ev, const model::CombineResult& result, const char* operation,
                      std::string_view metric_name, Span span) {
  if (!result.compatible) {
    ev.Annotate(AnnotationKind::kMixedExponentialCustom, metric_name, span);
    return false;
  }
  if (result.bounds_reconciled) {
    ev.Annotate({.kind = AnnotationKind::kBoundsReconciled, .span = span, .text = operation});
  }
  return true;
}

}  // namespace

bool AddAnnotated(Evaluator& ev, FloatHistogram& to, const FloatHistogram& other,
                  std::string_view metric_name, Span span) {
  return CombineAnnotated(ev, to.Add(other), "addition", metric_name, span);
}

bool SubtractAnnotated(Evaluator& ev, FloatHistogram& from, const FloatHistogram& other,
                       std::string_view metric_name, Span span) {
  return CombineAnnotated(ev, from.Subtract(other), "subtraction", metric_name, span);
}

UsefulSamples FindUseful(const FloatWindow& floats, std::int64_t after, std::int64_t until,
                         bool smoothed) {
  return Useful(floats, after, until, smoothed);
}

UsefulSamples FindUseful(const HistogramWindow& histograms, std::int64_t after, std::int64_t until,
                         bool smoothed) {
  return Useful(histograms, after, until, smoothed);
}

std::optional<double> SmoothedFloat(const FloatWindow& floats, std::int64_t at) {
  const std::size_t i = FirstNotBefore(floats, floats.size, at);
  if (i < floats.size && floats.TimeAt(i) == at) return floats[i];
  if (i == 0) return std::nullopt;
  return i < floats.size ? Interpolate(floats, i - 1, at, false) : floats[i - 1];
}

model::HistogramPtr SmoothedHistogram(Evaluator& ev, const HistogramWindow& histograms,
                                      std::int64_t at, std::string_view metric_name, Span span) {
  const std::size_t i = FirstNotBefore(histograms, histograms.size, at);
  if (i < histograms.size && histograms.TimeAt(i) == at) return histograms.Share(i);
  if (i == 0) return nullptr;
  if (i == histograms.size) {
    auto carried = std::make_shared<FloatHistogram>(histograms[i - 1]);
    carried->hint = CounterResetHint::kUnknown;
    return carried;
  }
  const FloatHistogram& before = histograms[i - 1];
  const FloatHistogram& after = histograms[i];
  if (before.uses_custom_buckets() != after.uses_custom_buckets()) {
    ev.Annotate(AnnotationKind::kMixedExponentialCustom, metric_name, span);
    return nullptr;
  }
  const bool is_counter =
      before.hint != CounterResetHint::kGauge || after.hint != CounterResetHint::kGauge;
  auto value = Interpolate(ev, histograms, i - 1, at, is_counter, metric_name, span);
  return value ? std::make_shared<const FloatHistogram>(std::move(*value)) : nullptr;
}

double LeftValue(const FloatWindow& floats, std::size_t first, std::int64_t after, bool smoothed,
                 bool is_counter) {
  if (smoothed && floats.TimeAt(first) < after && first + 1 < floats.size) {
    return Interpolate(floats, first, after, is_counter);
  }
  return floats[first];
}

double RightValue(const FloatWindow& floats, std::size_t last, std::int64_t until, bool smoothed,
                  bool is_counter) {
  if (smoothed && last > 0 && floats.TimeAt(last) > until) {
    return Interpolate(floats, last - 1, until, is_counter);
  }
  return floats[last];
}

std::optional<FloatHistogram> LeftValue(Evaluator& ev, const HistogramWindow& histograms,
                                        std::size_t first, std::int64_t after, bool smoothed,
                                        bool is_counter, std::string_view metric_name, Span span) {
  if (smoothed && histograms.TimeAt(first) < after && first + 1 < histograms.size) {
    return Interpolate(ev, histograms, first, after, is_counter, metric_name, span);
  }
  return histograms[first];
}

std::optional<FloatHistogram> RightValue(Evaluator& ev, const HistogramWindow& histograms,
                                         std::size_t last, std::int64_t until, bool smoothed,
                                         bool is_counter, std::string_view metric_name, Span span) {
  if (smoothed && last > 0 && histograms.TimeAt(last) > until) {
    return Interpolate(ev, histograms, last - 1, until, is_counter, metric_name, span);
  }
  return histograms[last];
}

FloatPoints ExtendedFloats(const FloatWindow& floats, std::int64_t after, std::int64_t until,
                           bool smoothed) {
  FloatPoints points;
  const UsefulSamples useful = FindUseful(floats, after, until, smoothed);
  if (!useful.any) return points;
  points.push_back({after, LeftValue(floats, useful.first, after, smoothed, false)});
  for (std::size_t i = useful.first; i <= useful.last; ++i) {
    const std::int64_t time = floats.TimeAt(i);
    if (time > after && time < until) points.push_back({time, floats[i]});
  }
  points.push_back({until, RightValue(floats, useful.last, until, smoothed, false)});
  return points;
}

}  // namespace check::promql
