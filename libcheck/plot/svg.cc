#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "libcheck/base/time_expression.h"
#include "libcheck/base/utf8.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/columns.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/heat_map.h"
#include "libcheck/plot/legend.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/picture.h"

namespace check::plot {
namespace {

// Of the picture in units of the document, which has no other size than its place gives it.
constexpr double kWidth = 800;
constexpr double kHeight = 260;
constexpr double kTop = 44;
constexpr double kRight = 16;
constexpr double kLine = 18;  // Of the legend.

// Colours are those of Okabe and Ito, darker or lighter where the page needs it; they differ in
// lightness, and lines in their dashes as well.
constexpr std::string_view kStyle = R"(<style>
svg{--page:#fff;--text:#1f2328;--faint:#59636e;--grid:#d8dee4;--c0:#0072b2;--c1:#c25700;--c2:#00795a;--c3:#b3488c;
--c4:#8a6d00;--c5:#a40000;--c6:#3a96cc;--c7:#5b4bc4;--other:#9aa4ae;
--h0:#e3eef9;--h1:#c2dcf0;--h2:#94c4e0;--h3:#5fa6d1;--h4:#3787c0;--h5:#1967a8;--h6:#084a8c;--h7:#052f5f;
background:var(--page);font:12px system-ui,sans-serif}
@media (prefers-color-scheme:dark){svg{--page:#0d1117;--text:#e6edf3;--faint:#9198a1;--grid:#2a313a;--c0:#56b4e9;
--c1:#e69f00;--c2:#2dc99a;--c3:#e58bc0;--c4:#f0e442;--c5:#ff7b6b;--c6:#a5d8f5;--c7:#b3a8ff;--other:#59636e;
--h0:#1a344f;--h1:#1c466a;--h2:#1d5a85;--h3:#2a7aa8;--h4:#4a9cc4;--h5:#7cbcda;--h6:#b2daea;--h7:#eef8fc}}
text{fill:var(--text)}.f{fill:var(--faint)}.t{font-weight:600;font-size:14px}.g{stroke:var(--grid)}
.m{text-anchor:middle}.e{text-anchor:end}path{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.o{stroke:var(--other);stroke-width:1}
)";
constexpr std::array<std::string_view, kLineStyles> kDashes = {"",    "7 3",  "2 3",     "9 3 2 3",
                                                               "4 2", "12 3", "2 2 6 2", "1 4"};

// Of a text or an attribute. Characters that XML does not allow become U+FFFD.
std::string Escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const std::uint32_t c = rune.code_point;
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        AppendUtf8(out,
                   (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF
                       ? kRuneError
                       : c);
    }
    text.remove_prefix(rune.size);
  }
  return out;
}

std::string Number(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string TextAt(double x, double y, std::string_view classes, std::string_view text) {
  const std::string attribute = classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", Number(x), Number(y), attribute,
                     Escaped(text));
}

// The room for the picture itself.
struct Area {
  double left = 0;
  double top = kTop;
  double width = 0;
  double height = kHeight;
  TimeRange range;

  double X(std::int64_t time) const {
    return left + width * static_cast<double>(time - range.start) /
                      static_cast<double>(range.end - range.start);
  }
  double Y(double place) const { return top + height * (1 - place); }
  double bottom() const { return top + height; }
};

Area MakeArea(std::size_t label_width, const TimeRange& range) {
  constexpr double kCharacter = 7;
  Area area;
  area.left = 16 + kCharacter * static_cast<double>(label_width);
  area.width = kWidth - area.left - kRight;
  area.range = range;
  return area;
}

std::string Begin(std::string_view title, std::string_view description, double height,
                  std::string_view more_style) {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
      "aria-labelledby=\"title desc\">\n",
      Number(kWidth), Number(height));
  out += fmt::format("<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n",
                     Escaped(title.empty() ? "query result" : title), Escaped(description));
  out += kStyle;
  out += more_style;
  out += "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--page)\"/>\n";
  constexpr std::size_t kLongestTitle = 100;
  if (!title.empty()) out += TextAt(16, 24, "t", Cut(title, kLongestTitle, true));
  return out;
}

std::string TimeAxis(const Area& area, std::string_view zone) {
  constexpr double kCharacter = 6;
  std::string out;
  double free = area.left - 30;
  for (const TimeTick& tick : TimeTicks(area.range.start, area.range.end, zone,
                                        static_cast<std::size_t>(area.width / kCharacter))) {
    const double x = area.X(tick.time);
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>\n",
                       Number(x), Number(area.top), Number(area.bottom() + 4));
    out += TextAt(x, area.bottom() + 18, "m f", tick.label);
    if (!tick.below.empty() && x > free) {
      out += TextAt(x, area.bottom() + 34, "m f", tick.below);
      free = x + kCharacter * static_cast<double>(tick.below.size() + 2);
    }
  }
  if (free < kWidth - 120) {
    out += TextAt(kWidth - kRight, area.bottom() + 34, "e f", zone);
  }
  return out;
}

std::string Range(const TimeRange& range, std::string_view zone) {
  const auto time = [&](std::int64_t ms) { return FormatTime(ms, zone, TimeStyle::kDateTime); };
  return fmt::format("from {} to {} {}", time(range.start), time(range.end), zone);
}

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
  constexpr std::array<double, 4> kRightEnds = {kWidth - 16 - 3 * 76, kWidth - 16 - 2 * 76,
                                                kWidth - 16 - 76, kWidth - 16};
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
    y += kLine;
    out += fmt::format("<path class=\"l{}\" d=\"M16 {}h28\"/>\n", i, Number(y - 4));
    out += TextAt(52, y, "", Cut(picture.series[line.series].name, kLongestName, true));
    const std::array<double, 4> numbers = {s.min, s.avg, s.max, s.last};
    for (std::size_t n = 0; n < numbers.size(); ++n) {
      out += TextAt(kRightEnds[n], y, "e", ShortNumber(numbers[n]));
    }
  }
  if (!legend.others.empty()) out += TextAt(52, y + kLine, "f", OthersText(legend));
  return out;
}

std::string LineStyles(std::size_t lines) {
  std::string out;
  for (std::size_t i = 0; i < lines; ++i) {
    out += fmt::format(".l{0}{{stroke:var(--c{0})", i);
    if (!kDashes[i].empty()) out += fmt::format(";stroke-dasharray:{}", kDashes[i]);
    out += "}\n";
  }
  return out;
}

}  // namespace

std::string Svg(const Picture& picture, std::string_view zone) {
  constexpr std::size_t kTicks = 6;
  const ValueAxis axis = MakeValueAxis(picture.series, kTicks);
  const Area area = MakeArea(axis.LabelWidth(), RangeOf(picture));
  const Legend legend = MakeLegend(picture, kLineStyles);
  const double legend_top = area.bottom() + 58;
  const double height = legend_top + kLine * static_cast<double>(legend.rows() - 1) + 14;
  std::string out =
      Begin(picture.title,
            fmt::format("{} series {}, values from {} to {}", picture.series.size(),
                        Range(area.range, zone), ShortNumber(axis.low), ShortNumber(axis.high)),
            height, LineStyles(legend.lines.size()));
  for (const ValueAxis::Tick& tick : axis.ticks) {
    const double y = area.Y(axis.At(tick.value));
    out += fmt::format("<line class=\"g\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/>\n",
                       Number(area.left), Number(area.left + area.width), Number(y));
    out += TextAt(area.left - 6, y + 4, "e f", tick.label);
  }
  out += TimeAxis(area, zone);
  const auto draw = [&](std::size_t series, std::string_view name) {
    out += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", name,
                       Path(picture.series[series], axis, area, picture.step));
  };
  for (const std::size_t series : legend.others) draw(series, "o");
  for (std::size_t i = legend.lines.size(); i-- > 0;) {
    draw(legend.lines[i].series, fmt::format("l{}", i));
  }
  return out + LegendRows(legend, picture, legend_top) + "</svg>\n";
}

std::string Svg(const HeatMap& map, std::string_view zone) {
  constexpr std::size_t kMostRows = 32;
  constexpr std::size_t kColumns = 180;
  constexpr std::size_t kShades = 8;
  const HeatMap shown = WithFewerRows(map, kMostRows);
  std::size_t label_width = 1;
  for (const HeatMap::Row& row : shown.rows) {
    label_width = std::max(label_width, DisplayWidth(ShortNumber(row.upper)));
  }
  const Area area = MakeArea(label_width, RangeOf(map));
  const std::vector<std::vector<double>> cells = Cells(shown, area.range, kColumns);
  const double largest = LargestCount(cells);
  std::string shades;
  for (std::size_t i = 0; i < kShades; ++i) shades += fmt::format(".h{0}{{fill:var(--h{0})}}\n", i);
  std::string out =
      Begin(map.title,
            fmt::format("observations in {} buckets {}, at most {} in one", map.rows.size(),
                        Range(area.range, zone), ShortNumber(largest)),
            area.bottom() + 80, shades);
  const double row_height =
      area.height / static_cast<double>(std::max<std::size_t>(shown.rows.size(), 1));
  const double cell_width = area.width / static_cast<double>(kColumns);
  const auto shade = [&](double count) {
    if (std::isnan(count) || count <= 0) return 0;
    return static_cast<int>(std::clamp(std::ceil(count / largest * kShades), 1.0, double{kShades}));
  };
  out += TimeAxis(area, zone);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double y = area.bottom() - row_height * static_cast<double>(i + 1);
    out += TextAt(area.left - 6, y + 4, "e f", ShortNumber(shown.rows[i].upper));
    // Neighbours of one shade are one rectangle.
    for (std::size_t from = 0; from < kColumns;) {
      std::size_t to = from + 1;
      const int here = shade(cells[i][from]);
      while (to < kColumns && shade(cells[i][to]) == here) ++to;
      if (here > 0) {
        out += fmt::format("<rect class=\"h{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                           here - 1, Number(area.left + cell_width * static_cast<double>(from)),
                           Number(y), Number(cell_width * static_cast<double>(to - from)),
                           Number(row_height - 0.5));
      }
      from = to;
    }
  }
  const double y = area.bottom() + 62;
  out += TextAt(16, y, "f", "observations in a bucket up to");
  for (std::size_t i = 0; i < kShades && largest > 0; ++i) {
    const double x = 212 + 72 * static_cast<double>(i);
    out += fmt::format("<rect class=\"h{}\" x=\"{}\" y=\"{}\" width=\"14\" height=\"12\"/>\n", i,
                       Number(x), Number(y - 10));
    out +=
        TextAt(x + 18, y, "f", ShortNumber(largest * static_cast<double>(i + 1) / double{kShades}));
  }
  return out + "</svg>\n";
}

}  // namespace check::plot
