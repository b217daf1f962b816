#include "libcheck/api/bucket_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace check::api {
namespace {

BucketStatistics Summarize(std::span<const std::int64_t> populated, std::int64_t total) {
  BucketStatistics statistics = {.min = populated.front(), .total = total};
  std::int64_t sum = 0;
  for (const std::int64_t count : populated) {
    sum += count;
    statistics.min = std::min(statistics.min, count);
    statistics.max = std::max(statistics.max, count);
  }
  statistics.average = static_cast<double>(sum) / static_cast<double>(populated.size());
  return statistics;
}

// Whether a count is not zero when it is cut off to a whole number. What has no whole number (NaN,
// and what is too large) becomes some other one.
bool IsPopulated(double count) { return !(count > -1 && count < 1); }

}  // namespace

std::string BucketStatistics::ToString() const {
  std::string text = fmt::format("{}/{:.3f}/{}", min, average, max);
  return max == total ? text : fmt::format("{}/{}", text, total);
}

std::optional<BucketStatistics> StatisticsOfNative(
    std::span<const std::vector<BucketBounds>> samples) {
  if (samples.size() < 2) return std::nullopt;
  std::vector<std::int64_t> populated;
  std::set<BucketBounds> all;
  for (const std::vector<BucketBounds>& buckets : samples) {
    populated.push_back(static_cast<std::int64_t>(buckets.size()));
    all.insert(buckets.begin(), buckets.end());
  }
  return Summarize(populated, static_cast<std::int64_t>(all.size()));
}

Result<std::optional<BucketStatistics>> StatisticsOfClassic(std::vector<ClassicBucket> buckets) {
  // Prometheus: the first that came says how many samples there are, which are compared in the
  // order of their upper bounds.
  if (buckets.empty() || buckets.front().points.size() < 2)
    return std::optional<BucketStatistics>();
  std::vector<std::int64_t> populated(buckets.front().points.size());
  std::stable_sort(buckets.begin(), buckets.end(),
                   [](const ClassicBucket& a, const ClassicBucket& b) { return a.le < b.le; });
  for (std::size_t time = 0; time < populated.size(); ++time) {
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      if (time >= buckets[i].points.size()) break;
      const promql::FloatPoint& point = buckets[i].points[time];
      double count = point.value;
      if (i > 0) {
        const promql::FloatPoint& below = buckets[i - 1].points[time];
        if (below.time != point.time) return Error{"matrix result is not time aligned"};
        count -= below.value;
      }
      if (IsPopulated(count)) ++populated[time];
    }
  }
  return std::optional(Summarize(populated, static_cast<std::int64_t>(buckets.size())));
}

void BucketSummary::Distribution::Add(std::int64_t number) {
  min = std::min(min, number);
  max = std::max(max, number);
  ++count;
  const auto n = static_cast<double>(count);
  average += static_cast<double>(number) / n - average / n;
}

std::string BucketSummary::Distribution::ToString() const {
  return fmt::format("{}/{:.3f}/{}", min, average, max);
}

void BucketSummary::Add(const BucketStatistics& statistics) {
  min_.Add(statistics.min);
  // Prometheus: averages are cut off to whole numbers.
  average_.Add(static_cast<std::int64_t>(statistics.average));
  max_.Add(statistics.max);
  total_.Add(statistics.total);
}

std::string BucketSummary::ToString() const {
  std::string text = fmt::format(
      "histogram series ({} in total):\n- min populated: {}\n- avg populated: {}\n"
      "- max populated: {}",
      count(), min_.ToString(), average_.ToString(), max_.ToString());
  if (max_ != total_) text += fmt::format("\n- total: {}", total_.ToString());
  return text;
}

}  // namespace check::api
