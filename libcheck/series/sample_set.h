#ifndef LIBCHECK_SERIES_SAMPLE_SET_H_
#define LIBCHECK_SERIES_SAMPLE_SET_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcheck/promql/value.h"
#include "libcheck/storage/series.h"

namespace check::series {

/// Samples of one series as a file has them, in any order.
struct SampleColumn {
  model::Labels labels;
  storage::TimeColumn times;  ///< Not always rising; the same goes for `lines`.
  std::vector<double> floats;
  storage::TimeColumn lines;  ///< Empty, or the line of each float, from 1.
  promql::HistogramPoints histograms;
};

/// What one file says: its series, with labels of its own or of a table that lives longer.
class SampleSet {
 public:
  SampleSet() = default;
  explicit SampleSet(model::LabelTable& table) : table_(&table) {}
  SampleSet(const SampleSet&) = delete;
  SampleSet& operator=(const SampleSet&) = delete;

  model::LabelTable& labels() { return *table_; }

  /// The series, which stays where it is.
  SampleColumn& Column(model::Labels labels) {
    const auto [at, is_new] = by_labels_.try_emplace(labels, columns_.size());
    if (is_new) columns_.emplace_back().labels = labels;
    return columns_[at->second];
  }

  std::deque<SampleColumn>& columns() { return columns_; }

 private:
  model::LabelTable own_;
  model::LabelTable* table_ = &own_;
  std::deque<SampleColumn> columns_;
  std::unordered_map<model::Labels, std::size_t> by_labels_;
};

}  // namespace check::series

#endif  // LIBCHECK_SERIES_SAMPLE_SET_H_
