#ifndef LIBCHECK_PLOT_SVG_PARTS_H_
#define LIBCHECK_PLOT_SVG_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/plot/axis.h"
#include "libcheck/plot/picture.h"

/// What SVG documents are made of. They are in units of their own, and have no other size than
/// their place gives them.
namespace check::plot {

inline constexpr double kSvgWidth = 800;
inline constexpr double kSvgMargin = 16;
inline constexpr double kSvgLine = 18;  ///< Of text.

/// One picture of a document, which begins at `top`.
struct SvgPart {
  std::string body;
  std::string description;  ///< For those who do not see it.
  double height = 0;
};
SvgPart LinesPart(const Picture& picture, double top, std::string_view zone);
SvgPart HeatMapPart(const HeatMap& map, double top, std::string_view zone);
SvgPart BarsPart(const Bars& bars, double top);

/// Of a text or an attribute. What XML does not allow becomes U+FFFD.
std::string Escaped(std::string_view text);
/// With one decimal, if it is not zero.
std::string Number(double value);
/// `classes`: t title, f faint, m around `x`, e ends at `x`.
std::string TextAt(double x, double y, std::string_view classes, std::string_view text);
std::string SvgTitle(std::string_view title, double top);

/// The room for lines or cells.
struct Area {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 260;
  TimeRange range;

  double X(std::int64_t time) const {
    return left + width * static_cast<double>(time - range.start) /
                      static_cast<double>(range.end - range.start);
  }
  /// Of a place from 0, the bottom, to 1.
  double Y(double place) const { return top + height * (1 - place); }
  double bottom() const { return top + height; }
};

/// Right of labels, and below the title of a picture that begins at `top`.
Area MakeArea(double top, std::size_t label_width, const TimeRange& range);

std::string SvgTimeAxis(const Area& area, std::string_view zone);
/// "from 2024-03-10 14:00:00 to 2024-03-10 15:00:00 UTC"
std::string RangeText(const TimeRange& range, std::string_view zone);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_SVG_PARTS_H_
