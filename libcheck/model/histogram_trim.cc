#include <cmath>

#include "libcheck/model/histogram.h"

namespace check::model {
namespace {

struct Kept {
  double count = 0;
  double midpoint = 0;
};

double FiniteOrZero(double value) { return std::isinf(value) ? 0 : value; }

// Prometheus: a bucket that reaches to infinity is kept whole, dropped whole, or, where its other
// end allows that, taken to begin at zero.
Kept TrimInfinite(const Bucket& bucket, double limit, bool upper) {
  if (bucket.lower == -kInf) {
    if (upper) {
      if (limit >= bucket.upper) return {bucket.count, 0};
      if (limit > 0 && bucket.upper > 0 && bucket.upper != kInf) {
        return {bucket.count * limit / bucket.upper, limit / 2};
      }
      if (bucket.upper <= 0) return {bucket.count, limit};
      return {0, FiniteOrZero(bucket.upper)};
    }
    if (limit <= bucket.lower) return {bucket.count, 0};
    if (limit >= 0 && bucket.upper > limit && bucket.upper != kInf) {
      return {bucket.count * (1 - limit / bucket.upper), (limit + bucket.upper) / 2};
    }
    return {0, FiniteOrZero(bucket.upper)};
  }
  if (!upper && limit >= bucket.lower) return {bucket.count, limit};
  return {0, FiniteOrZero(bucket.lower)};
}

double Midpoint(double lower, double upper, bool positive, bool linear) {
  if (std::isinf(lower)) {
    if (std::isinf(upper)) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (std::isinf(upper)) return lower;
  if (linear) return (lower + upper) / 2;
  const double geometric = std::sqrt(std::abs(lower * upper));
  return positive ? geometric : -geometric;
}

double CountBelow(const Bucket& bucket, double limit, bool linear) {
  if (limit <= bucket.lower) return 0;
  if (limit >= bucket.upper) return bucket.count;
  return bucket.count * FractionBelow(bucket, limit, linear);
}

Kept TrimBucket(const Bucket& bucket, double limit, bool upper, bool positive, bool linear) {
  if (bucket.lower == -kInf || bucket.upper == kInf) return TrimInfinite(bucket, limit, upper);
  const double below = CountBelow(bucket, limit, linear);
  if (upper) return {below, Midpoint(bucket.lower, limit, positive, linear)};
  return {bucket.count - below, Midpoint(limit, bucket.upper, positive, linear)};
}

Kept TrimZeroBucket(double count, double lower, double upper, double limit, bool keep_below) {
  if (keep_below) {
    if (limit <= lower) return {0, 0};
    if (limit >= upper) return {count, (lower + upper) / 2};
    return {count * ((limit - lower) / (upper - lower)), (lower + limit) / 2};
  }
  if (limit <= lower) return {count, (lower + upper) / 2};
  if (limit >= upper) return {0, 0};
  return {count * ((upper - limit) / (upper - lower)), (limit + upper) / 2};
}

}  // namespace

void FloatHistogram::Trim(double limit, bool upper) {
  const bool linear = uses_custom_buckets();
  double new_count = 0;
  double new_sum = 0;
  bool trimmed = false;
  bool populated[2] = {false, false};
  for (const bool is_positive : {true, false}) {
    BucketSide& side = is_positive ? positive : negative;
    for (SideIterator it(*this, is_positive); it.Next();) {
      const Bucket bucket = it.At();
      if (bucket.count == 0) continue;
      populated[is_positive ? 1 : 0] = true;
      const bool inside = upper ? bucket.upper <= limit : bucket.lower >= limit;
      const bool touched = upper ? bucket.lower < limit : bucket.upper > limit;
      if (inside) {
        new_count += bucket.count;
        new_sum += Midpoint(bucket.lower, bucket.upper, is_positive, linear) * bucket.count;
      } else if (touched) {
        const Kept kept = TrimBucket(bucket, limit, upper, is_positive, linear);
        new_count += kept.count;
        new_sum += kept.midpoint * kept.count;
        if (side.counts[it.position()] != kept.count) {
          side.counts[it.position()] = kept.count;
          trimmed = true;
        }
      } else {
        side.counts[it.position()] = 0;
        trimmed = true;
      }
    }
  }
  if (zero_count > 0) {
    const bool only_negative = populated[0] && !populated[1];
    const bool only_positive = populated[1] && !populated[0];
    const Kept kept = TrimZeroBucket(zero_count, only_positive ? 0 : -zero_threshold,
                                     only_negative ? 0 : zero_threshold, limit, upper);
    if (zero_count != kept.count) {
      zero_count = kept.count;
      trimmed = true;
    }
    new_sum += kept.midpoint * kept.count;
    new_count += kept.count;
  }
  if (!trimmed) return;
  count = new_count;
  sum = new_sum;
  Compact(0);
}

}  // namespace check::model
