#include "libcheck/model/histogram_zero.h"

#include "libcheck/base/kahan.h"
#include "libcheck/model/histogram_compact.h"

namespace check::model {
namespace {

// Adds the buckets of one side that begin below `threshold`. If it ends inside a populated bucket,
// it is moved to that bucket's end, and the result is true.
bool Swallow(const FloatHistogram& histogram, bool positive, const FloatHistogram* lost,
             double& threshold, KahanSum& total) {
  const auto near = [&](const Bucket& b) { return positive ? b.lower : -b.upper; };
  const auto far = [&](const Bucket& b) { return positive ? b.upper : -b.lower; };
  for (SideIterator it(histogram, positive); it.Next();) {
    const Bucket bucket = it.At();
    if (near(bucket) >= threshold) break;
    total.Add(bucket.count);
    if (lost != nullptr) {
      total.Add((positive ? lost->positive : lost->negative).counts[it.position()]);
    }
    if (far(bucket) > threshold) {
      if (bucket.count == 0) break;
      threshold = far(bucket);
      return true;
    }
  }
  return false;
}

// Empties the buckets of one side that the zero bucket covers.
void ClearCovered(FloatHistogram& histogram, bool positive, FloatHistogram* lost) {
  BucketSide& side = positive ? histogram.positive : histogram.negative;
  std::size_t covered = 0;
  for (SideIterator it(histogram, positive); it.Next(); ++covered) {
    const Bucket bucket = it.At();
    if ((positive ? bucket.lower : -bucket.upper) >= histogram.zero_threshold) break;
  }
  std::vector<double>* lost_counts =
      lost == nullptr ? nullptr : &(positive ? lost->positive : lost->negative).counts;
  for (std::size_t i = 0; i < covered; ++i) {
    side.counts[i] = 0;
    if (lost_counts != nullptr) (*lost_counts)[i] = 0;
  }
  CompactSide(side, lost_counts, 0);
}

}  // namespace

ZeroBucket WidenedZeroBucket(const FloatHistogram& histogram, double threshold,
                             const FloatHistogram* lost) {
  KahanSum total{histogram.zero_count, lost != nullptr ? lost->zero_count : 0};
  if (threshold == histogram.zero_threshold) return {total.sum, threshold, total.lost};
  for (;;) {
    // Prometheus: the sum begins again, what was lost does not.
    total.sum = histogram.zero_count;
    Swallow(histogram, true, lost, threshold, total);
    // A threshold that the negative side moved makes the positive side wrong: once more.
    if (!Swallow(histogram, false, lost, threshold, total)) break;
  }
  return {total.sum, threshold, total.lost};
}

ZeroBucket ReconcileZeroBuckets(FloatHistogram& histogram, const FloatHistogram& other,
                                FloatHistogram* lost) {
  ZeroBucket theirs{other.zero_count, other.zero_threshold, 0};
  // Not written with !=, so that a threshold of NaN comes to an end.
  while (theirs.threshold < histogram.zero_threshold ||
         theirs.threshold > histogram.zero_threshold) {
    if (histogram.zero_threshold > theirs.threshold) {
      theirs = WidenedZeroBucket(other, histogram.zero_threshold, nullptr);
    }
    if (theirs.threshold > histogram.zero_threshold) {
      const ZeroBucket ours = WidenedZeroBucket(histogram, theirs.threshold, lost);
      histogram.zero_count = ours.count;
      histogram.zero_threshold = ours.threshold;
      if (lost != nullptr) lost->zero_count = ours.lost;
      ClearCovered(histogram, true, lost);
      ClearCovered(histogram, false, lost);
    }
  }
  return theirs;
}

}  // namespace check::model
