#include "libcheck/plot/svg_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/columns.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {
namespace {

constexpr double kCharacter = 6.6;
constexpr double kLabelCharacter = 7.4;
constexpr double kStripHeight = 20;
constexpr double kAboveStrips = 8;

// Joined parts of a line, as commands of a path. A piece is what has no gap.
struct Piece {
  std::string path;
  double from = 0;
  double to = 0;
};

std::vector<Piece> Pieces(const Figure::Line& line, const Figure& figure, const Area& area) {
  const auto columns = static_cast<std::size_t>(area.width);
  std::vector<Piece> pieces;
  std::string last;
  const std::vector<ColumnPart> parts =
      ToColumns(line.series, figure.range, figure.step, std::max<std::size_t>(columns, 2));
  for (const ColumnPart& part : parts) {
    const double x = area.left + area.width * static_cast<double>(part.column) /
                                     static_cast<double>(columns - 1);
    if (!part.joined || pieces.empty()) {
      pieces.push_back({"", x, x});
      last.clear();
    }
    Piece& piece = pieces.back();
    piece.to = x;
    const auto add = [&](double value) {
      const std::string at = Number(x) + ' ' + Number(area.Y(figure.axis.At(value)));
      if (at == last) return;
      piece.path += (piece.path.empty() ? "" : "L") + at;
      last = at;
    };
    add(part.first);
    if (part.min < std::min(part.first, part.last)) add(part.min);
    if (part.max > std::max(part.first, part.last)) add(part.max);
    add(part.last);
  }
  return pieces;
}

std::string LinePaths(const Figure& figure, const Area& area) {
  std::string out;
  const double zero = area.Y(figure.axis.At(0));
  // The first line is the one that matters most: it is on top.
  for (std::size_t i = figure.lines.size(); i-- > 0;) {
    const Figure::Line& line = figure.lines[i];
    std::string path;
    std::string fill;
    for (const Piece& piece : Pieces(line, figure, area)) {
      path += 'M' + piece.path + (piece.from == piece.to ? "h0" : "");
      fill += fmt::format("M{} {}L{}L{} {}Z", Number(piece.from), Number(zero), piece.path,
                          Number(piece.to), Number(zero));
    }
    if (line.filled) out += fmt::format("<path class=\"fill\" d=\"{}\"/>\n", fill);
    out += fmt::format("<path class=\"l{}\" d=\"{}\"/>\n", line.style, path);
  }
  return out;
}

// What is too short to be seen is as wide as it takes to be.
std::string Rectangle(const Figure::Span& span, const Area& area, std::string_view tone, double y,
                      double height) {
  constexpr double kLeast = 2.5;
  const double from = area.X(std::clamp(span.start, area.range.start, area.range.end));
  const double to = area.X(std::clamp(span.end, area.range.start, area.range.end));
  const double width = std::max(to - from, kLeast);
  const double x = std::min(from, area.left + area.width - width);
  const std::string title =
      span.title.empty() ? "" : fmt::format("<title>{}</title>", Escaped(span.title));
  return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">{}</rect>\n",
                     tone, Number(x), Number(y), Number(width), Number(height), title);
}

std::string Grid(const Figure& figure, const Area& area) {
  std::string out;
  for (const ValueAxis::Tick& tick : figure.axis.ticks) {
    const double y = area.Y(figure.axis.At(tick.value));
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                       Number(area.left), Number(area.left + area.width), Number(y));
    out += TextAt(area.left - 6, y + 4, "e f", tick.label);
  }
  for (const Figure::Limit& limit : figure.limits) {
    const double y = area.Y(figure.axis.At(limit.value));
    out += fmt::format("<path class=\"l{} limit\" d=\"M{} {}h{}\"/>\n", limit.style,
                       Number(area.left), Number(y), Number(area.width));
  }
  return out;
}

std::string TimeLabels(const Area& area, double bottom, std::string_view zone) {
  std::string out;
  double free = 0;
  for (const TimeTick& tick : TimeTicks(area.range.start, area.range.end, zone,
                                        static_cast<std::size_t>(area.width / kCharacter))) {
    const double x = area.X(tick.time);
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>\n",
                       Number(x), Number(area.top), Number(bottom + 4));
    const double half = kCharacter * static_cast<double>(tick.label.size()) / 2;
    // A label at the right end ends there.
    const bool is_last = x + half > area.left + area.width + 4;
    out += TextAt(is_last ? area.left + area.width : x, bottom + 18, is_last ? "e f" : "m f",
                  tick.label);
    if (!tick.below.empty() && x > free && !is_last) {
      out += TextAt(x, bottom + 33, "m f", tick.below);
      free = x + kCharacter * static_cast<double>(tick.below.size() + 2);
    }
  }
  return out;
}

}  // namespace

ValueAxis LogAxis(int low_power, int high_power) {
  ValueAxis axis = {static_cast<double>(low_power), static_cast<double>(high_power), {}};
  for (int power = low_power; power <= high_power; ++power) {
    axis.ticks.push_back({static_cast<double>(power),
                          power < 0 ? fmt::format("{:.{}f}", std::pow(10.0, power), -power)
                                    : "1" + std::string(static_cast<std::size_t>(power), '0')});
  }
  return axis;
}

ValueAxis PercentAxis(double low, double high) {
  ValueAxis axis = MakeValueAxis(std::min(low, 0.0), std::max(high, 100.0), 5);
  for (ValueAxis::Tick& tick : axis.ticks) tick.label += '%';
  return axis;
}

std::string SvgFigure(const Figure& figure, double width, double height, std::string_view zone) {
  constexpr double kTop = 8;
  constexpr double kTimes = 40;
  std::size_t labels = figure.axis.LabelWidth();
  for (const Figure::Strip& strip : figure.strips) {
    labels = std::max(labels, DisplayWidth(strip.name));
  }
  Area area;
  area.top = kTop;
  area.left = 8 + kLabelCharacter * static_cast<double>(labels);
  area.width = width - area.left - 8;
  area.height = height;
  area.range = figure.range;
  const double strips =
      figure.strips.empty()
          ? 0
          : kAboveStrips + kStripHeight * static_cast<double>(figure.strips.size());
  const double bottom = area.bottom() + strips;
  std::string out =
      fmt::format("<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n",
                  Number(width), Number(bottom + kTimes), Escaped(figure.description));
  for (const Figure::Span& band : figure.bands) {
    out += Rectangle(band, area, "band", area.top, area.height);
  }
  out += TimeLabels(area, bottom, zone) + Grid(figure, area) + LinePaths(figure, area);
  double y = area.bottom() + kAboveStrips;
  for (const Figure::Strip& strip : figure.strips) {
    out += TextAt(area.left - 6, y + 15, "e f", strip.name);
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                       Number(area.left), Number(area.left + area.width), Number(y + kStripHeight));
    for (const Figure::Span& span : strip.spans) {
      out += Rectangle(span, area, strip.tone, y + 4, kStripHeight - 6);
    }
    y += kStripHeight;
  }
  return out + "</svg>\n";
}

std::string SvgKey(std::size_t style) {
  return fmt::format(
      "<svg class=\"plot key\" viewBox=\"0 0 28 10\" aria-hidden=\"true\"><path class=\"l{}\" "
      "d=\"M1 5h26\"/></svg>",
      style);
}

}  // namespace check::plot
