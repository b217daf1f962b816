#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/heat_map.h"
#include "libcheck/plot/number_text.h"
#include "libcheck/plot/picture.h"

namespace check::plot {
namespace {

// From few to many. Colours get lighter, too, so that they need not be told by their hue.
struct Shades {
  explicit Shades(const TextStyle& style) {
    constexpr std::array<unsigned, 8> kColours = {54, 61, 67, 37, 35, 77, 149, 227};
    constexpr std::array<std::string_view, 4> kBlocks = {"░", "▒", "▓", "█"};
    constexpr std::string_view kLetters = ".:-=+*#@";
    if (style.colour) {
      for (const unsigned colour : kColours) {
        shades.push_back(InColour(style.utf8 ? "█" : "#", colour));
      }
    } else if (style.utf8) {
      shades.assign(kBlocks.begin(), kBlocks.end());
    } else {
      for (const char letter : kLetters) shades.emplace_back(1, letter);
    }
  }

  // A count that is not zero is seen, however small.
  const std::string& Of(double count, double largest) const {
    const double part = std::ceil(count / largest * static_cast<double>(shades.size()));
    const double most = static_cast<double>(shades.size());
    return shades[static_cast<std::size_t>(std::clamp(part, 1.0, most)) - 1];
  }

  // "0 ░▒▓█ 25"
  std::string Key(double largest) const {
    std::string out = "0 ";
    for (const std::string& shade : shades) out += shade;
    return out + ' ' + ShortNumber(largest);
  }

  std::vector<std::string> shades;
};

std::string Row(const std::vector<double>& counts, double largest, const Shades& shades) {
  std::string out;
  std::size_t blanks = 0;
  for (const double count : counts) {
    if (std::isnan(count) || count <= 0) {
      ++blanks;
      continue;
    }
    out.append(std::exchange(blanks, 0), ' ');
    out += shades.Of(count, largest);
  }
  return out;
}

}  // namespace

std::string Text(const HeatMap& map, const TextStyle& style) {
  constexpr std::size_t kFewestRows = 5;
  constexpr std::size_t kAround = 5;  // Times, and what the shades mean.
  constexpr std::size_t kHighest = 3;
  const std::size_t around = kAround - 1 + (map.title.empty() ? 0 : 1);
  const std::size_t lines =
      style.height > around + kFewestRows ? style.height - around : kFewestRows;
  const HeatMap shown = WithFewerRows(map, lines);
  const std::size_t each =
      shown.rows.empty() ? 1 : std::clamp<std::size_t>(lines / shown.rows.size(), 1, kHighest);
  std::vector<std::string> labels;
  std::size_t margin = 1;
  for (const HeatMap::Row& row : shown.rows) {
    labels.push_back(ShortNumber(row.upper));
    margin = std::max(margin, DisplayWidth(labels.back()));
  }
  const std::size_t columns = PictureColumns(style, margin);
  const TimeRange range = RangeOf(map);
  const std::vector<std::vector<double>> cells = Cells(shown, range, columns);
  const double largest = LargestCount(cells);
  const Shades shades(style);

  std::string out = TitleLine(map.title, style);
  for (std::size_t i = shown.rows.size(); i-- > 0;) {
    // The label is the upper bound, so it stands at the top of its row.
    for (std::size_t line = 0; line < each; ++line) {
      out += RowStart(line == 0 ? labels[i] : "", margin, style.utf8);
      out += Row(cells[i], largest, shades) + '\n';
    }
  }
  out += TimeAxis(range, margin, columns, style);
  out += largest > 0 ? shades.Key(largest) + " observations in a bucket\n"
                     : std::string("no observations\n");
  return Shown(std::move(out), style);
}

}  // namespace check::plot
