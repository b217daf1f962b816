#include <algorithm>
#include <cmath>
#include <limits>

#include "libcheck/base/go_math.h"
#include "libcheck/base/number.h"
#include "libcheck/model/exponential_bounds.h"
#include "libcheck/model/histogram.h"

namespace check::model {
namespace {

double ExponentialBound(std::int32_t index, std::int32_t schema) {
  // Prometheus: the bound that would be 2^1024 is the largest number, so that only infinities go
  // into the bucket above it.
  if (schema < 0) {
    // As Go shifts: by 64 or more, nothing is left.
    const std::int64_t exponent =
        schema <= -64 ? 0 : static_cast<std::int64_t>(static_cast<std::uint64_t>(index) << -schema);
    if (exponent == 1024) return std::numeric_limits<double>::max();
    return std::ldexp(1.0, static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)));
  }
  // Nobody may ask, and there is no answer.
  if (schema > kMaxSchema) return kNaN;
  const std::int32_t step = index & ((1 << schema) - 1);
  const double fraction = kExponentialBounds[step << (kMaxSchema - schema)];
  const int exponent = (index >> schema) + 1;
  if (fraction == 0.5 && exponent == 1025) return std::numeric_limits<double>::max();
  return std::ldexp(fraction, exponent);
}

}  // namespace

double BucketBound(std::int32_t index, std::int32_t schema, std::span<const double> custom_bounds) {
  if (schema != kCustomBuckets) return ExponentialBound(index, schema);
  if (index < 0) return -kInf;
  const auto at = static_cast<std::size_t>(index);
  return at < custom_bounds.size() ? custom_bounds[at] : kInf;
}

bool SameBounds(std::span<const double> a, std::span<const double> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool SameSpans(std::span<const BucketSpan> a, std::span<const BucketSpan> b) {
  // The next span that holds buckets, with the offsets of empty ones before it added in.
  const auto next = [](std::span<const BucketSpan>& spans) {
    BucketSpan found;
    while (!spans.empty() && found.length == 0) {
      found.offset += spans.front().offset;
      found.length = spans.front().length;
      spans = spans.subspan(1);
    }
    return found;
  };
  for (;;) {
    const BucketSpan x = next(a);
    const BucketSpan y = next(b);
    if (x.length == 0 && y.length == 0) return true;
    if (x != y) return false;
  }
}

double FractionBelow(const Bucket& bucket, double value, bool linear) {
  if (linear) return (value - bucket.lower) / (bucket.upper - bucket.lower);
  const double lower = go_math::Log2(std::abs(bucket.lower));
  const double upper = go_math::Log2(std::abs(bucket.upper));
  const double at = go_math::Log2(std::abs(value));
  if (value > 0) return (at - lower) / (upper - lower);
  return 1 - ((at - upper) / (lower - upper));
}

bool SideIterator::Next() {
  if (span_ >= side_.spans.size() || count_index_ >= side_.counts.size()) return false;
  if (count_index_ == 0 && in_span_ == 0 && span_ == 0) {
    index_ = side_.spans[0].offset;
  } else {
    ++index_;
  }
  while (in_span_ >= side_.spans[span_].length) {
    in_span_ = 0;
    if (++span_ >= side_.spans.size()) return false;
    index_ += side_.spans[span_].offset;
  }
  ++in_span_;
  ++count_index_;
  return true;
}

Bucket SideIterator::At() const {
  const std::int32_t schema = histogram_.schema;
  const std::span<const double> bounds =
      positive_ ? histogram_.bounds() : std::span<const double>();
  Bucket bucket;
  bucket.count = count();
  bucket.index = index_;
  if (positive_) {
    bucket.upper = BucketBound(index_, schema, bounds);
    bucket.lower = BucketBound(index_ - 1, schema, bounds);
  } else {
    bucket.lower = -BucketBound(index_, schema, bounds);
    bucket.upper = -BucketBound(index_ - 1, schema, bounds);
  }
  if (schema == kCustomBuckets) {
    bucket.lower_inclusive = index_ == 0;
    bucket.upper_inclusive = true;
  } else {
    bucket.lower_inclusive = bucket.lower < 0;
    bucket.upper_inclusive = bucket.upper > 0;
  }
  return bucket;
}

std::vector<Bucket> AllBuckets(const FloatHistogram& histogram, bool descending) {
  std::vector<Bucket> buckets;
  buckets.reserve(histogram.negative.counts.size() + histogram.positive.counts.size() + 1);
  const double threshold = histogram.zero_threshold;
  const auto add = [&](bool positive) {
    for (SideIterator it(histogram, positive); it.Next();) {
      Bucket bucket = it.At();
      if (bucket.upper < 0 && bucket.upper > -threshold) {
        bucket.upper = -threshold;
      } else if (bucket.lower > 0 && bucket.lower < threshold) {
        bucket.lower = threshold;
      }
      buckets.push_back(bucket);
    }
  };
  add(descending);
  std::reverse(buckets.begin(), buckets.end());
  if (histogram.zero_count > 0) {
    buckets.push_back({.lower = -threshold,
                       .upper = threshold,
                       .lower_inclusive = true,
                       .upper_inclusive = true,
                       .count = histogram.zero_count});
  }
  add(!descending);
  return buckets;
}

}  // namespace check::model
