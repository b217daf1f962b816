#include "libcheck/unittest/input.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/unittest/clock.h"
#include "libcheck/unittest/input_text.h"

namespace check::unittest {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

// With values, sorted.
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

// Why the store would not take such labels; empty if it would.
std::string RefusalOf(const Labels& labels) {
  if (labels.empty()) return "empty labelset: invalid sample";
  // Prometheus: a name without letters counts as a repetition of the name before the first one.
  std::string_view before;
  for (const auto& [name, value] : labels) {
    if (name == before) return "label name " + GoQuote(name) + " is not unique: invalid sample";
    before = name;
  }
  return {};
}

}  // namespace

std::optional<Failure> Input::Read(const SourceFile& file, const TestGroup& group, Arena& arena,
                                   storage::MemoryStore& store) {
  start_ns_ = group.start.value_or(0);
  step_ns_ = group.interval.value.count();
  std::unordered_map<model::Labels, std::size_t> known;
  std::vector<Failure> failures =
      ReadInputText(file, group, arena, /*all=*/false, [&](InputLine line) {
        Labels labels(line.series.labels.begin(), line.series.labels.end());
        std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
        std::sort(labels.begin(), labels.end());
        std::string refused = RefusalOf(labels);
        // Of labels given twice one will do: the store never gets to see the series.
        labels.erase(std::unique(labels.begin(), labels.end(),
                                 [](const auto& a, const auto& b) { return a.first == b.first; }),
                     labels.end());
        const model::Labels set = store.labels().Make(labels);
        // Of two series with the same labels the last one counts.
        const auto [at, is_new] = known.try_emplace(set, columns_.size());
        if (is_new) columns_.push_back({.labels = set});
        Column& column = columns_[at->second];
        column.refused = std::move(refused);
        column.values = std::move(line.series.values);
        column.starts = std::move(line.starts);
      });
  if (failures.empty()) return std::nullopt;
  return std::move(failures.front());
}

bool Input::any_histogram() const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [](const Column& column) { return column.values.any_histogram(); });
}

void Input::LoadAhead(const AheadPlan& plan, std::int64_t last, storage::MemoryStore& store) {
  // Between two samples of the same millisecond the second would be refused, in its time.
  if (!plan.any() || step_ns_ % kMillisecond != 0 || last < MillisecondsAt(start_ns_, 0)) return;
  last_ = last;
  plan.ForEachRead([&](std::string_view metric) {
    if (plan.MayLoad(metric)) to_come_[metric];
  });
  std::set<std::string_view> waiting;
  for (Column& column : columns_) {
    const std::string_view metric = column.labels.metric_name();
    column.ahead = column.refused.empty() && column.starts.empty() &&
                   !column.values.any_histogram() && plan.MayLoad(metric);
    if (!column.ahead) {
      waiting.insert(metric);
      continue;
    }
    std::size_t first = 0;
    while (first < column.values.size() && column.values[first].omitted) ++first;
    column.first = first < column.values.size() ? TimeOf(first) : last + 1;
    if (column.first <= last) to_come_[metric].push_back(column.first);
  }
  std::erase_if(columns_,
                [&](const Column& column) { return column.ahead && column.first > last; });
  for (const std::string_view metric : waiting) to_come_.erase(metric);
  for (auto& [metric, times] : to_come_) std::sort(times.rbegin(), times.rend());
  Promise(std::numeric_limits<std::int64_t>::min(), store);
}

// Tells the store up to when metrics are complete if what begins at or before `time` is there.
void Input::Promise(std::int64_t time, storage::MemoryStore& store) {
  for (auto& [metric, times] : to_come_) {
    while (!times.empty() && times.back() <= time) times.pop_back();
    store.SetComplete(metric, times.empty() ? last_ : times.back() - 1);
  }
}

std::int64_t Input::TimeOf(std::size_t index) const {
  const auto steps = static_cast<std::int64_t>(index);
  if (steps > std::numeric_limits<std::int64_t>::max() / step_ns_) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return MillisecondsAt(start_ns_, steps * step_ns_);
}

// Makes the series with all its samples.
void Input::AppendColumn(Column& column, storage::MemoryStore& store) const {
  column.series = store.SeriesIndex(column.labels);
  const std::int64_t step = step_ns_ / kMillisecond;
  const std::int64_t start = MillisecondsAt(start_ns_, 0);
  const std::size_t wanted = static_cast<std::size_t>((last_ - start) / step) + 1;
  if (column.values.all_floats()) {
    std::vector<double> floats = column.values.TakeFloats();
    if (floats.size() > wanted) floats.resize(wanted);
    store.Fill(*column.series, start, step, std::move(floats));
    return;
  }
  std::int64_t time = start;
  for (std::size_t i = 0; i < std::min(wanted, column.values.size()); ++i, time += step) {
    const promql::SequenceValue value = column.values[i];
    if (value.stale) {
      (void)store.AppendStale(*column.series, time).ok();
    } else if (!value.omitted) {
      (void)store.AppendAt(*column.series, time, value.value).ok();
    }
  }
}

std::int64_t Input::StartAt(const Column& column, std::size_t i, std::int64_t time) {
  if (column.starts.empty()) return 0;
  const promql::SequenceValue offset = column.starts[i];
  return offset.omitted ? 0 : time + static_cast<std::int64_t>(offset.value);
}

std::optional<std::string> Input::AppendColumnTill(Column& column, std::int64_t time,
                                                   storage::MemoryStore& store) const {
  // Prometheus: of a series that ended in a histogram, markers are stored after whatever else comes
  // in the same step, and are refused then, as too old.
  std::vector<std::int64_t> markers;
  bool opening = true;
  for (; column.next < column.values.size(); ++column.next) {
    const std::int64_t at = TimeOf(column.next);
    if (at > time) break;
    const promql::SequenceValue value = column.values[column.next];
    if (value.omitted) continue;
    if (!column.refused.empty()) return column.refused;
    if (!column.series) column.series = store.SeriesIndex(column.labels);
    if (value.stale && opening && store.EndsInHistogram(*column.series)) {
      markers.push_back(at);
      continue;
    }
    opening = opening && value.stale;
    if (!opening) markers.clear();
    const Result<bool> appended =
        value.stale ? store.AppendStale(*column.series, at)
                    : store.AppendAt(*column.series, at, value.value, value.histogram,
                                     StartAt(column, column.next, at));
    if (!appended) return appended.error().message;
  }
  for (const std::int64_t at : markers) (void)store.AppendStale(*column.series, at).ok();
  return std::nullopt;
}

std::optional<std::string> Input::AppendTill(std::int64_t time, storage::MemoryStore& store) {
  bool any_complete = false;
  for (Column& column : columns_) {
    if (!column.ahead) {
      if (auto problem = AppendColumnTill(column, time, store)) return problem;
    } else if (column.first <= time) {
      AppendColumn(column, store);
      any_complete = true;
    }
  }
  if (any_complete) {
    std::erase_if(columns_, [](const Column& column) { return column.ahead && column.series; });
    Promise(time, store);
  }
  return std::nullopt;
}

}  // namespace check::unittest
