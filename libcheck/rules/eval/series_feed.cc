#include "libcheck/rules/eval/series_feed.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/rules/eval/clock.h"

namespace check::rules {
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

void SeriesFeed::Add(Labels labels, promql::SequenceValues values, promql::SequenceValues starts) {
  std::erase_if(labels, [](const auto& label) { return label.second.empty(); });
  std::sort(labels.begin(), labels.end());
  std::string refused = RefusalOf(labels);
  // Of labels given twice one will do: the store never gets to see the series.
  labels.erase(std::unique(labels.begin(), labels.end(),
                           [](const auto& a, const auto& b) { return a.first == b.first; }),
               labels.end());
  const model::Labels set = store_.labels().Make(labels);
  const auto [at, is_new] = by_labels_.try_emplace(set, columns_.size());
  if (is_new) columns_.push_back({.labels = set});
  Column& column = columns_[at->second];
  column.refused = std::move(refused);
  column.values = std::move(values);
  column.next = column.values.First();
  column.starts = std::move(starts);
  column.next_start = column.starts.First();
}

bool SeriesFeed::any_histogram() const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [](const Column& column) { return column.values.any_histogram(); });
}

void SeriesFeed::LoadAhead(const AheadPlan& plan, std::int64_t last) {
  by_labels_.clear();
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
    const std::uint64_t first = column.values.leading_omitted();
    column.first = first < column.values.size() ? TimeOf(first) : last + 1;
    if (column.first <= last) to_come_[metric].push_back(column.first);
  }
  std::erase_if(columns_,
                [&](const Column& column) { return column.ahead && column.first > last; });
  for (const std::string_view metric : waiting) to_come_.erase(metric);
  for (auto& [metric, times] : to_come_) std::sort(times.rbegin(), times.rend());
  Promise(std::numeric_limits<std::int64_t>::min());
}

// Tells the store up to when metrics are complete if what begins at or before `time` is there.
void SeriesFeed::Promise(std::int64_t time) {
  for (auto& [metric, times] : to_come_) {
    while (!times.empty() && times.back() <= time) times.pop_back();
    store_.SetComplete(metric, times.empty() ? last_ : times.back() - 1);
  }
}

std::int64_t SeriesFeed::TimeOf(std::uint64_t index) const {
  if (index > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / step_ns_)) {
    return std::numeric_limits<std::int64_t>::max();
  }
  return MillisecondsAt(start_ns_, static_cast<std::int64_t>(index) * step_ns_);
}

// Makes the series with all its samples.
void SeriesFeed::AppendColumn(Column& column) {
  column.series = store_.SeriesIndex(column.labels);
  const std::int64_t step = step_ns_ / kMillisecond;
  const std::int64_t start = MillisecondsAt(start_ns_, 0);
  const std::uint64_t wanted = static_cast<std::uint64_t>((last_ - start) / step) + 1;
  const promql::SequenceValues& values = column.values;
  // Values up to the first gap are a grid.
  constexpr std::uint64_t kMostReserved = 1 << 20;
  std::vector<double> floats;
  floats.reserve(std::min({wanted, values.size(), kMostReserved}));
  promql::SequenceValues::Cursor& next = column.next;
  for (; !values.AtEnd(next) && next.index < wanted && !next.value.omitted && !next.value.stale;
       values.Advance(next)) {
    floats.push_back(next.value.value);
  }
  if (!floats.empty()) store_.Fill(*column.series, start, step, std::move(floats));
  for (; !values.AtEnd(next) && next.index < wanted; values.Advance(next)) {
    const promql::SequenceValue& value = next.value;
    const std::int64_t time = start + static_cast<std::int64_t>(next.index) * step;
    if (value.stale) {
      (void)store_.AppendStale(*column.series, time).ok();
    } else if (!value.omitted) {
      (void)store_.AppendAt(*column.series, time, value.value).ok();
    }
  }
}

std::int64_t SeriesFeed::StartAt(const Column& column, std::int64_t time) {
  if (column.starts.empty() || column.next_start.value.omitted) return 0;
  return time + static_cast<std::int64_t>(column.next_start.value.value);
}

std::optional<std::string> SeriesFeed::AppendColumnTill(Column& column, std::int64_t time) {
  // Prometheus: of a series that ended in a histogram, markers are stored after whatever else comes
  // in the same step, and are refused then, as too old.
  std::vector<std::int64_t> markers;
  bool opening = true;
  const auto advance = [&] {
    column.values.Advance(column.next);
    if (!column.starts.empty()) column.starts.Advance(column.next_start);
  };
  for (; !column.values.AtEnd(column.next); advance()) {
    const std::int64_t at = TimeOf(column.next.index);
    if (at > time) break;
    const promql::SequenceValue& value = column.next.value;
    if (value.omitted) continue;
    if (!column.refused.empty()) return column.refused;
    if (!column.series) column.series = store_.SeriesIndex(column.labels);
    if (value.stale && opening && store_.EndsInHistogram(*column.series)) {
      markers.push_back(at);
      continue;
    }
    opening = opening && value.stale;
    if (!opening) markers.clear();
    const Result<bool> appended = value.stale
                                      ? store_.AppendStale(*column.series, at)
                                      : store_.AppendAt(*column.series, at, value.value,
                                                        value.histogram, StartAt(column, at));
    if (!appended) return appended.error().message;
  }
  for (const std::int64_t at : markers) (void)store_.AppendStale(*column.series, at).ok();
  return std::nullopt;
}

std::optional<std::string> SeriesFeed::AppendTill(std::int64_t time) {
  bool any_complete = false;
  for (Column& column : columns_) {
    if (!column.ahead) {
      if (auto problem = AppendColumnTill(column, time)) return problem;
    } else if (column.first <= time) {
      AppendColumn(column);
      any_complete = true;
    }
  }
  if (any_complete) {
    std::erase_if(columns_, [](const Column& column) { return column.ahead && column.series; });
    Promise(time);
  }
  return std::nullopt;
}

}  // namespace check::rules
