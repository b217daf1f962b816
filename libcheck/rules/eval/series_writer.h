#ifndef LIBCHECK_RULES_EVAL_SERIES_WRITER_H_
#define LIBCHECK_RULES_EVAL_SERIES_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/storage/memory.h"

namespace check::rules {

/// Which batch last touched each series of a store: what Prometheus calls an appender, of which
/// each evaluation of a rule has one.
class Batches {
 public:
  /// Begins the next batch.
  void Next() { ++current_; }

  /// Whether `series` was in this batch already; it is from now on.
  bool Touch(std::size_t series) {
    if (series >= last_.size()) last_.resize(series + 1 + series / 2);
    const bool again = last_[series] == current_;
    last_[series] = current_;
    return again;
  }
  bool Touched(std::size_t series) const {
    return series < last_.size() && last_[series] == current_;
  }

 private:
  std::uint64_t current_ = 0;
  std::vector<std::uint64_t> last_;
};

/// Writes what one rule yields into the store, and ends the series that it yields no longer.
class SeriesWriter {
 public:
  SeriesWriter(storage::MemoryStore& store, Batches& batches) : store_(store), batches_(batches) {}

  /// What follows is one evaluation.
  void Begin() {
    batches_.Next();
    written_.clear();
  }
  /// Returns why the store refuses the sample.
  std::optional<std::string> Write(std::size_t series, std::int64_t time, double value,
                                   model::HistogramPtr histogram = nullptr);
  /// Marks as stale, at `time`, what was written last time and not now.
  void End(std::int64_t time);

  /// The same for many evaluations at once: what follows are the series of all of them.
  void BeginColumns();
  /// Writes `values` where they are `present`, the first at `start`, and marks the series as stale
  /// where there is none any more. Nothing else may write the series.
  void WriteColumn(std::size_t series, std::int64_t start, std::int64_t interval,
                   std::span<const double> values, std::span<const std::uint8_t> present);
  /// Marks as stale, at `start`, what was written last and is in no column.
  void EndColumns(std::int64_t start);

 private:
  storage::MemoryStore& store_;
  Batches& batches_;
  std::vector<std::size_t> written_;
  std::vector<std::size_t> written_before_;
  std::vector<std::size_t> columns_;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_SERIES_WRITER_H_
