#ifndef LIBCHECK_MODEL_HISTOGRAM_COMPACT_H_
#define LIBCHECK_MODEL_HISTOGRAM_COMPACT_H_

#include <cstddef>
#include <vector>

#include "libcheck/model/histogram.h"

namespace check::model {

/// FloatHistogram::Compact for one side. `lost`, if given, runs along with the counts, and a bucket
/// is empty only if both are.
void CompactSide(BucketSide& side, std::vector<double>* lost, std::size_t max_empty);

}  // namespace check::model

#endif  // LIBCHECK_MODEL_HISTOGRAM_COMPACT_H_
