#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/scatter.h"

namespace check::plot {
namespace {

struct Limits {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void Add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool IsDrawn(const Scatter::Dot& dot) { return std::isfinite(dot.x) && std::isfinite(dot.y); }

std::size_t PlaceOf(double place, std::size_t count) {
  return static_cast<std::size_t>(std::lround(place * static_cast<double>(count - 1)));
}

// Labels below the ticks, as far as they do not run into each other.
std::string AcrossLabels(const ValueAxis& axis, std::size_t columns, std::size_t label_width) {
  std::string out;
  for (const ValueAxis::Tick& tick : axis.ticks) {
    const std::size_t width = DisplayWidth(tick.label);
    std::size_t at = label_width + 2 + PlaceOf(axis.At(tick.value), columns);
    at -= std::min(at, width / 2);
    if (!out.empty() && at < DisplayWidth(out) + 1) continue;
    out = PadRight(std::move(out), at) + tick.label;
  }
  return out + '\n';
}

}  // namespace

std::string Text(const Scatter& scatter, const TextStyle& style) {
  constexpr std::size_t kTicks = 5;
  constexpr unsigned kAround = 4;  // Title, axis, labels, what goes across.
  constexpr unsigned kLeastRows = 5;
  Limits across;
  Limits up;
  for (const Scatter::Dot& dot : scatter.dots) {
    if (!IsDrawn(dot)) continue;
    across.Add(dot.x);
    up.Add(dot.y);
  }
  if (across.low > across.high) return "";
  const ValueAxis x = MakeValueAxis(across.low, across.high, kTicks);
  const ValueAxis y = MakeValueAxis(up.low, up.high, kTicks);
  const std::size_t label_width = y.LabelWidth();
  const std::size_t columns = PictureColumns(style, label_width);
  const std::size_t rows = std::max(style.height, kAround + kLeastRows) - kAround;
  struct Cell {
    char mark = ' ';
    bool strong = false;
  };
  std::vector<Cell> cells(columns * rows);
  for (const Scatter::Dot& dot : scatter.dots) {
    if (!IsDrawn(dot)) continue;
    const std::size_t row = rows - 1 - PlaceOf(y.At(dot.y), rows);
    Cell& cell = cells[row * columns + PlaceOf(x.At(dot.x), columns)];
    if (cell.mark == ' ' || (dot.strong && !cell.strong)) cell = {dot.mark, dot.strong};
  }
  std::vector<std::string> labels(rows);
  for (const ValueAxis::Tick& tick : y.ticks) {
    labels[rows - 1 - PlaceOf(y.At(tick.value), rows)] = tick.label;
  }
  std::string out = TitleLine(scatter.title, style);
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line = RowStart(labels[row], label_width, style.utf8);
    for (std::size_t column = 0; column < columns; ++column) {
      const Cell& cell = cells[row * columns + column];
      const std::string mark(1, cell.mark);
      line += cell.strong && style.colour ? InColour(mark, LineColour(0)) : mark;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  std::string bottom(label_width, ' ');
  bottom += style.utf8 ? " └" : " +";
  for (std::size_t i = 0; i < columns; ++i) bottom += style.utf8 ? "─" : "-";
  out += bottom + '\n' + AcrossLabels(x, columns, label_width);
  out += std::string(label_width + 2, ' ') + Cut(scatter.across, columns, style.utf8) + '\n';
  return Shown(std::move(out), style);
}

}  // namespace check::plot
