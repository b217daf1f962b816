#include "libcheck/plot/legend.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/number_text.h"

namespace check::plot {

Legend MakeLegend(const Picture& picture, std::size_t most) {
  std::vector<Legend::Line> all;
  for (std::size_t i = 0; i < picture.series.size(); ++i) {
    all.push_back({i, Summarize(picture.series[i].points)});
  }
  most = std::clamp<std::size_t>(most, 1, kLineStyles);
  Legend legend;
  if (all.size() > most) {
    const auto key = [](const Legend::Line& line) {
      return std::isnan(line.summary.max) ? -HUGE_VAL : line.summary.max;
    };
    std::ranges::stable_sort(all, std::greater(), key);
    for (std::size_t i = most; i < all.size(); ++i) legend.others.push_back(all[i].series);
    all.resize(most);
  }
  legend.lines = std::move(all);
  return legend;
}

std::string OthersText(const Legend& legend) {
  if (legend.others.empty()) return "";
  return fmt::format("and {} more series with smaller values", legend.others.size());
}

std::string LegendText(const Legend& legend, const Picture& picture, const TextStyle& style) {
  struct Row {
    std::string name;
    std::array<std::string, 4> numbers;
  };
  std::vector<Row> rows = {{"", {"min", "avg", "max", "last"}}};
  for (const Legend::Line& line : legend.lines) {
    const Summary& s = line.summary;
    rows.push_back(
        {picture.series[line.series].name,
         {ShortNumber(s.min), ShortNumber(s.avg), ShortNumber(s.max), ShortNumber(s.last)}});
  }
  std::array<std::size_t, 4> widths = {};
  std::size_t names = 0;
  for (const Row& row : rows) {
    names = std::max(names, DisplayWidth(row.name));
    for (std::size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row.numbers[i]));
    }
  }
  std::size_t numbers = 2;  // With the marks.
  for (const std::size_t width : widths) numbers += width + 2;
  constexpr std::size_t kShortestName = 8;
  names = std::min(names,
                   style.width > numbers + kShortestName ? style.width - numbers : kShortestName);
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string mark(i == 0 ? " " : LineMark(i - 1, style.utf8));
    out += i > 0 && style.colour ? InColour(mark, LineColour(i - 1)) : mark;
    out += ' ' + PadRight(Cut(rows[i].name, names, style.utf8), names);
    for (std::size_t n = 0; n < widths.size(); ++n) {
      out += "  " + PadLeft(rows[i].numbers[n], widths[n]);
    }
    out += '\n';
  }
  if (!legend.others.empty()) out += "  " + OthersText(legend) + '\n';
  return out;
}

}  // namespace check::plot
