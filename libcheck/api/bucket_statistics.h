#ifndef LIBCHECK_API_BUCKET_STATISTICS_H_
#define LIBCHECK_API_BUCKET_STATISTICS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/promql/value.h"

/// How well the buckets of histograms are used, over time: what `query analyze` reports.
namespace check::api {

/// The bounds of a bucket, as the API has them.
struct BucketBounds {
  int closed = 0;  ///< 0: above only; 1: below only; 2: neither; 3: both.
  double lower = 0;
  double upper = 0;

  friend auto operator<=>(const BucketBounds&, const BucketBounds&) = default;
};

/// Of one histogram: how many buckets are populated, at least, on average and at most, and how
/// many there are at any time.
struct BucketStatistics {
  std::int64_t min = 0;
  double average = 0;
  std::int64_t max = 0;
  std::int64_t total = 0;

  /// "3/4.500/6", and "/10" behind it if that is the total and another number.
  std::string ToString() const;
};

/// Of a native histogram with the populated buckets `samples` at one time after the other. Nothing
/// for fewer than two.
std::optional<BucketStatistics> StatisticsOfNative(
    std::span<const std::vector<BucketBounds>> samples);

/// The series of one bucket of a classic histogram.
struct ClassicBucket {
  double le = 0;
  std::span<const promql::FloatPoint> points;
};

/// Of a classic histogram. Nothing for fewer than two samples; the error is that the samples are
/// not of the same times.
Result<std::optional<BucketStatistics>> StatisticsOfClassic(std::vector<ClassicBucket> buckets);

/// Of many histograms: each line says between what and what a figure lies, and its average.
class BucketSummary {
 public:
  void Add(const BucketStatistics& statistics);
  std::size_t count() const { return min_.count; }
  /// "histogram series (2 in total):\n- min populated: 1/1.500/2\n..."
  std::string ToString() const;

 private:
  struct Distribution {
    std::int64_t min = std::numeric_limits<std::int64_t>::max();
    std::int64_t max = 0;
    std::size_t count = 0;
    double average = 0;

    void Add(std::int64_t number);
    std::string ToString() const;
    friend bool operator==(const Distribution&, const Distribution&) = default;
  };
  Distribution min_, average_, max_, total_;
};

}  // namespace check::api

#endif  // LIBCHECK_API_BUCKET_STATISTICS_H_
