#ifndef LIBCHECK_UNITTEST_INPUT_H_
#define LIBCHECK_UNITTEST_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/storage/memory.h"
#include "libcheck/unittest/ahead.h"
#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

namespace check::unittest {

/// The input series of a test group, handed to the store as time goes on.
class Input {
 public:
  /// Reads what `group` says. Returns what is wrong with it.
  std::optional<Failure> Read(const SourceFile& file, const TestGroup& group, Arena& arena,
                              storage::MemoryStore& store);

  /// Calls `visit(labels)` for each series.
  template <typename Visit>
  void ForEachSeries(Visit&& visit) const {
    for (const Column& column : columns_) visit(column.labels);
  }
  bool any_histogram() const;

  /// From now on the series that `plan` allows come into the store with all their samples up to
  /// `last`, in milliseconds, at once, and the store is told up to when metrics are complete. To be
  /// called once, before AppendTill.
  void LoadAhead(const AheadPlan& plan, std::int64_t last, storage::MemoryStore& store);

  /// Puts the samples up to `time` into the store. A series is made when its first sample comes,
  /// since selectors give series in the order in which they were made. Returns why that is
  /// impossible, in Prometheus's words; the next call will try again.
  std::optional<std::string> AppendTill(std::int64_t time, storage::MemoryStore& store);

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

  void AppendColumn(Column& column, storage::MemoryStore& store) const;
  std::optional<std::string> AppendColumnTill(Column& column, std::int64_t time,
                                              storage::MemoryStore& store) const;
  void Promise(std::int64_t time, storage::MemoryStore& store);
  std::int64_t TimeOf(std::uint64_t index) const;
  // The start timestamp of the next value, which is at `time`.
  static std::int64_t StartAt(const Column& column, std::int64_t time);

  std::int64_t start_ns_ = 0;
  std::int64_t step_ns_ = 0;
  std::int64_t last_ = 0;  // Of LoadAhead.
  std::vector<Column> columns_;
  // By metric, of those that become complete: when series that are still to come begin, falling.
  std::map<std::string_view, std::vector<std::int64_t>> to_come_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_INPUT_H_
