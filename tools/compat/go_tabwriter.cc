#include "tools/compat/go_tabwriter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "libcheck/base/utf8.h"

namespace tools::compat {
namespace {

constexpr std::size_t kPadding = 2;

struct Cell {
  std::string_view text;
  std::size_t width = 0;   // In characters.
  std::size_t column = 0;  // How wide its column is there.
};

// Cells of all lines in one list, of which each line has a part. The last one of a line ends with
// the line, so it is in no column.
struct Cells {
  std::vector<Cell> list;
  std::vector<std::size_t> starts;  // Of lines, and the end of the last one.

  std::size_t ColumnsOf(std::size_t line) const { return starts[line + 1] - starts[line] - 1; }
  Cell& At(std::size_t line, std::size_t column) { return list[starts[line] + column]; }
};

Cells Split(std::string_view text) {
  Cells cells;
  cells.starts.push_back(0);
  std::size_t begin = 0;
  const auto end_cell = [&](std::size_t end) {
    const std::string_view cell = text.substr(begin, end - begin);
    cells.list.push_back({cell, check::CountRunes(cell)});
    begin = end + 1;
  };
  for (std::size_t at = text.find_first_of("\t\v\n\f"); at != std::string_view::npos;
       at = text.find_first_of("\t\v\n\f", at + 1)) {
    end_cell(at);
    if (text[at] == '\n' || text[at] == '\f') cells.starts.push_back(cells.list.size());
  }
  end_cell(text.size());
  cells.starts.push_back(cells.list.size());
  return cells;
}

// Column by column, of which each has the lines that reach as far.
void FindWidths(Cells& cells) {
  std::vector<std::size_t> lines(cells.starts.size() - 1);
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = i;
  for (std::size_t column = 0; !lines.empty(); ++column) {
    std::erase_if(lines, [&](std::size_t line) { return cells.ColumnsOf(line) <= column; });
    for (std::size_t first = 0; first < lines.size();) {
      std::size_t end = first;
      std::size_t widest = 0;
      while (end < lines.size() && lines[end] - lines[first] == end - first) {
        widest = std::max(widest, cells.At(lines[end++], column).width);
      }
      for (; first < end; ++first) cells.At(lines[first], column).column = widest + kPadding;
    }
  }
}

}  // namespace

std::string AlignTabs(std::string_view text) {
  Cells cells = Split(text);
  FindWidths(cells);
  std::string out;
  out.reserve(text.size() * 2);
  for (std::size_t line = 0; line + 1 < cells.starts.size(); ++line) {
    for (std::size_t i = cells.starts[line]; i < cells.starts[line + 1]; ++i) {
      const Cell& cell = cells.list[i];
      out += cell.text;
      out.append(std::max(cell.column, cell.width) - cell.width, ' ');
    }
    if (line + 2 < cells.starts.size()) out += '\n';
  }
  return out;
}

}  // namespace tools::compat
