#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "libcheck/plot/columns.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/legend.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {
namespace {

// Beyond those that are named: a picture of thousands is large, and shows nothing more.
constexpr std::size_t kMostOthers = 100;

// Two parts for each unit of the document are finer than a screen shows.
std::string Path(const Series& series, const ValueAxis& axis, const Area& area, std::int64_t step) {
  const auto columns = static_cast<std::size_t>(area.width * 2);
  std::string out;
  std::string last;
  const auto add = [&](char command, double x, double value) {
    const std::string at = Number(x) + ' ' + Number(area.Y(axis.At(value)));
    if (command == 'L' && at == last) return;
    out += command + at;
    last = at;
  };
  const std::vector<ColumnPart> parts = ToColumns(series, area.range, step, columns);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ColumnPart& part = parts[i];
    const double x = area.left + area.width * static_cast<double>(part.column) /
                                     static_cast<double>(columns - 1);
    add(part.joined && i > 0 ? 'L' : 'M', x, part.first);
    if (part.min < std::min(part.first, part.last)) add('L', x, part.min);
    if (part.max > std::max(part.first, part.last)) add('L', x, part.max);
    add('L', x, part.last);
    // A point by itself is a dot, for which the path has to go somewhere.
    const bool alone = !part.joined && (i + 1 == parts.size() || !parts[i + 1].joined);
    if (alone && part.min == part.max) out += "h0";
  }
  return out;
}

std::string LegendRows(const Legend& legend, const Picture& picture, double top) {
  constexpr std::array<double, 4> kRightEnds = {kSvgWidth - 16 - 3 * 76, kSvgWidth - 16 - 2 * 76,
                                                kSvgWidth - 16 - 76, kSvgWidth - 16};
  constexpr std::size_t kLongestName = 68;
  std::string out;
  constexpr std::array<std::string_view, 4> kTitles = {"min", "avg", "max", "last"};
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    out += TextAt(kRightEnds[i], top, "e f", kTitles[i]);
  }
  double y = top;
  for (std::size_t i = 0; i < legend.lines.size(); ++i) {
    const Legend::Line& line = legend.lines[i];
    const Summary& s = line.summary;
    y += kSvgLine;
    out += fmt::format("<path class=\"l{}\" d=\"M16 {}h28\"/>\n", i, Number(y - 4));
    out += TextAt(52, y, "", Cut(picture.series[line.series].name, kLongestName, true));
    const std::array<double, 4> numbers = {s.min, s.avg, s.max, s.last};
    for (std::size_t n = 0; n < numbers.size(); ++n) {
      out += TextAt(kRightEnds[n], y, "e", ShortNumber(numbers[n]));
    }
  }
  std::string others = OthersText(legend);
  if (legend.others.size() > kMostOthers) others += fmt::format(", {} of them drawn", kMostOthers);
  if (!others.empty()) out += TextAt(52, y + kSvgLine, "f", others);
  return out;
}

}  // namespace

SvgPart LinesPart(const Picture& picture, double top, std::string_view zone) {
  constexpr std::size_t kTicks = 6;
  const ValueAxis axis = MakeValueAxis(picture.series, kTicks);
  const Area area = MakeArea(top, axis.LabelWidth(), RangeOf(picture));
  const Legend legend = MakeLegend(picture, kLineStyles);
  const double legend_top = area.bottom() + 58;
  const double height = legend_top + kSvgLine * static_cast<double>(legend.rows() - 1) + 14 - top;
  std::string out = SvgTitle(picture.title, top);
  for (const ValueAxis::Tick& tick : axis.ticks) {
    const double y = area.Y(axis.At(tick.value));
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                       Number(area.left), Number(area.left + area.width), Number(y));
    out += TextAt(area.left - 6, y + 4, "e f", tick.label);
  }
  out += SvgTimeAxis(area, zone);
  const auto draw = [&](std::size_t series, std::string_view name) {
    out += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", name,
                       Path(picture.series[series], axis, area, picture.step));
  };
  const std::size_t others = std::min(legend.others.size(), kMostOthers);
  for (std::size_t i = 0; i < others; ++i) draw(legend.others[i], "o");
  for (std::size_t i = legend.lines.size(); i-- > 0;) {
    draw(legend.lines[i].series, fmt::format("l{}", i));
  }
  const std::string description =
      fmt::format("{} series {}, values from {} to {}", picture.series.size(),
                  RangeText(area.range, zone), ShortNumber(axis.low), ShortNumber(axis.high));
  return {out + LegendRows(legend, picture, legend_top), description, height};
}

}  // namespace check::plot
