#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/plot/axis.h"
#include "libcheck/plot/columns.h"
#include "libcheck/plot/frame.h"
#include "libcheck/plot/picture.h"

namespace check::plot {
namespace {

using Kind = Strips::Kind;

constexpr int kNothing = -1;

std::string_view MarkOf(int kind, bool utf8) {
  switch (kind) {
    case static_cast<int>(Kind::kSolid):
      return utf8 ? "█" : "#";
    case static_cast<int>(Kind::kHatched):
      return utf8 ? "▒" : "=";
    case static_cast<int>(Kind::kFaint):
      return utf8 ? "░" : "-";
    default:
      return " ";
  }
}

// The kind of each column: of a span that is there for ever so short.
std::vector<int> ColumnsOf(const Strips::Row& row, const TimeRange& range, std::size_t columns) {
  std::vector<int> kinds(columns, kNothing);
  for (const Strips::Span& span : row.spans) {
    if (span.end <= range.start || span.start >= range.end) continue;
    const std::size_t first = ColumnOf(span.start, range, columns);
    const std::size_t last = ColumnOf(std::max(span.end - 1, span.start), range, columns);
    for (std::size_t i = first; i <= last; ++i) {
      kinds[i] = std::max(kinds[i], static_cast<int>(span.kind));
    }
  }
  while (!kinds.empty() && kinds.back() == kNothing) kinds.pop_back();
  return kinds;
}

std::string Drawn(const std::vector<int>& kinds, std::size_t row, const TextStyle& style) {
  std::string out;
  for (std::size_t i = 0; i < kinds.size();) {
    std::string run;
    const int kind = kinds[i];
    for (; i < kinds.size() && kinds[i] == kind; ++i) run += MarkOf(kind, style.utf8);
    out += style.colour && kind != kNothing ? InColour(run, LineColour(row)) : run;
  }
  return out;
}

}  // namespace

std::string Text(const Strips& strips, const TextStyle& style) {
  std::size_t names = 0;
  for (const Strips::Row& row : strips.rows) names = std::max(names, DisplayWidth(row.name));
  names = std::min<std::size_t>(names, style.width / 3);
  const std::size_t columns = PictureColumns(style, names);
  const TimeRange range = {strips.start, std::max(strips.end, strips.start + 1)};
  std::string out = TitleLine(strips.title, style);
  for (std::size_t i = 0; i < strips.rows.size(); ++i) {
    const Strips::Row& row = strips.rows[i];
    out += RowStart(Cut(row.name, names, style.utf8), names, style.utf8) +
           Drawn(ColumnsOf(row, range, columns), i, style) + '\n';
  }
  return Shown(out + TimeAxis(range, names, columns, style), style);
}

}  // namespace check::plot
