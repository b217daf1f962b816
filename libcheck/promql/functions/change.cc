#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "libcheck/base/kahan.h"
#include "libcheck/base/number.h"
#include "libcheck/promql/eval/range_call.h"
#include "libcheck/promql/functions/families.h"

// resets, changes, deriv, predict_linear and double_exponential_smoothing.
namespace check::promql {
namespace {

using model::FloatHistogram;

// Walks floats and histograms in order of time.
struct MixedSample {
  std::int64_t time = 0;
  std::int64_t start = 0;
  double value = 0;
  const FloatHistogram* histogram = nullptr;
};

// Number of samples at or before `time`.
template <typename Window>
std::size_t CountUpTo(const Window& window, std::int64_t time) {
  std::size_t count = 0;
  while (count < window.size && window.TimeAt(count) <= time) ++count;
  return count;
}

// Where to begin. An anchored range begins with the last sample before it, of either kind, and is
// of no interest if there is none inside.
struct Beginning {
  bool any = true;
  std::size_t floats = 0;
  std::size_t histograms = 0;
};
Beginning FindBeginning(const RangeContext& context) {
  if (!context.range.anchored) return {};
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  const std::size_t f = CountUpTo(floats, context.after);
  const std::size_t h = CountUpTo(histograms, context.after);
  if (f == floats.size && h == histograms.size) return {.any = false};
  if (f == 0 && h == 0) return {};
  if (h == 0 || (f > 0 && floats.TimeAt(f - 1) >= histograms.TimeAt(h - 1))) {
    return {.floats = f - 1, .histograms = h};
  }
  return {.floats = f, .histograms = h - 1};
}

// Calls `compare(previous, current)` for all neighbours and counts for how many it says true.
template <typename Compare>
void CountNeighbours(const RangeContext& context, RangeOutcome& outcome, Compare&& compare) {
  const Beginning beginning = FindBeginning(context);
  if (!beginning.any) return;
  std::size_t f = beginning.floats;
  std::size_t h = beginning.histograms;
  const FloatWindow& floats = context.floats;
  const HistogramWindow& histograms = context.histograms;
  MixedSample previous;
  bool first = true;
  int count = 0;
  while (f < floats.size || h < histograms.size) {
    MixedSample current;
    if (h >= histograms.size || (f < floats.size && floats.TimeAt(f) < histograms.TimeAt(h))) {
      current = {floats.TimeAt(f), floats.StartAt(f), floats[f], nullptr};
      ++f;
    } else {
      current = {histograms.TimeAt(h), histograms.StartAt(h), 0, &histograms[h]};
      ++h;
    }
    if (!first && compare(previous, current)) ++count;
    first = false;
    previous = current;
  }
  outcome.Give(static_cast<double>(count));
}

bool IsChange(double before, double now) {
  return now != before && !(std::isnan(now) && std::isnan(before));
}
bool IsReset(double before, double now) { return now < before; }

// How many values in each window tell from the one before, which must be in the window, too.
template <bool (*kTells)(double, double)>
bool CountNeighboursBlock(const BlockContext& context, std::span<double> values,
                          std::span<std::uint8_t> present) {
  const std::span<const Window> windows = context.windows;
  std::vector<std::size_t> places;
  for (std::size_t i = windows.front().begin + 1; i < windows.back().end; ++i) {
    if (kTells(context.floats[i - 1], context.floats[i])) places.push_back(i);
  }
  std::size_t first = 0;
  std::size_t last = 0;
  bool any = false;
  for (std::size_t k = 0; k < windows.size(); ++k) {
    const Window& window = windows[k];
    while (first < places.size() && places[first] <= window.begin) ++first;
    while (last < places.size() && places[last] < window.end) ++last;
    if (window.begin >= window.end) continue;
    values[k] = static_cast<double>(std::max(first, last) - first);
    present[k] = 1;
    any = true;
  }
  return any;
}

void Resets(const RangeContext& context, RangeOutcome& outcome) {
  CountNeighbours(context, outcome, [](const MixedSample& before, const MixedSample& now) {
    if ((before.histogram == nullptr) != (now.histogram == nullptr)) return true;
    if (StartedAgain(before.start, before.time, now.start, now.time)) return true;
    if (now.histogram == nullptr) return IsReset(before.value, now.value);
    return now.histogram->DetectReset(*before.histogram);
  });
}

void Changes(const RangeContext& context, RangeOutcome& outcome) {
  CountNeighbours(context, outcome, [](const MixedSample& before, const MixedSample& now) {
    if ((before.histogram == nullptr) != (now.histogram == nullptr)) return true;
    if (now.histogram != nullptr) return !now.histogram->SameAs(*before.histogram);
    return IsChange(before.value, now.value);
  });
}

struct Line {
  double slope = 0;
  double intercept = 0;
};

// Least squares; the intercept is at `origin`.
Line LinearRegression(const FloatWindow& floats, std::int64_t origin) {
  double n = 0;
  KahanSum x_sum;
  KahanSum y_sum;
  KahanSum xy_sum;
  KahanSum xx_sum;
  const double first = floats[0];
  bool constant = true;
  for (std::size_t i = 0; i < floats.size; ++i) {
    if (constant && i > 0 && floats[i] != first) constant = false;
    n += 1;
    const double x = static_cast<double>(floats.TimeAt(i) - origin) / 1e3;
    x_sum.Add(x);
    y_sum.Add(floats[i]);
    xy_sum.Add(x * floats[i]);
    xx_sum.Add(x * x);
  }
  if (constant) {
    if (std::isinf(first)) return {model::kNaN, model::kNaN};
    return {0, first};
  }
  const double sx = x_sum.sum + x_sum.lost;
  const double sy = y_sum.sum + y_sum.lost;
  const double sxy = xy_sum.sum + xy_sum.lost;
  const double sxx = xx_sum.sum + xx_sum.lost;
  const double covariance = sxy - sx * sy / n;
  const double variance = sxx - sx * sx / n;
  Line line;
  line.slope = covariance / variance;
  line.intercept = sy / n - line.slope * sx / n;
  return line;
}

// Two floats are needed; histograms beside them are remarked on.
bool HasTwoFloats(const RangeContext& context) {
  if (!context.floats.empty() && !context.histograms.empty()) {
    context.ev.Annotate(AnnotationKind::kHistogramIgnoredInRange, context.metric_name(),
                        context.first_argument);
  }
  return context.floats.size >= 2;
}

void Deriv(const RangeContext& context, RangeOutcome& outcome) {
  if (!HasTwoFloats(context)) return;
  outcome.Give(LinearRegression(context.floats, context.floats.TimeAt(0)).slope);
}

void PredictLinear(const RangeContext& context, RangeOutcome& outcome) {
  if (!HasTwoFloats(context)) return;
  const Line line = LinearRegression(context.floats, context.time);
  outcome.Give(line.slope * context.scalars[0] + line.intercept);
}

void DoubleExponentialSmoothing(const RangeContext& context, RangeOutcome& outcome) {
  const double smoothing = context.scalars[0];
  const double trend = context.scalars[1];
  const auto check = [](std::string_view what, std::string_view letters, double factor) {
    if (factor <= 0 || factor >= 1) {
      throw EvalError(fmt::format("invalid {} factor. Expected: 0 < {} < 1, got: {}", what, letters,
                                  FormatGoFloat(factor, 'f', 6)));
    }
  };
  check("smoothing", "sf", smoothing);
  check("trend", "tf", trend);
  if (!HasTwoFloats(context)) return;
  const FloatWindow& floats = context.floats;
  double before = 0;
  double level = floats[0];
  double slope = floats[1] - floats[0];
  for (std::size_t i = 1; i < floats.size; ++i) {
    const double x = smoothing * floats[i];
    if (i > 1) {
      const double rise = trend * (level - before);
      slope = rise + (1 - trend) * slope;
    }
    const double y = (1 - smoothing) * (level + slope);
    before = level;
    level = x + y;
  }
  outcome.Give(level);
}

constexpr Function kFunctions[] = {
    {
        .name = "changes",
        .signature = kTakesRange,
        .doc = "Counts how often the value of each series changed within the range.",
        .values = Values::Between(0, kInfinity),
        .range = Changes,
        .range_block = CountNeighboursBlock<IsChange>,
        .anchored = true,
    },
    {
        .name = "deriv",
        .signature = kTakesRange,
        .doc = "Returns the slope per second of each gauge by linear regression over the range.",
        .least_samples = 2,
        .range = Deriv,
    },
    {
        .name = "double_exponential_smoothing",
        .signature = Takes({{"v", ValueType::kMatrix},
                            {"sf", ValueType::kScalar, Constraint::kFactor, "smoothing factor"},
                            {"tf", ValueType::kScalar, Constraint::kFactor, "trend factor"}}),
        .doc =
            "Smooths each gauge over the range, with factor sf for the level and tf for the trend.",
        .least_samples = 2,
        .experimental = true,
        .range = DoubleExponentialSmoothing,
    },
    {
        .name = "predict_linear",
        .signature = Takes({{"v", ValueType::kMatrix}, {"t", ValueType::kScalar}}),
        .doc = "Predicts the value of each gauge t seconds from now by linear regression over the "
               "range.",
        .time = TimeUse::kEvaluation,
        .least_samples = 2,
        .range = PredictLinear,
    },
    {
        .name = "resets",
        .signature = kTakesRange,
        .doc = "Counts how often each counter was reset within the range.",
        .values = Values::Between(0, kInfinity),
        .range = Resets,
        .range_block = CountNeighboursBlock<IsReset>,
        .start_times = true,
        .anchored = true,
    },
};

}  // namespace

std::span<const Function> ChangeFunctions() { return kFunctions; }

}  // namespace check::promql
