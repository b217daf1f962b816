#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/columns.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/legend.h"
#include "libcheck/plot/picture.h"

// Lines of dots: a character of Braille has two columns of four, so a picture is finer than its
// text. In ASCII each character is a dot, and each line is made of its mark.
namespace check::plot {
namespace {

// The number of all lines that the legend does not name.
constexpr std::uint8_t kUnnamed = kLineStyles;

unsigned Colour(std::uint8_t line) {
  constexpr unsigned kGrey = 244;
  return line == kUnnamed ? kGrey : LineColour(line);
}

// In ASCII each dot of a line is its mark.
std::string_view MarkOf(std::uint8_t line, bool utf8) {
  return line == kUnnamed ? "." : LineMark(line, utf8);
}

class Canvas {
 public:
  Canvas(std::size_t columns, std::size_t rows, const TextStyle& style)
      : columns_(columns),
        style_(style),
        dots_across_(style.utf8 ? 2 : 1),
        dots_down_(style.utf8 ? 4 : 1),
        width_(columns * dots_across_),
        height_(rows * dots_down_),
        cells_(columns * rows) {}

  std::size_t width() const { return width_; }    // In dots.
  std::size_t height() const { return height_; }  // Likewise.

  // The row of dots of a place from 0, the bottom, to 1.
  int RowOf(double place) const {
    return static_cast<int>(std::lround((1 - place) * static_cast<double>(height_ - 1)));
  }

  void Line(int x0, int y0, int x1, int y1, std::uint8_t line) {
    const int dx = std::abs(x1 - x0);
    const int dy = -std::abs(y1 - y0);
    const int step_x = x0 < x1 ? 1 : -1;
    const int step_y = y0 < y1 ? 1 : -1;
    for (int off = dx + dy;;) {
      Dot(x0, y0, line);
      if (x0 == x1 && y0 == y1) return;
      const int twice = 2 * off;
      if (twice >= dy) {
        off += dy;
        x0 += step_x;
      }
      if (twice <= dx) {
        off += dx;
        y0 += step_y;
      }
    }
  }

  // In place of the dots of a character.
  void Mark(int x, int y, std::uint8_t line) {
    Cell& cell = At(x, y);
    cell.marked = true;
    cell.line = line;
  }

  std::string Row(std::size_t row) const {
    std::string out;
    std::string run;
    unsigned colour = 0;
    const auto end_run = [&] {
      out += style_.colour && colour != 0 ? InColour(run, colour) : run;
      run.clear();
    };
    std::size_t blanks = 0;
    for (std::size_t i = 0; i < columns_; ++i) {
      const Cell& cell = cells_[row * columns_ + i];
      if (cell.dots == 0 && !cell.marked) {
        ++blanks;
        continue;
      }
      if (Colour(cell.line) != colour || blanks > 0) {
        end_run();
        out.append(blanks, ' ');
        blanks = 0;
        colour = Colour(cell.line);
      }
      if (cell.marked || !style_.utf8) {
        run += MarkOf(cell.line, style_.utf8);
      } else {
        AppendUtf8(run, 0x2800U + cell.dots);
      }
    }
    end_run();
    return out;
  }

 private:
  struct Cell {
    std::uint8_t dots = 0;
    bool marked = false;
    std::uint8_t line = 0;
  };

  Cell& At(int x, int y) {
    const std::size_t column = static_cast<std::size_t>(x) / dots_across_;
    return cells_[static_cast<std::size_t>(y) / dots_down_ * columns_ + column];
  }

  void Dot(int x, int y, std::uint8_t line) {
    // The bits of Braille, by column and row.
    constexpr std::uint8_t kBits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};
    Cell& cell = At(x, y);
    cell.dots |=
        kBits[static_cast<std::size_t>(x) % dots_across_][static_cast<std::size_t>(y) % dots_down_];
    cell.line = line;
  }

  std::size_t columns_;
  TextStyle style_;
  std::size_t dots_across_;
  std::size_t dots_down_;
  std::size_t width_;
  std::size_t height_;
  std::vector<Cell> cells_;
};

void DrawLine(Canvas& canvas, const std::vector<ColumnPart>& parts, const ValueAxis& axis,
              std::uint8_t line) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ColumnPart& part = parts[i];
    const auto x = static_cast<int>(part.column);
    int top = canvas.RowOf(axis.At(part.max));
    if (part.joined) {
      canvas.Line(static_cast<int>(parts[i - 1].column), canvas.RowOf(axis.At(parts[i - 1].last)),
                  x, canvas.RowOf(axis.At(part.first)), line);
    } else if (i + 1 == parts.size() || !parts[i + 1].joined) {
      // By itself: two dots, lest it is overlooked.
      top = std::max(top - 1, 0);
    }
    canvas.Line(x, canvas.RowOf(axis.At(part.min)), x, top, line);
  }
}

// Marks of several lines take turns along the time; each line has one at least.
void DrawMarks(Canvas& canvas, const std::vector<ColumnPart>& parts, const ValueAxis& axis,
               std::uint8_t line, std::size_t lines) {
  if (parts.empty()) return;
  const std::size_t every = std::max<std::size_t>(canvas.width() / 5, 6 * lines);
  std::size_t next = every * (line + 1) / (lines + 1);
  bool marked = false;
  for (const ColumnPart& part : parts) {
    if (part.column < next && !(&part == &parts.back() && !marked)) continue;
    canvas.Mark(static_cast<int>(part.column), canvas.RowOf(axis.At(part.last)), line);
    marked = true;
    while (next <= part.column) next += every;
  }
}

std::string Label(const ValueAxis& axis, const Canvas& canvas, std::size_t row, std::size_t rows) {
  const std::size_t each = canvas.height() / rows;
  for (const ValueAxis::Tick& tick : axis.ticks) {
    if (static_cast<std::size_t>(canvas.RowOf(axis.At(tick.value))) / each == row) {
      return tick.label;
    }
  }
  return "";
}

// The first lines are on top, and those that the legend does not name below all.
void DrawAll(Canvas& canvas, const Picture& picture, const Legend& legend, const ValueAxis& axis,
             const TimeRange& range) {
  const auto parts = [&](std::size_t series) {
    return ToColumns(picture.series[series], range, picture.step, canvas.width());
  };
  for (const std::size_t series : legend.others) {
    DrawLine(canvas, parts(series), axis, kUnnamed);
  }
  std::vector<std::vector<ColumnPart>> named;
  for (const Legend::Line& line : legend.lines) named.push_back(parts(line.series));
  for (std::size_t i = named.size(); i-- > 0;) {
    DrawLine(canvas, named[i], axis, static_cast<std::uint8_t>(i));
  }
  for (std::size_t i = named.size(); i-- > 0;) {
    if (picture.series.size() == 1 && named[i].size() > 1) continue;
    DrawMarks(canvas, named[i], axis, static_cast<std::uint8_t>(i), named.size());
  }
}

}  // namespace

std::string Text(const Picture& picture, const TextStyle& style) {
  constexpr std::size_t kFewestRows = 5;
  constexpr std::size_t kRowsOfTimes = 3;
  const Legend legend = MakeLegend(picture, style.height / 3);
  const std::size_t around = kRowsOfTimes + legend.rows() + (picture.title.empty() ? 0 : 1);
  const std::size_t rows =
      style.height > around + kFewestRows ? style.height - around : kFewestRows;
  const TimeRange range = RangeOf(picture);
  const ValueAxis axis = MakeValueAxis(picture.series, std::max<std::size_t>(rows / 3, 2));
  const std::size_t margin = axis.LabelWidth();
  const std::size_t columns = PictureColumns(style, margin);

  Canvas canvas(columns, rows, style);
  DrawAll(canvas, picture, legend, axis, range);
  std::string out = TitleLine(picture.title, style);
  for (std::size_t row = 0; row < rows; ++row) {
    out += RowStart(Label(axis, canvas, row, rows), margin, style.utf8) + canvas.Row(row);
    out += '\n';
  }
  out += TimeAxis(range, margin, columns, style) + LegendText(legend, picture, style);
  return Shown(std::move(out), style);
}

}  // namespace check::plot
