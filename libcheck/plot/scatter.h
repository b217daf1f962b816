#ifndef LIBCHECK_PLOT_SCATTER_H_
#define LIBCHECK_PLOT_SCATTER_H_

#include <string>
#include <vector>

#include "libcheck/plot/picture.h"

namespace check::plot {

/// Points of two numbers each.
struct Scatter {
  struct Dot {
    double x = 0;
    double y = 0;
    char mark = '.';      ///< Printable ASCII.
    bool strong = false;  ///< It hides others that are in the same place.
  };
  std::string title;
  std::string across;  ///< What goes from left to right.
  std::vector<Dot> dots;
};

/// A picture made of characters, as those in picture.h; dots that are not finite are omitted.
std::string Text(const Scatter& scatter, const TextStyle& style);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_SCATTER_H_
