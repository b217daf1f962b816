#ifndef LIBCHECK_PLOT_SVG_FIGURE_H_
#define LIBCHECK_PLOT_SVG_FIGURE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/plot/axis.h"
#include "libcheck/plot/picture.h"

/// Pictures that are parts of a page. Their style is that of the page, which is written once, so
/// that a page may hold many of them; their legends are text of the page.
namespace check::plot {

/// Lines over time, beside what they are compared with.
struct Figure {
  struct Line {
    Series series;
    std::size_t style = 0;  ///< Colour and dashes, below kLineStyles.
    bool filled = false;    ///< The room between it and zero has a shade.
  };
  /// A horizontal line.
  struct Limit {
    double value = 0;
    std::size_t style = 0;
  };
  /// Some time that the page tells of.
  struct Span {
    std::int64_t start = 0;
    std::int64_t end = 0;
    std::string title;  ///< What a pointer on it shows.
  };
  /// Times below the picture, beside their name.
  struct Strip {
    std::string name;
    std::string_view tone;  ///< A class: "bad", "warn", "info".
    std::vector<Span> spans;
  };
  std::string description;  ///< For those who do not see it.
  std::vector<Line> lines;
  std::vector<Limit> limits;
  std::vector<Span> bands;  ///< Behind the lines, as high as the picture.
  std::vector<Strip> strips;
  TimeRange range;
  std::int64_t step = 0;  ///< As in Picture.
  ValueAxis axis;
};

/// From one power of ten to another, where a unit of the axis is a factor of ten: lines and limits
/// are logarithms then.
ValueAxis LogAxis(int low_power, int high_power);
/// Per cent, from 0 or lower to 100 or higher.
ValueAxis PercentAxis(double low, double high);

/// `width` is that of the document's units, which are as large as points of the page if the picture
/// has that width there.
std::string SvgFigure(const Figure& figure, double width, double height, std::string_view zone);

/// A piece of a line, for legends.
std::string SvgKey(std::size_t style);

/// What the page's style sheet has to have: variables for light and for dark pages, and rules for
/// elements of pictures, which have the class `plot`.
std::string_view LightColours();
std::string_view DarkColours();
std::string SvgFigureRules();

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_SVG_FIGURE_H_
