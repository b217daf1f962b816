#ifndef LIBCHECK_RESULT_PICTURES_H_
#define LIBCHECK_RESULT_PICTURES_H_

#include <string>
#include <vector>

#include "libcheck/plot/picture.h"
#include "libcheck/promql/value.h"
#include "libcheck/result/format.h"

namespace check::result {

/// A series as a line. Native histograms are taken by their counts.
std::vector<plot::Point> PointsOf(const promql::ResultSeries& series);

/// What of a result can be drawn: lines, or counts in buckets, of native histograms or of series
/// with the label `le`; of a vector, bars.
plot::Drawing Draw(const promql::Value& value, const Style& style);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_PICTURES_H_
