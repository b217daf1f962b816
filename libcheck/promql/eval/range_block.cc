#include <algorithm>
#include <cstdint>

#include "libcheck/promql/eval/block.h"
#include "libcheck/promql/eval/range_call.h"

// Selectors, and functions of range selectors, at many steps together.
namespace check::promql {
namespace {

// What a block may cost: nobody should have to wait for a step because of those that follow.
constexpr std::size_t kMostWork = 64'000'000;
constexpr std::int64_t kLeastWidth = 2;

// Leaves as many of the steps as all that they look at, `offset` earlier, is complete for. False if
// they are too few, or if not everything is floats.
bool LimitToComplete(Evaluator& ev, SeriesSelection& selection, std::int64_t offset, Steps& steps) {
  // Series of several metrics are never known to be complete.
  if (selection.metric().empty()) return false;
  const std::int64_t complete = ev.storage.CompleteUntil(selection.metric());
  const std::int64_t end =
      std::min(steps.end, std::clamp(complete, -kFarthest, kFarthest) + offset);
  if (end < steps.start) return false;
  for (const SeriesCursor& cursor : selection.Series(ev)) {
    const storage::Series& series = cursor.series();
    if (!series.histograms.empty() || !series.float_starts.empty()) return false;
  }
  steps.end = steps.start + (end - steps.start) / steps.interval * steps.interval;
  return steps.count() >= kLeastWidth;
}

bool IsPast(const TimeShift& shift) {
  return shift.at == AtModifier::kNone && shift.offset_expr == nullptr &&
         shift.offset >= Duration::zero();
}

// A count of timestamps that are at or before a time that only rises.
class RisingCount {
 public:
  RisingCount(const storage::TimeColumn& times, std::int64_t first)
      : times_(times), count_(times.CountUpTo(first)) {}
  std::size_t UpTo(std::int64_t time) {
    while (count_ < times_.size() && times_[count_] <= time) ++count_;
    return count_;
  }

 private:
  const storage::TimeColumn& times_;
  std::size_t count_;
};

std::size_t LargestOf(std::span<const Window> windows) {
  std::size_t largest = 0;
  for (const Window& window : windows) largest = std::max(largest, window.end - window.begin);
  return largest;
}

}  // namespace

bool SelectorNode::EvalBlock(Evaluator& ev, const Steps& wanted, Block& out) {
  if (!IsPast(selector_.shift) || selector_.smoothed) return false;
  const std::int64_t offset = ToMilliseconds(selector_.shift.offset);
  const std::int64_t lookback = ev.options.lookback_delta;
  Steps steps = wanted;
  if (!LimitToComplete(ev, selection_, offset, steps)) return false;
  std::vector<SeriesCursor>& cursors = Series(ev);
  out.Resize(steps);
  for (const SeriesCursor& cursor : cursors) {
    ev.CheckTime(out.width);
    const storage::Series& series = cursor.series();
    RisingCount count(series.float_times, steps.start - offset);
    RisingCount stale_count(series.stale_times, steps.start - offset);
    out.AddSeries(series.labels);
    const std::span<double> values = out.ValuesOf(out.series.size() - 1);
    const std::span<std::uint8_t> present = out.PresentOf(out.series.size() - 1);
    std::int64_t time = steps.start - offset;
    for (std::size_t i = 0; i < out.width; ++i, time += steps.interval) {
      const std::size_t n = count.UpTo(time);
      if (n == 0) continue;
      const std::int64_t found = series.float_times[n - 1];
      if (found <= time - lookback) continue;
      const std::size_t stale = stale_count.UpTo(time);
      if (stale > 0 && series.stale_times[stale - 1] > found) continue;
      values[i] = series.floats[n - 1];
      present[i] = 1;
    }
  }
  out.samples = static_cast<std::int64_t>(cursors.size());
  out.Finish();
  return true;
}

bool RangeSelectorNode::CanBlock(Evaluator& ev) const {
  const VectorSelector& vector = *matrix_.vector;
  return IsPast(vector.shift) && matrix_.range_expr == nullptr && !vector.anchored &&
         !vector.smoothed && !ev.options.start_timestamps && !ev.options.closed_ranges;
}

bool RangeCallNode::EvalBlock(Evaluator& ev, const Steps& wanted, Block& out) {
  auto* source = dynamic_cast<RangeSelectorNode*>(source_.get());
  if (source == nullptr || !source->CanBlock(ev) || arguments_.size() != 1 ||
      function_.labels == LabelEffect::kFromMatchers) {
    return false;
  }
  const RangeSource::Range range = source->Open(ev, wanted);
  const std::int64_t offset = ToMilliseconds(range.shift.offset);
  const std::int64_t length = ToMilliseconds(range.length);
  Steps steps = wanted;
  if (!LimitToComplete(ev, source->selection(), offset, steps)) return false;
  std::size_t samples = 0;  // Of all windows at one step, about.
  for (const RangeSource::Input& input : range.inputs) {
    const storage::Series& series = input.cursor->series();
    samples += series.float_times.CountUpTo(steps.end - offset) -
               series.float_times.CountUpTo(steps.end - offset - length);
  }
  if (function_.range_block == nullptr) {
    const auto width = static_cast<std::int64_t>(kMostWork / (samples + range.inputs.size() + 1));
    if (width < kLeastWidth) return false;
    steps.end = std::min(steps.end, steps.start + (width - 1) * steps.interval);
  }
  out.Resize(steps);
  out.drop_name = function_.labels != LabelEffect::kKeepsAll;
  RangeContext context{.ev = ev, .range = range, .first_argument = range.span};
  std::vector<Window> windows(out.width);
  std::size_t largest = 0;
  for (const RangeSource::Input& input : range.inputs) {
    const storage::Series& series = input.cursor->series();
    context.labels = series.labels;
    out.AddSeries(function_.labels == LabelEffect::kKeepsAll ? series.labels
                                                             : ev.WithoutName(series.labels));
    const std::span<double> values = out.ValuesOf(out.series.size() - 1);
    const std::span<std::uint8_t> present = out.PresentOf(out.series.size() - 1);
    const storage::TimeColumn& times = series.float_times;
    RisingCount from(times, steps.start - offset - length);
    RisingCount to(times, steps.start - offset);
    std::int64_t until = steps.start - offset;
    std::size_t work = out.width;
    for (std::size_t i = 0; i < out.width; ++i, until += steps.interval) {
      windows[i] = {.begin = from.UpTo(until - length), .end = to.UpTo(until)};
      work += windows[i].end - windows[i].begin;
    }
    largest = std::max(largest, LargestOf(windows));
    ev.CheckTime(function_.range_block != nullptr ? out.width : work);
    bool any = false;
    if (function_.range_block != nullptr) {
      any = function_.range_block({.floats = series.floats,
                                   .times = times,
                                   .windows = windows,
                                   .first_until = steps.start - offset,
                                   .interval = steps.interval,
                                   .length = range.length},
                                  values, present);
    } else {
      context.until = steps.start - offset;
      for (std::size_t i = 0; i < out.width; ++i, context.until += steps.interval) {
        const Window& window = windows[i];
        if (window.begin >= window.end) continue;
        context.floats = {.values = series.floats.data() + window.begin,
                          .times = &times,
                          .offset = window.begin,
                          .size = window.end - window.begin};
        context.after = context.until - length;
        context.time = context.until + offset;
        RangeOutcome outcome;
        function_.range(context, outcome);
        if (!outcome.any) continue;
        if (outcome.histogram) return false;
        values[i] = outcome.value;
        present[i] = 1;
        any = true;
      }
    }
    if (function_.expects_counter && any) RemarkOnName(ev, series.labels, range.span);
  }
  if (AnyTwice(ev, out.series)) return false;
  // One window after the other is in memory, beside what came of them.
  out.samples = static_cast<std::int64_t>(largest + range.inputs.size());
  out.Finish();
  return true;
}

bool RangeCallNode::EvalTogether(Evaluator& ev, const RangeSource::Range& range,
                                 const storage::Series& input, const Steps& steps,
                                 FloatPoints& out) const {
  if (function_.range_block == nullptr || arguments_.size() != 1 || range.anchored ||
      range.smoothed || range.shift.at || !input.histograms.empty()) {
    return false;
  }
  constexpr std::int64_t kTogether = 1024;
  const std::int64_t offset = ToMilliseconds(range.shift.offset);
  const std::int64_t length = ToMilliseconds(range.length);
  // Outside of these steps there is nothing to see.
  if (input.float_times.empty()) return true;
  std::int64_t first = steps.start;
  const std::int64_t from_first = input.float_times[0] + offset - first;
  if (from_first > 0) first += (from_first + steps.interval - 1) / steps.interval * steps.interval;
  const std::int64_t last = std::min(steps.end, input.float_times.back() + offset + length);
  std::vector<Window> windows;
  std::vector<double> values;
  std::vector<std::uint8_t> present;
  for (std::int64_t start = first; start <= last; start += kTogether * steps.interval) {
    const std::int64_t end = std::min(last, start + (kTogether - 1) * steps.interval);
    const auto count = static_cast<std::size_t>((end - start) / steps.interval) + 1;
    windows.resize(count);
    values.assign(count, 0);
    present.assign(count, 0);
    RisingCount from(input.float_times, start - offset - length);
    RisingCount to(input.float_times, start - offset);
    std::int64_t until = start - offset;
    for (Window& window : windows) {
      window = {.begin = from.UpTo(until - length), .end = to.UpTo(until)};
      until += steps.interval;
    }
    // One window at a time is counted, as if it were alone.
    const auto largest = static_cast<std::int64_t>(LargestOf(windows));
    ev.samples += largest;
    ev.CheckSamples();
    ev.samples -= largest;
    ev.CheckTime(count + windows.back().end - windows.front().begin);
    function_.range_block({.floats = input.floats,
                           .times = input.float_times,
                           .windows = windows,
                           .first_until = start - offset,
                           .interval = steps.interval,
                           .length = range.length},
                          values, present);
    for (std::size_t i = 0; i < count; ++i) {
      if (present[i] == 0) continue;
      out.push_back({start + static_cast<std::int64_t>(i) * steps.interval, values[i]});
    }
  }
  return true;
}

}  // namespace check::promql
