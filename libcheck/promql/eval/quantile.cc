#include "libcheck/promql/eval/quantile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "libcheck/base/go_math.h"

namespace check::promql {
namespace {

using model::Bucket;
using model::FloatHistogram;
using model::kInf;
using model::kNaN;

// Prometheus: differences between neighbours that are smaller than this come from rounding.
constexpr double kSmallDifference = 1e-12;

void SortByBound(std::vector<ClassicBucket>& buckets) {
  std::stable_sort(
      buckets.begin(), buckets.end(),
      [](const ClassicBucket& a, const ClassicBucket& b) { return a.upper_bound < b.upper_bound; });
}

void MergeSameBounds(std::vector<ClassicBucket>& buckets) {
  std::size_t last = 0;
  for (std::size_t i = 1; i < buckets.size(); ++i) {
    if (buckets[i].upper_bound == buckets[last].upper_bound) {
      buckets[last].count += buckets[i].count;
    } else {
      buckets[++last] = buckets[i];
    }
  }
  buckets.resize(last + 1);
}

// Counts must not fall from one bucket to the next.
void ForceMonotonic(std::vector<ClassicBucket>& buckets, BucketQuantileResult& result) {
  result.min_bucket = kInf;
  result.max_bucket = -kInf;
  double previous = buckets[0].count;
  for (std::size_t i = 1; i < buckets.size(); ++i) {
    ClassicBucket& bucket = buckets[i];
    if (bucket.count == previous) continue;
    if (model::AlmostEqual(previous, bucket.count, kSmallDifference)) {
      bucket.count = previous;
    } else if (bucket.count < previous) {
      result.forced_monotonic = true;
      result.min_bucket = std::min(result.min_bucket, bucket.upper_bound);
      result.max_bucket = std::max(result.max_bucket, bucket.upper_bound);
      result.max_difference = std::max(result.max_difference, previous - bucket.count);
      bucket.count = previous;
    } else {
      previous = bucket.count;
    }
  }
}

// The rank of a value inside a bucket.
double RankIn(const Bucket& bucket, double value, double rank_before, bool linear) {
  // A bucket that reaches down to minus infinity counts as if it lay at its upper end.
  if (linear && bucket.lower == -kInf) return bucket.count;
  return rank_before + bucket.count * model::FractionBelow(bucket, value, linear);
}

// Collects the ranks of two values while buckets go by.
struct RankPair {
  double lower = 0;
  double upper = 0;
  bool lower_set = false;
  bool upper_set = false;
  bool complete() const { return lower_set && upper_set; }
};

// In the zero bucket of a histogram with buckets on one side only, nothing is on the other side.
void CutAtZero(const FloatHistogram& histogram, Bucket& bucket) {
  if (histogram.negative.counts.empty() && !histogram.positive.counts.empty()) {
    bucket.lower = 0;
  } else if (histogram.positive.counts.empty() && !histogram.negative.counts.empty()) {
    bucket.upper = 0;
  }
}

}  // namespace

bool NanFirst(double a, double b) {
  if (std::isnan(a)) return !std::isnan(b);
  return a < b;
}

double Quantile(double q, std::vector<double>& values) {
  if (values.empty() || std::isnan(q)) return kNaN;
  if (q < 0) return -kInf;
  if (q > 1) return kInf;
  std::sort(values.begin(), values.end(), NanFirst);
  const double n = static_cast<double>(values.size());
  const double rank = q * (n - 1);
  const double lower = std::max(0.0, std::floor(rank));
  const double upper = std::min(n - 1, lower + 1);
  const double weight = rank - std::floor(rank);
  return values[static_cast<std::size_t>(lower)] * (1 - weight) +
         values[static_cast<std::size_t>(upper)] * weight;
}

BucketQuantileResult BucketQuantile(double q, std::vector<ClassicBucket>& buckets) {
  BucketQuantileResult result;
  const auto give = [&](double value) {
    result.value = value;
    return result;
  };
  if (std::isnan(q)) return give(kNaN);
  if (q < 0) return give(-kInf);
  if (q > 1) return give(kInf);
  SortByBound(buckets);
  if (buckets.back().upper_bound != kInf) return give(kNaN);
  MergeSameBounds(buckets);
  ForceMonotonic(buckets, result);
  if (buckets.size() < 2) return give(kNaN);
  const double observations = buckets.back().count;
  if (observations == 0) return give(kNaN);
  double rank = q * observations;
  const auto at = std::partition_point(buckets.begin(), buckets.end() - 1,
                                       [&](const ClassicBucket& b) { return !(b.count >= rank); });
  const auto b = static_cast<std::size_t>(at - buckets.begin());
  if (b == buckets.size() - 1) return give(buckets[buckets.size() - 2].upper_bound);
  if (b == 0 && buckets[0].upper_bound <= 0) return give(buckets[0].upper_bound);
  double start = 0;
  const double end = buckets[b].upper_bound;
  double count = buckets[b].count;
  if (b > 0) {
    start = buckets[b - 1].upper_bound;
    count -= buckets[b - 1].count;
    rank -= buckets[b - 1].count;
  }
  return give(start + (end - start) * (rank / count));
}

double BucketFraction(double lower, double upper, std::vector<ClassicBucket> buckets) {
  SortByBound(buckets);
  if (buckets.back().upper_bound != kInf) return kNaN;
  MergeSameBounds(buckets);
  const double count = buckets.back().count;
  if (count == 0 || std::isnan(lower) || std::isnan(upper)) return kNaN;
  if (lower >= upper) return 0;
  RankPair ranks;
  double rank = 0;
  double lower_bound = buckets[0].upper_bound <= 0 ? -kInf : 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (i > 0) lower_bound = buckets[i - 1].upper_bound;
    const double upper_bound = buckets[i].upper_bound;
    const auto interpolate = [&](double value) {
      if (lower_bound == -kInf) return buckets[i].count;
      return rank + (buckets[i].count - rank) * (value - lower_bound) / (upper_bound - lower_bound);
    };
    const auto visit = [&](double value, double& into, bool& is_set) {
      if (!is_set && lower_bound >= value) {
        into = rank;
        is_set = true;
      }
    };
    const auto enter = [&](double value, double& into, bool& is_set) {
      if (!is_set && lower_bound < value && upper_bound > value) {
        into = interpolate(value);
        is_set = true;
      }
    };
    visit(lower, ranks.lower, ranks.lower_set);
    visit(upper, ranks.upper, ranks.upper_set);
    if (ranks.complete()) break;
    enter(lower, ranks.lower, ranks.lower_set);
    enter(upper, ranks.upper, ranks.upper_set);
    if (ranks.complete()) break;
    rank = buckets[i].count;
  }
  if (!ranks.lower_set || ranks.lower > count) ranks.lower = count;
  if (!ranks.upper_set || ranks.upper > count) ranks.upper = count;
  return (ranks.upper - ranks.lower) / count;
}

double HistogramQuantile(Evaluator& ev, double q, const FloatHistogram& histogram,
                         std::string_view metric_name, Span span) {
  if (q < 0) return -kInf;
  if (q > 1) return kInf;
  if (histogram.count == 0 || std::isnan(q)) return kNaN;
  // NaN observations are counted but lie in no bucket: then the way must be from below.
  const bool from_below = std::isnan(histogram.sum) || q < 0.5;
  double rank = (from_below ? q : 1 - q) * histogram.count;
  const std::vector<Bucket> buckets = model::AllBuckets(histogram, !from_below);
  Bucket bucket;
  double count = 0;
  std::size_t i = 0;
  for (; i < buckets.size(); ++i) {
    bucket = buckets[i];
    if (bucket.count == 0) continue;
    count += bucket.count;
    if (count >= rank) break;
  }
  const bool custom = histogram.uses_custom_buckets();
  if (!custom && bucket.lower < 0 && bucket.upper > 0) {
    CutAtZero(histogram, bucket);
  } else if (custom && bucket.lower == -kInf) {
    if (bucket.upper <= 0) return bucket.upper;
    bucket.lower = 0;
  } else if (custom && bucket.upper == kInf) {
    return bucket.lower;
  }
  if (count > histogram.count) count = histogram.count;
  if (count < rank) {
    if (!std::isnan(histogram.sum)) return bucket.upper;
    ev.Annotate(AnnotationKind::kQuantileOfNaNs, metric_name, span);
    return kNaN;
  }
  rank = from_below ? rank - (count - bucket.count) : count - rank;
  if (std::isnan(histogram.sum)) {
    // Prometheus: the bucket that interpolation goes by is the last one after this.
    for (++i; i < buckets.size(); ++i) {
      bucket = buckets[i];
      count += bucket.count;
    }
    if (count < histogram.count) {
      ev.Annotate(AnnotationKind::kQuantileSkewedByNaNs, metric_name, span);
    }
  }
  const double fraction = rank / bucket.count;
  if (custom || (bucket.lower <= 0 && bucket.upper >= 0)) {
    return bucket.lower + (bucket.upper - bucket.lower) * fraction;
  }
  const double lower = go_math::Log2(std::abs(bucket.lower));
  const double upper = go_math::Log2(std::abs(bucket.upper));
  if (bucket.lower > 0) return go_math::Exp2(lower + (upper - lower) * fraction);
  return -go_math::Exp2(upper + (lower - upper) * (1 - fraction));
}

double HistogramFraction(Evaluator& ev, double lower, double upper, const FloatHistogram& histogram,
                         std::string_view metric_name, Span span) {
  if (histogram.count == 0 || std::isnan(lower) || std::isnan(upper)) return kNaN;
  if (lower >= upper) return 0;
  const std::vector<Bucket> buckets = model::AllBuckets(histogram);
  RankPair ranks;
  double count = 0;
  double rank = 0;
  std::size_t i = 0;
  for (; i < buckets.size(); ++i) {
    Bucket bucket = buckets[i];
    count += bucket.count;
    const bool zero_bucket = bucket.lower <= 0 && bucket.upper >= 0;
    if (zero_bucket) CutAtZero(histogram, bucket);
    const bool linear = histogram.uses_custom_buckets() || zero_bucket;
    const auto reach = [&](double value, double& into, bool& is_set) {
      if (!is_set && bucket.lower >= value) {
        into = rank;
        is_set = true;
      }
    };
    const auto enter = [&](double value, double& into, bool& is_set) {
      if (!is_set && bucket.lower < value && bucket.upper > value) {
        into = RankIn(bucket, value, rank, linear);
        is_set = true;
      }
    };
    reach(lower, ranks.lower, ranks.lower_set);
    reach(upper, ranks.upper, ranks.upper_set);
    if (ranks.complete()) break;
    enter(lower, ranks.lower, ranks.lower_set);
    enter(upper, ranks.upper, ranks.upper_set);
    if (ranks.complete()) break;
    rank += bucket.count;
  }
  if (std::isnan(histogram.sum)) {
    for (++i; i < buckets.size(); ++i) count += buckets[i].count;
    if (count < histogram.count) {
      ev.Annotate(AnnotationKind::kFractionWithoutNaNs, metric_name, span);
    }
  } else {
    count = histogram.count;
  }
  if (!ranks.lower_set || ranks.lower > count) ranks.lower = count;
  if (!ranks.upper_set || ranks.upper > count) ranks.upper = count;
  return (ranks.upper - ranks.lower) / histogram.count;
}

}  // namespace check::promql
