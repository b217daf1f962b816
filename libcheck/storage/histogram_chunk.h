#ifndef LIBCHECK_STORAGE_HISTOGRAM_CHUNK_H_
#define LIBCHECK_STORAGE_HISTOGRAM_CHUNK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/sample.h"

namespace check::storage {

/// What Prometheus's storage does to histograms, and queries can see: those in a row share a chunk
/// and with it one bucket layout, and where in its chunk a histogram lies decides which counter
/// reset hint it comes back with: the first one knows nothing, the others are known to go on from
/// the one before. Nothing is encoded here; the chunk's size is only reckoned, since a full chunk
/// ends the row.
class HistogramChunk {
 public:
  /// Takes in the last of `histograms`, giving it, and those in its chunk, hint and layout.
  void Append(std::int64_t time, std::vector<model::HistogramPtr>& histograms);

  /// Another kind of sample, or a stale marker, came: the next histogram begins a chunk.
  void End() { open_ = false; }

 private:
  struct XorState {
    double value = 0;
    std::uint8_t leading = 0xff;
    std::uint8_t trailing = 0;
  };

  bool Fits(const model::FloatHistogram& next) const;
  bool IsFull(std::int64_t time);
  void Begin(std::int64_t time, std::vector<model::HistogramPtr>& histograms);
  void Continue(std::int64_t time, std::vector<model::HistogramPtr>& histograms);
  void CountFirst(std::int64_t time, const model::FloatHistogram& first);
  void CountNext(std::int64_t time, const model::FloatHistogram& next);
  void CountXor(XorState& state, double value);
  std::size_t bytes() const { return (bits_ + 7) / 8; }

  bool open_ = false;
  bool gauge_ = false;
  std::size_t first_ = 0;  // Index of the chunk's first histogram.
  std::size_t count_ = 0;
  model::HistogramPtr last_;  // In the chunk's layout.

  // Size and end, as Prometheus reckons them.
  std::size_t bits_ = 0;
  std::int64_t min_time_ = 0;
  std::int64_t last_time_ = 0;
  std::int64_t last_delta_ = 0;
  std::int64_t next_at_ = 0;
  bool end_computed_ = false;
  std::vector<std::int64_t> times_;
  std::vector<XorState> fields_;  // Count, zero count, sum, then the buckets.
};

}  // namespace check::storage

#endif  // LIBCHECK_STORAGE_HISTOGRAM_CHUNK_H_
