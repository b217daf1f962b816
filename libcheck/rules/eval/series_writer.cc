#include "libcheck/rules/eval/series_writer.h"

#include <utility>

namespace check::rules {

std::optional<std::string> SeriesWriter::Write(std::size_t series, std::int64_t time, double value,
                                               model::HistogramPtr histogram) {
  const bool again = batches_.Touch(series);
  const Result<bool> appended = store_.AppendAt(series, time, value, std::move(histogram));
  // Prometheus: of two samples in one batch the second is dropped in silence.
  if (again) return std::nullopt;
  if (!appended) return appended.error().message;
  written_.push_back(series);
  return std::nullopt;
}

void SeriesWriter::End(std::int64_t time) {
  for (const std::size_t series : written_before_) {
    if (batches_.Touched(series)) continue;
    // Prometheus: that another rule yields the series is expected, and no fault.
    (void)store_.AppendStale(series, time).ok();
  }
  std::swap(written_, written_before_);
}

void SeriesWriter::BeginColumns() {
  Begin();
  columns_.clear();
  for (const std::size_t series : written_before_) batches_.Touch(series);
}

void SeriesWriter::WriteColumn(std::size_t series, std::int64_t start, std::int64_t interval,
                               std::span<const double> values,
                               std::span<const std::uint8_t> present) {
  bool live = batches_.Touched(series);
  std::int64_t time = start;
  for (std::size_t i = 0; i < values.size(); ++i, time += interval) {
    if (present[i] == 0 && !live) continue;
    live = present[i] != 0;
    if (live) {
      (void)store_.AppendAt(series, time, values[i]).ok();
    } else {
      (void)store_.AppendStale(series, time).ok();
    }
  }
  columns_.push_back(series);
  if (live) written_.push_back(series);
}

void SeriesWriter::EndColumns(std::int64_t start) {
  batches_.Next();
  for (const std::size_t series : columns_) batches_.Touch(series);
  End(start);
}

}  // namespace check::rules
