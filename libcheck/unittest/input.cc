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
        column.starts = std::move(line.starts);
      });
  if (failures.empty()) return std::nullopt;
  return std::move(failures.front());
}

void Input::LoadAhead(const AheadPlan& plan, std::int64_t last, storage::MemoryStore& store) {
  constexpr std::int64_t kMillisecond = 1'000'000;
  // Between two samples of the same millisecond the second would be refused, in its time.
  if (!plan.any() || step_ns_ % kMillisecond != 0) return;
  const std::int64_t start = MillisecondsAt(start_ns_, 0);
  const std::int64_t step = step_ns_ / kMillisecond;
  if (last < start) return;
  const std::size_t wanted = static_cast<std::size_t>((last - start) / step) + 1;
  std::erase_if(columns_, [&](Column& column) {
    promql::SequenceValues& values = column.values;
    const model::Labels labels = store.series(column.series).labels;
    if (!column.refused.empty() || !column.starts.empty() || values.any_histogram() ||
        !plan.MayLoad(labels.metric_name())) {
      return false;
    }
    if (values.all_floats()) {
      std::vector<double> floats = values.TakeFloats();
      if (floats.size() > wanted) floats.resize(wanted);
      store.Fill(column.series, start, step, std::move(floats));
    } else {
      std::int64_t time = start;
      for (std::size_t i = 0; i < std::min(wanted, values.size()); ++i, time += step) {
        const promql::SequenceValue value = values[i];
        if (!value.omitted) (void)store.AppendAt(column.series, time, value.value).ok();
      }
    }
    store.SetComplete(column.series, last);
    return true;
  });
}

std::int64_t Input::StartAt(const Column& column, std::size_t i, std::int64_t time) {
  if (column.starts.empty()) return 0;
  const promql::SequenceValue offset = column.starts[i];
  return offset.omitted ? 0 : time + static_cast<std::int64_t>(offset.value);
}

std::optional<std::string> Input::AppendTill(std::int64_t time, storage::MemoryStore& store) {
  for (Column& column : columns_) {
    while (column.next < column.values.size()) {
      const auto index = static_cast<std::int64_t>(column.next);
      if (index > std::numeric_limits<std::int64_t>::max() / step_ns_) break;
      const std::int64_t at = MillisecondsAt(start_ns_, index * step_ns_);
      if (at > time) break;
      const promql::SequenceValue value = column.values[column.next];
      if (!value.omitted) {
        if (!column.refused.empty()) return column.refused;
        const Result<bool> appended = store.AppendAt(
            column.series, at, value.value, value.histogram, StartAt(column, column.next, at));
        if (!appended) return appended.error().message;
      }
      ++column.next;
    }
  }
  return std::nullopt;
}

}  // namespace check::unittest
