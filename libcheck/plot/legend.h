#ifndef LIBCHECK_PLOT_LEGEND_H_
#define LIBCHECK_PLOT_LEGEND_H_

#include <cstddef>
#include <string>
#include <vector>

#include "libcheck/plot/picture.h"
#include "libcheck/plot/summary.h"

namespace check::plot {

/// Which lines are named below a picture, and with what numbers.
struct Legend {
  struct Line {
    std::size_t series = 0;
    Summary summary;
  };
  std::vector<Line> lines;          ///< In the order of the picture.
  std::vector<std::size_t> others;  ///< Series that there is no room for.

  /// Lines of text that it takes.
  std::size_t rows() const { return 1 + lines.size() + (others.empty() ? 0 : 1); }
};

/// If there are more than `most` series, or more than there are colours, those with the largest
/// values are named, from the largest; else all are, in the order of the picture.
Legend MakeLegend(const Picture& picture, std::size_t most);

std::string LegendText(const Legend& legend, const Picture& picture, const TextStyle& style);

/// Messages about those that are not named.
std::string OthersText(const Legend& legend);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_LEGEND_H_
