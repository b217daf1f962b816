#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/heat_map.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/svg_parts.h"

namespace check::plot {

namespace {

constexpr std::size_t kColumns = 180;
constexpr std::size_t kShades = 8;

// 0: nothing to be seen.
std::size_t Shade(double count, double largest) {
  if (std::isnan(count) || count <= 0) return 0;
  const double part = std::ceil(count / largest * double{kShades});
  return static_cast<std::size_t>(std::clamp(part, 1.0, double{kShades}));
}

std::string Rectangle(std::size_t shade, double x, double y, double width, double height) {
  return fmt::format("<rect class=\"h{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                     shade - 1, Number(x), Number(y), Number(width), Number(height));
}

// Neighbours of one shade are one rectangle.
std::string Row(const std::vector<double>& counts, double largest, const Area& area, double y,
                double height) {
  constexpr double kGap = 0.5;
  const double width = area.width / double{kColumns};
  std::string out;
  for (std::size_t from = 0; from < kColumns;) {
    std::size_t to = from + 1;
    const std::size_t shade = Shade(counts[from], largest);
    while (to < kColumns && Shade(counts[to], largest) == shade) ++to;
    if (shade > 0) {
      out += Rectangle(shade, area.left + width * static_cast<double>(from), y,
                       width * static_cast<double>(to - from), height - kGap);
    }
    from = to;
  }
  return out;
}

std::string Key(double largest, double y) {
  if (largest == 0) return TextAt(kSvgMargin, y, "f", "no observations");
  std::string out = TextAt(kSvgMargin, y, "f", "observations in a bucket up to");
  for (std::size_t i = 1; i <= kShades; ++i) {
    const double x = 140 + 72 * static_cast<double>(i);
    out += Rectangle(i, x, y - 10, 14, 12);
    out += TextAt(x + 18, y, "f", ShortNumber(largest * static_cast<double>(i) / double{kShades}));
  }
  return out;
}

}  // namespace

SvgPart HeatMapPart(const HeatMap& map, double top, std::string_view zone) {
  constexpr std::size_t kMostRows = 32;
  const HeatMap shown = WithFewerRows(map, kMostRows);
  std::size_t label_width = 1;
  for (const HeatMap::Row& row : shown.rows) {
    label_width = std::max(label_width, DisplayWidth(ShortNumber(row.upper)));
  }
  const Area area = MakeArea(top, label_width, RangeOf(map));
  const std::vector<std::vector<double>> cells = Cells(shown, area.range, kColumns);
  const double largest = LargestCount(cells);
  const double height =
      area.height / static_cast<double>(std::max<std::size_t>(shown.rows.size(), 1));
  std::string out = SvgTitle(map.title, top) + SvgTimeAxis(area, zone);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double y = area.bottom() - height * static_cast<double>(i + 1);
    out += TextAt(area.left - 6, y + 4, "e f", ShortNumber(shown.rows[i].upper));
    out += Row(cells[i], largest, area, y, height);
  }
  out += Key(largest, area.bottom() + 62);
  const std::string description =
      fmt::format("observations in {} buckets {}, at most {} in one", map.rows.size(),
                  RangeText(area.range, zone), ShortNumber(largest));
  return {out, description, area.bottom() + 80 - top};
}

}  // namespace check::plot
