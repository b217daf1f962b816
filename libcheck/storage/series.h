#ifndef LIBCHECK_STORAGE_SERIES_H_
#define LIBCHECK_STORAGE_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/labels.h"
#include "libcheck/model/sample.h"

namespace check::storage {

/// Timestamps in milliseconds, rising. As long as they keep to a regular grid they are a start, a
/// step and a count.
class TimeColumn {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::int64_t operator[](std::size_t i) const {
    return irregular_.empty() ? start_ + static_cast<std::int64_t>(i) * step_ : irregular_[i];
  }
  std::int64_t back() const { return (*this)[size_ - 1]; }

  void push_back(std::int64_t time);
  /// `count` timestamps instead of all there were; `step` > 0.
  void AssignGrid(std::int64_t start, std::int64_t step, std::size_t count);

  /// Number of timestamps that are at or before `time`.
  std::size_t CountUpTo(std::int64_t time) const;
  /// The same, quickly if it is not far from `hint`, the answer to an earlier question.
  std::size_t CountUpTo(std::int64_t time, std::size_t hint) const;

 private:
  std::int64_t start_ = 0;
  std::int64_t step_ = 0;
  std::size_t size_ = 0;
  std::vector<std::int64_t> irregular_;
};

/// The samples of one series in columns. Floats and histograms may follow each other in any order;
/// no two samples have the same time.
struct Series {
  model::Labels labels;

  TimeColumn float_times;
  std::vector<double> floats;
  std::vector<std::int64_t> float_starts;  ///< Start timestamps; empty, or one for each float.

  TimeColumn histogram_times;
  std::vector<model::HistogramPtr> histograms;
  std::vector<std::int64_t> histogram_starts;  ///< Likewise.

  /// When the series was marked as ended. Such samples are in no other column.
  TimeColumn stale_times;
};

}  // namespace check::storage

#endif  // LIBCHECK_STORAGE_SERIES_H_
