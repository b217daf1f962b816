#ifndef LIBCHECK_PLOT_COLUMNS_H_
#define LIBCHECK_PLOT_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "libcheck/plot/axis.h"
#include "libcheck/plot/picture.h"

namespace check::plot {

/// What of a line is in one column of a picture.
struct ColumnPart {
  std::size_t column = 0;
  double first = 0;
  double last = 0;
  double min = 0;
  double max = 0;
  bool joined = false;  ///< With the part before: there is no gap.
};

/// A line for `columns` columns, however many points it has. NaN makes a gap.
std::vector<ColumnPart> ToColumns(const Series& series, const TimeRange& range, std::int64_t step,
                                  std::size_t columns);

/// The column of a time.
std::size_t ColumnOf(std::int64_t time, const TimeRange& range, std::size_t columns);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_COLUMNS_H_
