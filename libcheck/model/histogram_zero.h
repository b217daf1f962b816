#ifndef LIBCHECK_MODEL_HISTOGRAM_ZERO_H_
#define LIBCHECK_MODEL_HISTOGRAM_ZERO_H_

#include "libcheck/model/histogram.h"

namespace check::model {

struct ZeroBucket {
  double count = 0;
  double threshold = 0;
  double lost = 0;  ///< What rounding took from the count.
};

/// What the zero bucket would hold if it reached to `threshold`, which is not less than it reaches
/// now. Where that lies inside a populated bucket, it reaches to that bucket's end. `lost`, if
/// given, is what rounding took from the histogram so far.
ZeroBucket WidenedZeroBucket(const FloatHistogram& histogram, double threshold,
                             const FloatHistogram* lost);

/// Widens the zero bucket of `histogram` until that of `other` can be added to it; gives what the
/// other's would hold then.
ZeroBucket ReconcileZeroBuckets(FloatHistogram& histogram, const FloatHistogram& other,
                                FloatHistogram* lost);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_HISTOGRAM_ZERO_H_
