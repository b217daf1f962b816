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

SvgPart HeatMapPart(const HeatMap& map, double top, std::string_view zone) {
  constexpr std::size_t kMostRows = 32;
  constexpr std::size_t kColumns = 180;
  constexpr std::size_t kShades = 8;
  const HeatMap shown = WithFewerRows(map, kMostRows);
  std::size_t label_width = 1;
  for (const HeatMap::Row& row : shown.rows) {
    label_width = std::max(label_width, DisplayWidth(ShortNumber(row.upper)));
  }
  const Area area = MakeArea(top, label_width, RangeOf(map));
  const std::vector<std::vector<double>> cells = Cells(shown, area.range, kColumns);
  const double largest = LargestCount(cells);
  std::string out = SvgTitle(map.title, top);
  const double row_height =
      area.height / static_cast<double>(std::max<std::size_t>(shown.rows.size(), 1));
  const double cell_width = area.width / static_cast<double>(kColumns);
  const auto shade = [&](double count) {
    if (std::isnan(count) || count <= 0) return 0;
    return static_cast<int>(std::clamp(std::ceil(count / largest * kShades), 1.0, double{kShades}));
  };
  out += SvgTimeAxis(area, zone);
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
  out += TextAt(kSvgMargin, y, "f", "observations in a bucket up to");
  for (std::size_t i = 0; i < kShades && largest > 0; ++i) {
    const double x = 212 + 72 * static_cast<double>(i);
    out += fmt::format("<rect class=\"h{}\" x=\"{}\" y=\"{}\" width=\"14\" height=\"12\"/>\n", i,
                       Number(x), Number(y - 10));
    out +=
        TextAt(x + 18, y, "f", ShortNumber(largest * static_cast<double>(i + 1) / double{kShades}));
  }
  const std::string description =
      fmt::format("observations in {} buckets {}, at most {} in one", map.rows.size(),
                  RangeText(area.range, zone), ShortNumber(largest));
  return {out, description, area.bottom() + 80 - top};
}

}  // namespace check::plot
