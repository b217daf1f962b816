#ifndef LIBCHECK_PROMQL_EVAL_QUANTILE_H_
#define LIBCHECK_PROMQL_EVAL_QUANTILE_H_

#include <string_view>
#include <vector>

#include "libcheck/promql/eval/evaluator.h"

namespace check::promql {

/// Go's order for floats in quantiles: NaN before everything else.
bool NanFirst(double a, double b);

/// The q-quantile of `values`, which are sorted in place; between two of them in proportion.
double Quantile(double q, std::vector<double>& values);

/// A bucket of a classic histogram.
struct ClassicBucket {
  double upper_bound = 0;
  double count = 0;
};

/// The result of a quantile of a classic histogram, and what had to be done to its buckets.
struct BucketQuantileResult {
  double value = 0;
  bool forced_monotonic = false;
  double min_bucket = 0;
  double max_bucket = 0;
  double max_difference = 0;
};
/// Leaves the buckets sorted, and as they had to be made.
BucketQuantileResult BucketQuantile(double q, std::vector<ClassicBucket>& buckets);

/// The share of observations between two values.
double BucketFraction(double lower, double upper, std::vector<ClassicBucket> buckets);

/// The same for native histograms; may remark on NaN observations.
double HistogramQuantile(Evaluator& ev, double q, const model::FloatHistogram& histogram,
                         std::string_view metric_name, Span span);
double HistogramFraction(Evaluator& ev, double lower, double upper,
                         const model::FloatHistogram& histogram, std::string_view metric_name,
                         Span span);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_EVAL_QUANTILE_H_
