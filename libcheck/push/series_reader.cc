#include "libcheck/push/series_reader.h"

#include <algorithm>
#include <cmath>

#include "libcheck/model/histogram.h"

namespace check::push {
namespace {

bool IsWhole(double count) { return count >= 0 && count < 0x1p53 && std::trunc(count) == count; }

// Whether nothing but whole numbers were counted, as in histograms that are scraped.
bool IsInteger(const model::FloatHistogram& histogram) {
  const auto are_whole = [](const model::BucketSide& side) {
    return std::all_of(side.counts.begin(), side.counts.end(), IsWhole);
  };
  return IsWhole(histogram.count) && IsWhole(histogram.zero_count) &&
         are_whole(histogram.positive) && are_whole(histogram.negative);
}

bool AreIntegers(const storage::Series& series) {
  return std::all_of(series.histograms.begin(), series.histograms.end(),
                     [](const model::HistogramPtr& histogram) { return IsInteger(*histogram); });
}

}  // namespace

SeriesReader::SeriesReader(const storage::MemoryStore& store, const ExtraLabels& extra,
                           std::size_t most_samples)
    : store_(store), extra_(extra), most_samples_(most_samples) {
  series_ = store.series_count();
  for (std::size_t i = 0; i < series_; ++i) {
    counts_.samples += store.series(i).floats.size();
    counts_.histograms += store.series(i).histograms.size();
  }
}

void SeriesReader::AddSeries(const storage::Series& from, bool is_histogram,
                             WriteRequest& request) const {
  const std::string_view metric = from.labels.metric_name();
  const MetricType type = is_histogram ? MetricType::kHistogram : MetricType::kUnknown;
  if (request.families.empty() || request.families.back().name != metric ||
      request.families.back().type != type) {
    request.families.push_back({.name = metric, .type = type});
  }
  Series& series = request.series.emplace_back();
  series.family = request.families.size() - 1;
  for (const model::Label& label : from.labels.list()) {
    series.labels.push_back({label.name->text, label.value->text});
  }
  Complete(extra_, series.labels);
}

bool SeriesReader::Next(WriteRequest& request) {
  request.Clear();
  std::size_t samples = 0;
  for (; series_index_ < series_; ++series_index_) {
    const storage::Series& from = store_.series(series_index_);
    const bool are_integers = AreIntegers(from);
    // Receivers take all floats of a series before its histograms, so where they take turns it is
    // begun again and again, for the sake of order.
    bool was_histogram = false;
    for (bool is_first = true;; is_first = false) {
      const bool has_float = float_index_ < from.floats.size();
      const bool has_histogram = histogram_index_ < from.histograms.size();
      if (!has_float && !has_histogram) break;
      if (samples == most_samples_) return true;
      const bool is_histogram =
          !has_float || (has_histogram &&
                         from.histogram_times[histogram_index_] < from.float_times[float_index_]);
      if (is_first || is_histogram != was_histogram) AddSeries(from, is_histogram, request);
      was_histogram = is_histogram;
      Series& series = request.series.back();
      if (is_histogram) {
        const std::size_t i = histogram_index_++;
        const std::int64_t start = from.histogram_starts.empty() ? 0 : from.histogram_starts[i];
        series.histograms.push_back(
            {from.histograms[i], from.histogram_times[i], start, are_integers});
      } else {
        const std::size_t i = float_index_++;
        const std::int64_t start = from.float_starts.empty() ? 0 : from.float_starts[i];
        series.samples.push_back({from.floats[i], from.float_times[i], start});
      }
      ++samples;
    }
    float_index_ = histogram_index_ = 0;
  }
  return samples > 0;
}

}  // namespace check::push
