#ifndef LIBCHECK_MODEL_HISTOGRAM_COPY_H_
#define LIBCHECK_MODEL_HISTOGRAM_COPY_H_

#include "libcheck/model/histogram.h"

namespace check::model {

/// `histogram` as Prometheus copies it before it changes one. With custom buckets there is neither
/// a zero bucket nor a negative side, and the copy has none, whatever arithmetic with infinity and
/// zero has left there: Prometheus refuses to store such a histogram, but not its copy.
inline FloatHistogram CopyOf(const FloatHistogram& histogram) {
  FloatHistogram copy = histogram;
  if (!copy.uses_custom_buckets()) return copy;
  copy.zero_count = 0;
  copy.zero_threshold = 0;
  copy.negative = {};
  return copy;
}

}  // namespace check::model

#endif  // LIBCHECK_MODEL_HISTOGRAM_COPY_H_
