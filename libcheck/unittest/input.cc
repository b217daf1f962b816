#include "libcheck/unittest/input.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/unittest/clock.h"
#include "libcheck/unittest/input_text.h"

namespace check::unittest {
namespace {

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
        if (is_new) columns_.push_back({.series = store.SeriesIndex(set)});
        Column& column = columns_[at->second];
        column.refused = std::move(refused);
        column.values = std::move(line.series.values);
        column.next = column.values.First();
        column.starts = std::move(line.starts);
        column.next_start = column.starts.First();
      });
  if (failures.empty()) return std::nullopt;
  return std::move(failures.front());
}

void Input::LoadAhead(const AheadPlan& plan, std::int64_t last, storage::MemoryStore& store) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  constexpr std::uint64_t kMostReserved = 1 << 20;
  // Between two samples of the same millisecond the second would be refused, in its time.
  if (!plan.any() || step_ns_ % kMillisecond != 0) return;
  const std::int64_t start = MillisecondsAt(start_ns_, 0);
  const std::int64_t step = step_ns_ / kMillisecond;
  if (last < start) return;
  const std::uint64_t wanted = static_cast<std::uint64_t>((last - start) / step) + 1;
  std::erase_if(columns_, [&](Column& column) {
    promql::SequenceValues& values = column.values;
    const model::Labels labels = store.series(column.series).labels;
    if (!column.refused.empty() || !column.starts.empty() || values.any_histogram() ||
        !plan.MayLoad(labels.metric_name())) {
      return false;
    }
    // Values up to the first gap are a grid.
    std::vector<double> floats;
    floats.reserve(std::min({wanted, values.size(), kMostReserved}));
    promql::SequenceValues::Cursor& next = column.next;
    for (; !values.AtEnd(next) && next.index < wanted && !next.value.omitted;
         values.Advance(next)) {
      floats.push_back(next.value.value);
    }
    store.Fill(column.series, start, step, std::move(floats));
    for (; !values.AtEnd(next) && next.index < wanted; values.Advance(next)) {
      if (next.value.omitted) continue;
      const std::int64_t time = start + static_cast<std::int64_t>(next.index) * step;
      (void)store.AppendAt(column.series, time, next.value.value).ok();
    }
    store.SetComplete(column.series, last);
    return true;
  });
}

std::int64_t Input::StartAt(const Column& column, std::int64_t time) {
  if (column.starts.empty() || column.next_start.value.omitted) return 0;
  return time + static_cast<std::int64_t>(column.next_start.value.value);
}

std::optional<std::string> Input::AppendTill(std::int64_t time, storage::MemoryStore& store) {
  const auto last_index =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / step_ns_);
  for (Column& column : columns_) {
    promql::SequenceValues::Cursor& next = column.next;
    while (!column.values.AtEnd(next) && next.index <= last_index) {
      const std::int64_t at =
          MillisecondsAt(start_ns_, static_cast<std::int64_t>(next.index) * step_ns_);
      if (at > time) break;
      if (!next.value.omitted) {
        if (!column.refused.empty()) return column.refused;
        const Result<bool> appended = store.AppendAt(column.series, at, next.value.value,
                                                     next.value.histogram, StartAt(column, at));
        if (!appended) return appended.error().message;
      }
      column.values.Advance(next);
      if (!column.starts.empty()) column.starts.Advance(column.next_start);
    }
  }
  return std::nullopt;
}

}  // namespace check::unittest
