#ifndef LIBCHECK_STORAGE_MEMORY_H_
#define LIBCHECK_STORAGE_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/storage/histogram_chunk.h"
#include "libcheck/storage/queryable.h"

namespace check::storage {

/// Series kept in memory: what unit tests load and rules record. Samples of a series must come in
/// order of time; series can be added at any moment.
class MemoryStore final : public Queryable {
 public:
  MemoryStore() = default;

  /// Adds a float or, if `histogram` is set, a histogram. `start` is when the counting began; 0 if
  /// that is not known.
  ///
  /// The error says why Prometheus would refuse the sample, in its words: "out of order sample",
  /// "duplicate sample for timestamp", or what is wrong with the histogram. The same sample twice
  /// is fine.
  Result<bool> Append(model::Labels labels, std::int64_t time, double value,
                      model::HistogramPtr histogram = nullptr, std::int64_t start = 0);

  /// A handle that spares looking the series up for every sample.
  std::size_t SeriesIndex(model::Labels labels);
  Result<bool> AppendAt(std::size_t series, std::int64_t time, double value,
                        model::HistogramPtr histogram = nullptr, std::int64_t start = 0);

  /// Marks the series as ended at `time`, until the next sample. Errors as above.
  Result<bool> AppendStale(std::size_t series, std::int64_t time);

  /// Whether the last sample of the series, markers omitted, is a histogram.
  bool EndsInHistogram(std::size_t series) const {
    return series_[series].last_kind == Stored::Kind::kHistogram;
  }

  /// Gives a series that has no samples yet floats that are `step` > 0 apart.
  void Fill(std::size_t series, std::int64_t start, std::int64_t step, std::vector<double> floats);
  /// Gives a series that has no samples yet one float for each time; times rise.
  void SetFloats(std::size_t series, TimeColumn times, std::vector<double> floats);
  /// Promises what CompleteUntil() says, instead of what was promised before.
  void SetComplete(std::string_view metric, std::int64_t time);
  /// The same for every metric that has no promise of its own.
  void SetAllComplete(std::int64_t time) { all_complete_until_ = time; }

  Result<bool> Select(std::span<const CompiledMatcher> matchers, TimeRange range, std::size_t known,
                      std::vector<const Series*>& found) override;
  std::size_t series_count() const override { return series_.size(); }
  std::int64_t CompleteUntil(std::string_view metric) const override;
  model::LabelTable& labels() override { return table_; }

  const Series& series(std::size_t index) const { return series_[index].columns; }

 private:
  struct Stored {
    Series columns;
    HistogramChunk chunk;
    std::int64_t last_time = 0;
    bool any = false;
    bool ended = false;  // The last sample is a marker.
    enum class Kind : std::uint8_t { kFloat, kHistogram } last_kind = Kind::kFloat;
    double last_float = 0;
    model::HistogramPtr last_histogram;  // As it was given.
  };
  using Postings = std::vector<std::uint32_t>;

  static Result<bool> CheckTime(const Stored& stored, std::int64_t time, double value,
                                bool is_histogram, bool same);
  static std::string DuplicateText(const Stored& stored, std::int64_t time, double value,
                                   bool is_histogram);
  const Postings* Find(std::string_view name, std::string_view value) const;

  model::LabelTable table_;
  std::deque<Stored> series_;  // Which never moves what is in it.
  std::unordered_map<model::Labels, std::uint32_t> by_labels_;
  // For each label name, by value: which series have it, rising.
  std::unordered_map<const model::Symbol*, std::unordered_map<const model::Symbol*, Postings>>
      index_;
  std::map<std::string, std::int64_t, std::less<>> complete_until_;  // By metric.
  std::int64_t all_complete_until_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace check::storage

#endif  // LIBCHECK_STORAGE_MEMORY_H_
