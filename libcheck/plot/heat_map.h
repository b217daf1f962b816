#ifndef LIBCHECK_PLOT_HEAT_MAP_H_
#define LIBCHECK_PLOT_HEAT_MAP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "libcheck/model/sample.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/picture.h"

namespace check::plot {

struct HistogramAt {
  std::int64_t time = 0;
  model::HistogramPtr histogram;
};

/// Of native histograms. They are brought to the coarsest schema that any of them has, and to
/// coarser ones while there are more rows than a picture has room for. A range without
/// observations is one row.
HeatMap FromHistograms(const std::vector<HistogramAt>& histograms);

/// A series of a classic histogram.
struct CumulativeBucket {
  double upper = 0;  ///< Of the label `le`.
  std::vector<Point> points;
};
HeatMap FromCumulative(std::vector<CumulativeBucket> buckets);

/// What the cells of a picture with that many columns show: of each row of `map`, the largest count
/// in the time of a column, or nothing (NaN) if there is none.
std::vector<std::vector<double>> Cells(const HeatMap& map, const TimeRange& range,
                                       std::size_t columns);

/// With neighbours together, so that there are `most` rows or fewer.
HeatMap WithFewerRows(const HeatMap& map, std::size_t most);

/// The largest of all counts that are finite.
double LargestCount(const std::vector<std::vector<double>>& cells);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_HEAT_MAP_H_
