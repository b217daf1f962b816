#ifndef LIBCHECK_RULES_EVAL_SERIES_FEED_H_
#define LIBCHECK_RULES_EVAL_SERIES_FEED_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/promql/sequence.h"
#include "libcheck/rules/eval/ahead_plan.h"
#include "libcheck/storage/memory.h"

namespace check::rules {

/// Series whose samples come into a store as time goes on.
class SeriesFeed {
 public:
  /// The samples of each series are `step_ns` > 0 apart, the first at `start_ns` since the epoch.
  SeriesFeed(storage::MemoryStore& store, std::int64_t start_ns, std::int64_t step_ns)
      : store_(store), start_ns_(start_ns), step_ns_(step_ns) {}

  /// Adds a series, instead of the one with the same labels that is there already, if any.
  /// `labels` may be what the store refuses; it does so when their first sample comes. `starts`:
  /// start timestamps, as offsets in milliseconds, if they are known.
  void Add(std::vector<std::pair<std::string_view, std::string_view>> labels,
           promql::SequenceValues values, promql::SequenceValues starts = {});

  /// Calls `visit(labels)` for each series.
  template <typename Visit>
  void ForEachSeries(Visit&& visit) const {
    for (const Column& column : columns_) visit(column.labels);
  }
  bool any_histogram() const;

  /// From now on the series that `plan` allows come into the store with all their samples up to
  /// `last`, in milliseconds, at once, and the store is told up to when metrics are complete. To be
  /// called once, before AppendTill.
  void LoadAhead(const AheadPlan& plan, std::int64_t last);

  /// Puts the samples up to `time` into the store. A series is made when its first sample comes,
  /// since selectors give series in the order in which they were made. Returns why that is
  /// impossible, in Prometheus's words; the next call will try again.
  std::optional<std::string> AppendTill(std::int64_t time);

 private:
  struct Column {
    model::Labels labels;
    std::optional<std::size_t> series;  // Once it is in the store.
    std::string refused;                // Why the store would not take such labels.
    promql::SequenceValues values;
    promql::SequenceValues::Cursor next;
    promql::SequenceValues starts;  // Start timestamps, if any: offsets in milliseconds.
    promql::SequenceValues::Cursor next_start;
    bool ahead = false;      // It comes with all its samples,
    std::int64_t first = 0;  // at this time.
  };

  void AppendColumn(Column& column);
  std::optional<std::string> AppendColumnTill(Column& column, std::int64_t time);
  void Promise(std::int64_t time);
  std::int64_t TimeOf(std::uint64_t index) const;
  // The start timestamp of the next value, which is at `time`.
  static std::int64_t StartAt(const Column& column, std::int64_t time);

  storage::MemoryStore& store_;
  std::int64_t start_ns_;
  std::int64_t step_ns_;
  std::int64_t last_ = 0;  // Of LoadAhead.
  std::vector<Column> columns_;
  std::unordered_map<model::Labels, std::size_t> by_labels_;  // Until LoadAhead.
  // By metric, of those that become complete: when series that are still to come begin, falling.
  std::map<std::string_view, std::vector<std::int64_t>> to_come_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_SERIES_FEED_H_
