#include "libcheck/promql/eval/selector.h"

#include <algorithm>
#include <utility>

#include "libcheck/model/histogram_copy.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/eval/interpolate.h"

namespace check::promql {

using model::CounterResetHint;
using model::FloatHistogram;
using model::HistogramPtr;

std::int64_t HistogramWindow::SampleSize() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i < size; ++i) total += histograms[i]->PointSize();
  return static_cast<std::int64_t>(total);
}

const HistogramPtr* SeriesCursor::Histograms() {
  if (!statistics_only_) return series_->histograms.data();
  for (std::size_t i = statistics_.size(); i < series_->histograms.size(); ++i) {
    const FloatHistogram& whole = *series_->histograms[i];
    auto statistics = std::make_shared<FloatHistogram>();
    statistics->schema = whole.schema;
    statistics->count = whole.count;
    statistics->sum = whole.sum;
    statistics->hint = whole.hint;
    if (whole.hint == CounterResetHint::kUnknown && i > 0) {
      statistics->hint = whole.DetectReset(*series_->histograms[i - 1])
                             ? CounterResetHint::kReset
                             : CounterResetHint::kNotReset;
    }
    statistics_.push_back(std::move(statistics));
  }
  return statistics_.data();
}

FoundSample SeriesCursor::FindAt(std::int64_t time, std::int64_t lookback) {
  const storage::Series& series = *series_;
  float_at_ = series.float_times.CountUpTo(time, float_at_);
  FoundSample found;
  if (float_at_ > 0) {
    found = {
        .found = true,
        .time = series.float_times[float_at_ - 1],
        .start = series.float_starts.size() >= float_at_ ? series.float_starts[float_at_ - 1] : 0,
        .value = series.floats[float_at_ - 1]};
  }
  if (!series.histograms.empty()) {
    histogram_at_ = series.histogram_times.CountUpTo(time, histogram_at_);
    const std::size_t last = histogram_at_ - 1;
    if (histogram_at_ > 0 && (!found.found || series.histogram_times[last] > found.time)) {
      found = {.found = true,
               .time = series.histogram_times[last],
               .start = last < series.histogram_starts.size() ? series.histogram_starts[last] : 0,
               .histogram = Histograms() + last};
    }
  }
  if (!series.stale_times.empty()) {
    stale_at_ = series.stale_times.CountUpTo(time, stale_at_);
    if (stale_at_ > 0 && series.stale_times[stale_at_ - 1] > found.time) found.found = false;
    if (stale_at_ > 0 && !found.found) return {};
  }
  if (found.found && found.time <= time - lookback) found.found = false;
  return found;
}

void SeriesCursor::Window(std::int64_t after, std::int64_t until, FloatWindow& floats,
                          HistogramWindow& histograms) {
  floats = {};
  histograms = {};
  if (after >= until) return;
  const storage::Series& series = *series_;
  float_from_ = series.float_times.CountUpTo(after, float_from_);
  float_at_ = series.float_times.CountUpTo(until, float_at_);
  if (float_at_ > float_from_) {
    floats = {.values = series.floats.data() + float_from_,
              .times = &series.float_times,
              .offset = float_from_,
              .size = float_at_ - float_from_};
    // Start timestamps may be missing at the end, if the last samples had none.
    if (series.float_starts.size() >= float_at_) {
      floats.starts = series.float_starts.data() + float_from_;
    }
  }
  if (series.histograms.empty()) return;
  histogram_from_ = series.histogram_times.CountUpTo(after, histogram_from_);
  histogram_at_ = series.histogram_times.CountUpTo(until, histogram_at_);
  std::size_t end = histogram_at_;
  // Of a float and a histogram at the very end, as a subquery may have them, Prometheus takes one.
  if (end > 0 && !floats.empty() && series.histogram_times[end - 1] == until &&
      floats.TimeAt(floats.size - 1) == until) {
    --end;
  }
  if (end > histogram_from_) {
    histograms = {.histograms = Histograms() + histogram_from_,
                  .times = &series.histogram_times,
                  .offset = histogram_from_,
                  .size = end - histogram_from_};
    if (series.histogram_starts.size() >= end) {
      histograms.starts = series.histogram_starts.data() + histogram_from_;
    }
  }
}

std::optional<std::int64_t> SeriesCursor::NextAfter(std::int64_t time) const {
  std::optional<std::int64_t> next;
  for (const storage::TimeColumn* times : {&series_->float_times, &series_->histogram_times}) {
    const std::size_t at = times->CountUpTo(time);
    if (at < times->size() && (!next || (*times)[at] < *next)) next = (*times)[at];
  }
  return next;
}

Result<SeriesSelection> SeriesSelection::Make(std::span<const model::Matcher> matchers,
                                              bool statistics_only) {
  SeriesSelection selection;
  selection.statistics_only_ = statistics_only;
  for (const model::Matcher& matcher : matchers) {
    Result<storage::CompiledMatcher> compiled = storage::CompiledMatcher::Compile(matcher);
    if (!compiled) return compiled.error();
    selection.matchers_.push_back(std::move(*compiled));
    if (matcher.type == model::MatchType::kEqual && matcher.name == model::kMetricName) {
      selection.metric_ = matcher.value;
    }
  }
  return selection;
}

std::vector<SeriesCursor>& SeriesSelection::Series(Evaluator& ev) {
  if (ev.storage.series_count() != known_) {
    std::vector<const storage::Series*> found;
    const Result<bool> selected = ev.storage.Select(matchers_, {}, known_, found);
    if (!selected) throw EvalError("expanding series: " + selected.error().message);
    for (const storage::Series* series : found) {
      cursors_.emplace_back(*series);
      if (statistics_only_) cursors_.back().UseStatistics();
    }
    known_ = ev.storage.series_count();
  }
  return cursors_;
}

Matrix EvalSeriesAt(Evaluator& ev, const Steps& steps, std::vector<SeriesCursor>& cursors,
                    const ResolvedShift& shift) {
  Matrix matrix;
  if (steps.is_instant()) matrix.reserve(cursors.size());
  for (SeriesCursor& cursor : cursors) {
    ev.CheckTime();
    ResultSeries series;
    for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
      const FoundSample found = cursor.FindAt(shift.LookupTime(time), ev.options.lookback_delta);
      if (!found.found) {
        ev.CheckTime();
        if (shift.at) break;
        const std::int64_t at = shift.LookupTime(time);
        const std::optional<std::int64_t> next = cursor.NextAfter(at);
        if (!next) break;
        time += (*next - at - 1) / steps.interval * steps.interval;
        continue;
      }
      if (found.histogram == nullptr) {
        ++ev.samples;
        ev.CheckSamples();
        series.floats.push_back({time, found.value});
      } else {
        ev.samples += static_cast<std::int64_t>((*found.histogram)->PointSize());
        ev.CheckSamples();
        series.histograms.push_back({time, *found.histogram});
      }
    }
    if (series.floats.empty() && series.histograms.empty()) continue;
    series.labels = cursor.labels();
    matrix.push_back(std::move(series));
  }
  return matrix;
}

Matrix SelectorNode::Eval(Evaluator& ev, const Steps& steps) {
  const ResolvedShift shift = Resolve(ev, selector_.shift);
  if (selector_.smoothed) return EvalSmoothed(ev, steps, shift);
  return EvalSeriesAt(ev, steps, Series(ev), shift);
}

Matrix SelectorNode::EvalSmoothed(Evaluator& ev, const Steps& steps, const ResolvedShift& shift) {
  Matrix matrix;
  const std::int64_t lookback = ev.options.lookback_delta;
  if (!Series(ev).empty()) ev.CheckSteps(steps);
  for (SeriesCursor& cursor : Series(ev)) {
    ResultSeries series;
    series.labels = cursor.labels();
    FloatWindow floats;
    HistogramWindow histograms;
    std::int64_t counted = 0;
    for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
      ev.CheckTime();
      const std::int64_t at = shift.LookupTime(time);
      cursor.Window(at - lookback, at + lookback, floats, histograms);
      const std::int64_t in_window =
          static_cast<std::int64_t>(floats.size) + histograms.SampleSize();
      ev.samples += in_window - counted;
      counted = in_window;
      ev.CheckSamples();
      if (floats.empty() && histograms.empty()) continue;
      if (!floats.empty() && !histograms.empty()) {
        ev.Annotate(AnnotationKind::kMixedFloatsHistograms, series.labels.metric_name(), span);
      } else if (!floats.empty()) {
        if (const auto value = SmoothedFloat(floats, at)) series.floats.push_back({time, *value});
      } else if (HistogramPtr value =
                     SmoothedHistogram(ev, histograms, at, series.labels.metric_name(), span)) {
        series.histograms.push_back({time, std::move(value)});
      }
    }
    if (!series.floats.empty() || !series.histograms.empty()) matrix.push_back(std::move(series));
  }
  return matrix;
}

RangeSource::Range RangeSelectorNode::Open(Evaluator& ev, const Steps& /*steps*/) {
  Range range;
  range.shift = Resolve(ev, matrix_.vector->shift);
  range.length = ResolveDuration(ev, matrix_.range, matrix_.range_expr, false);
  range.anchored = matrix_.vector->anchored;
  range.smoothed = matrix_.vector->smoothed;
  range.span = span;
  std::vector<SeriesCursor>& cursors = selection_.Series(ev);
  range.inputs.reserve(cursors.size());
  for (SeriesCursor& cursor : cursors) range.inputs.push_back({&cursor, false});
  return range;
}

void RangeSelectorNode::CheckDurations(const Evaluator& ev) const {
  Resolve(ev, matrix_.vector->shift);
  ResolveDuration(ev, matrix_.range, matrix_.range_expr, false);
}

Matrix RangeSelectorNode::Eval(Evaluator& ev, const Steps& steps) {
  const Range range = Open(ev, steps);
  const std::int64_t until = range.shift.LookupTime(steps.start);
  const std::int64_t after = until - ToMilliseconds(range.length);
  const std::int64_t lookback = ev.options.lookback_delta;
  Matrix matrix;
  for (const Input& input : range.inputs) {
    ev.CheckTime();
    FloatWindow floats;
    HistogramWindow histograms;
    input.cursor->Window(range.anchored || range.smoothed ? after - lookback : ev.Outside(after),
                         range.smoothed ? until + lookback : until, floats, histograms);
    ev.samples += static_cast<std::int64_t>(floats.size) + histograms.SampleSize();
    ev.CheckSamples();
    ResultSeries series;
    series.labels = input.cursor->labels();
    if (range.anchored || range.smoothed) {
      if (!histograms.empty()) {
        throw EvalError(std::string(range.anchored ? "anchored" : "smoothed") +
                        " modifier is not supported with histograms");
      }
      series.floats = ExtendedFloats(floats, after, until, range.smoothed);
    } else {
      series.floats.reserve(floats.size);
      for (std::size_t i = 0; i < floats.size; ++i) {
        series.floats.push_back({floats.TimeAt(i), floats[i]});
      }
      for (std::size_t i = 0; i < histograms.size; ++i) {
        series.histograms.push_back({histograms.TimeAt(i), histograms.Share(i)});
      }
    }
    if (!series.floats.empty() || !series.histograms.empty()) matrix.push_back(std::move(series));
  }
  return matrix;
}

Duration SubqueryNode::Length(const Evaluator& ev) const {
  return ResolveDuration(ev, subquery_.range, subquery_.range_expr, false);
}

void SubqueryNode::CheckDurations(const Evaluator& ev) const {
  Resolve(ev, subquery_.shift);
  ResolveDuration(ev, subquery_.step, subquery_.step_expr, false);
  Length(ev);
}

Matrix SubqueryNode::Run(Evaluator& ev, const Steps& steps) {
  const ResolvedShift shift = Resolve(ev, subquery_.shift);
  const std::int64_t length = ToMilliseconds(Length(ev));
  const Duration step = ResolveDuration(ev, subquery_.step, subquery_.step_expr, false);
  Steps inner;
  inner.interval =
      step != Duration::zero() ? ToMilliseconds(step) : ev.options.default_subquery_step;
  inner.interval = std::max<std::int64_t>(inner.interval, 1);
  const std::int64_t last_step =
      steps.start + (steps.end - steps.start) / steps.interval * steps.interval;
  const std::int64_t until = shift.LookupTime(steps.start);
  const std::int64_t after = until - length;
  inner.end = until + (last_step - steps.start);
  // The first multiple of the step that the range, which is open on the left, contains.
  const std::int64_t outside = ev.Outside(after);
  inner.start = outside / inner.interval * inner.interval;
  if (inner.start <= outside) inner.start += inner.interval;
  if (inner.end < inner.start) return {};
  // These are not the steps that were announced.
  const Ahead* const ahead = std::exchange(ev.ahead, nullptr);
  Matrix matrix = child_->Eval(ev, inner);
  ev.ahead = ahead;
  return matrix;
}

Matrix SubqueryNode::Eval(Evaluator& ev, const Steps& steps) { return Run(ev, steps); }

RangeSource::Range SubqueryNode::Open(Evaluator& ev, const Steps& steps) {
  Matrix matrix = Run(ev, steps);
  Range range;
  range.shift = Resolve(ev, subquery_.shift);
  range.length = Length(ev);
  // Prometheus: the range made of a subquery has no place of its own.
  range.span = {};
  range.samples_to_free = CountSamples(matrix);
  columns_.clear();
  columns_.resize(matrix.size());
  cursors_.clear();
  cursors_.reserve(matrix.size());
  range.inputs.reserve(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    storage::Series& columns = columns_[i];
    columns.labels = matrix[i].labels;
    columns.floats.reserve(matrix[i].floats.size());
    for (const FloatPoint& point : matrix[i].floats) {
      columns.float_times.push_back(point.time);
      columns.floats.push_back(point.value);
    }
    for (HistogramPoint& point : matrix[i].histograms) {
      // Between the steps of a subquery there may be resets that nobody sees: hints are worthless.
      const CounterResetHint hint = point.histogram->hint;
      const bool is_known = hint == CounterResetHint::kReset || hint == CounterResetHint::kNotReset;
      if (is_known ||
          (point.histogram->uses_custom_buckets() && point.histogram->zero_count != 0)) {
        auto copy = std::make_shared<FloatHistogram>(model::CopyOf(*point.histogram));
        if (is_known) copy->hint = CounterResetHint::kUnknown;
        point.histogram = std::move(copy);
      }
      columns.histogram_times.push_back(point.time);
      columns.histograms.push_back(std::move(point.histogram));
    }
    cursors_.emplace_back(columns);
    range.inputs.push_back({&cursors_.back(), matrix[i].drop_name});
  }
  return range;
}

}  // namespace check::promql
