#ifndef LIBCHECK_MODEL_HISTOGRAM_H_
#define LIBCHECK_MODEL_HISTOGRAM_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/sample.h"

/// Native histograms with the arithmetic of Prometheus, rounding included: tests and rules compare
/// results bit for bit.
namespace check::model {

/// What is known about the histogram before this one in a series.
enum class CounterResetHint : std::uint8_t { kUnknown, kReset, kNotReset, kGauge };

/// As histogram notation spells it: "unknown", "reset", "not_reset" or "gauge".
std::string_view ToString(CounterResetHint hint);

/// A run of buckets.
struct BucketSpan {
  std::int32_t offset = 0;  ///< From the end of the span before; of the first span, from index 0.
  std::uint32_t length = 0;
  friend bool operator==(const BucketSpan&, const BucketSpan&) = default;
};

/// The schema of histograms whose bounds are given one by one.
inline constexpr std::int32_t kCustomBuckets = -53;
/// Exponential schemas: a factor of 2^(2^-schema) between bounds.
inline constexpr std::int32_t kMinSchema = -4;
inline constexpr std::int32_t kMaxSchema = 8;

inline bool IsExponentialSchema(std::int32_t schema) {
  return schema >= kMinSchema && schema <= kMaxSchema;
}

/// One side of a histogram: which buckets there are, and how much is in each.
struct BucketSide {
  std::vector<BucketSpan> spans;
  std::vector<double> counts;
};

/// A bucket as it is seen from outside.
struct Bucket {
  double lower = 0;
  double upper = 0;
  bool lower_inclusive = false;
  bool upper_inclusive = false;
  double count = 0;
  std::int32_t index = 0;

  /// "(0.5,1]:3"
  std::string ToString() const;
};

/// What came of adding or subtracting.
struct CombineResult {
  bool compatible =
      true;  ///< False: one has custom buckets and the other has not. Nothing was done.
  bool reset_collision = false;    ///< One said "reset", the other "not reset".
  bool bounds_reconciled = false;  ///< Custom bounds differed; those they share remain.
};

struct FloatHistogram {
  CounterResetHint hint = CounterResetHint::kUnknown;
  std::int32_t schema = 0;
  double zero_threshold = 0;
  double zero_count = 0;
  double count = 0;
  double sum = 0;
  BucketSide positive;
  BucketSide negative;
  /// Upper bounds, rising; the last bucket, which reaches to infinity, has none. Shared, since all
  /// histograms of a series have the same ones. Null: none.
  std::shared_ptr<const std::vector<double>> custom_bounds;

  bool uses_custom_buckets() const { return schema == kCustomBuckets; }
  std::span<const double> bounds() const {
    return custom_bounds ? std::span<const double>(*custom_bounds) : std::span<const double>();
  }

  /// Multiplies all counts and the sum. A negative factor makes it a gauge.
  void Multiply(double factor);
  /// Divides likewise. Zero takes the buckets away.
  void Divide(double divisor);

  /// Adds `other`, bringing both to the coarser schema and the wider zero bucket.
  CombineResult Add(const FloatHistogram& other);
  CombineResult Subtract(const FloatHistogram& other);
  /// Adds `other`, keeping what rounding loses in `lost`, which is made when there is none yet.
  CombineResult KahanAdd(const FloatHistogram& other, std::optional<FloatHistogram>& lost);

  /// A copy in a coarser schema; its hint is unknown unless the schema is the same.
  FloatHistogram InSchema(std::int32_t target) const;

  /// Drops empty buckets at the ends of spans, and those in the middle where there are more than
  /// `max_empty` together; joins spans that are `max_empty` or fewer apart.
  void Compact(std::size_t max_empty);

  /// Whether the counter started again between `previous` and this one.
  bool DetectReset(const FloatHistogram& previous) const;

  /// Keeps what lies below (`upper`) or above `limit`, interpolating in the bucket it falls into.
  void Trim(double limit, bool upper);

  bool HasOverflow() const;

  /// Equal bit for bit, spans of no buckets aside. Hints are not compared.
  bool SameAs(const FloatHistogram& other) const;

  /// Why Prometheus would refuse to store it, in its words, or nothing.
  std::optional<std::string> Problem() const;

  /// What it counts for against the limit on samples, in samples.
  std::size_t SizeInBytes() const;
  std::size_t PointSize() const { return (SizeInBytes() + 8) / 16; }

  /// "{count:3, sum:4.5, (0.5,1]:3}"
  std::string ToString() const;
  /// "{{schema:1 count:3 sum:4.5 buckets:[3]}}", the notation of unit tests.
  std::string TestExpression() const;
};

/// Upper bound of the bucket with this index.
double BucketBound(std::int32_t index, std::int32_t schema, std::span<const double> custom_bounds);

bool SameBounds(std::span<const double> a, std::span<const double> b);
/// Equal but for spans that hold no buckets.
bool SameSpans(std::span<const BucketSpan> a, std::span<const BucketSpan> b);

/// Where in the bucket `value` lies, from 0 at the lower bound to 1 at the upper one.
double FractionBelow(const Bucket& bucket, double value, bool linear);

/// Walks one side away from zero.
class SideIterator {
 public:
  SideIterator(const FloatHistogram& histogram, bool positive)
      : histogram_(histogram),
        side_(positive ? histogram.positive : histogram.negative),
        positive_(positive) {}
  bool Next();
  Bucket At() const;
  std::size_t position() const { return count_index_ - 1; }
  double count() const { return side_.counts[count_index_ - 1]; }
  std::int32_t index() const { return index_; }

 private:
  const FloatHistogram& histogram_;
  const BucketSide& side_;
  bool positive_;
  std::size_t span_ = 0;
  std::uint32_t in_span_ = 0;
  std::size_t count_index_ = 0;
  std::int32_t index_ = 0;
};

/// All buckets, from the lowest to the highest or the other way, the zero bucket among them if it
/// holds anything. Where a bucket overlaps the zero bucket it is cut at the threshold.
std::vector<Bucket> AllBuckets(const FloatHistogram& histogram, bool descending = false);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_HISTOGRAM_H_
