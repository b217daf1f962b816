#ifndef LIBCHECK_PLOT_FRAME_H_
#define LIBCHECK_PLOT_FRAME_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/plot/axis.h"
#include "libcheck/plot/picture.h"

/// What stands around pictures made of characters.
namespace check::plot {

/// Colours and marks of lines: those after the last begin again.
inline constexpr std::size_t kLineStyles = 8;

/// `text` in one of the 256 colours of terminals.
std::string InColour(std::string_view text, unsigned colour);
/// The colour of the line with this number.
unsigned LineColour(std::size_t line);
/// The mark that the line has here and there, so that it can be told from others without colours.
std::string_view LineMark(std::size_t line, bool utf8);

/// `text` cut to `width` columns of a terminal, with a mark where something is missing.
std::string Cut(std::string_view text, std::size_t width, bool utf8);
/// `text` as the terminal can show it: without `µ` if it has ASCII only.
std::string Shown(std::string text, const TextStyle& style);

/// With blanks behind it, or before it, up to `width`.
std::string PadRight(std::string text, std::size_t width);
std::string PadLeft(std::string text, std::size_t width);

/// The title, if there is one, cut to the width.
std::string TitleLine(std::string_view title, const TextStyle& style);

/// What stands left of a row of the picture: a label, or blanks, and the axis.
std::string RowStart(std::string_view label, std::size_t label_width, bool utf8);

/// The line below the picture, the times, and the dates: three lines. `columns` are those of the
/// picture, without the labels at the left.
std::string TimeAxis(const TimeRange& range, std::size_t label_width, std::size_t columns,
                     const TextStyle& style);

/// Columns that are left for a picture beside labels.
std::size_t PictureColumns(const TextStyle& style, std::size_t label_width);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_FRAME_H_
