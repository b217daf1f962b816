#ifndef LIBCHECK_PUSH_SERIES_READER_H_
#define LIBCHECK_PUSH_SERIES_READER_H_

#include <cstddef>

#include "libcheck/push/request_source.h"
#include "libcheck/storage/memory.h"

namespace check::push {

/// Makes requests of the series in a store, native histograms included, for what is read from
/// answers of servers.
class SeriesReader final : public RequestSource {
 public:
  /// `store` and `extra`, which has labels for series without one of the name, have to live as
  /// long.
  SeriesReader(const storage::MemoryStore& store, const ExtraLabels& extra,
               std::size_t most_samples = 5000);

  bool Next(WriteRequest& request) override;

 private:
  void AddSeries(const storage::Series& from, bool is_histogram, WriteRequest& request) const;

  const storage::MemoryStore& store_;
  const ExtraLabels& extra_;
  std::size_t most_samples_;
  // Where the next part begins.
  std::size_t series_index_ = 0;
  std::size_t float_index_ = 0;
  std::size_t histogram_index_ = 0;
};

}  // namespace check::push

#endif  // LIBCHECK_PUSH_SERIES_READER_H_
