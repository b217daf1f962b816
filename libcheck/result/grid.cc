#include "libcheck/result/grid.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "libcheck/base/utf8.h"
#include "libcheck/report/printable.h"
#include "libcheck/result/text.h"

namespace check::result {
namespace {

constexpr std::size_t kGap = 2;

// Where the point of a number is, or would be. Text that is no number, NaN and Inf stand before it.
std::size_t PointAt(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("~+-0123456789,"), text.size());
  const bool number = text.substr(0, end).find_first_of("0123456789") != text.npos;
  return number ? end : report::PrintableWidth(text);
}

std::string Blanks(std::size_t count) { return std::string(count, ' '); }

std::string Painted(std::string text, Tone tone, bool colour) {
  return colour ? Coloured(std::move(text), tone) : text;
}

// Cuts `text` to what fits into `width` columns of a terminal, behind a blank or a comma if there
// is one in the second half, and gives the rest.
std::string CutTo(std::string& text, std::size_t width) {
  text = report::PrintableLine(text);
  if (report::PrintableWidth(text) <= width) return {};
  std::size_t end = 0;
  std::size_t good_end = 0;
  for (std::size_t used = 0; end < text.size();) {
    const std::size_t size = DecodeRune(std::string_view(text).substr(end)).size;
    used += report::PrintableWidth(std::string_view(text).substr(end, size));
    if (used > width) break;
    end += size;
    if ((text[end - 1] == ' ' || text[end - 1] == ',') && used > width / 2) good_end = end;
  }
  if (good_end > 0) end = good_end;
  std::string rest = text.substr(std::max<std::size_t>(end, 1));
  text.resize(std::max<std::size_t>(end, 1));
  while (text.ends_with(' ')) text.pop_back();
  rest.erase(0, std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

std::string SectionTitle(std::string_view title, bool first, bool colour) {
  if (title.empty()) return "";
  return (first ? "" : "\n") + Painted(report::PrintableLine(title), Tone::kName, colour) + '\n';
}

}  // namespace

std::string Coloured(std::string text, Tone tone) {
  constexpr std::array<std::string_view, 7> kCodes = {"", "1", "2", "32", "33", "91", "36"};
  const std::string_view code = kCodes[static_cast<std::size_t>(tone)];
  if (code.empty() || text.empty()) return text;
  return "\x1b[" + std::string(code) + "m" + std::move(text) + "\x1b[0m";
}

// What is shown of each column, and how wide.
struct Grid::Layout {
  struct Shown {
    std::size_t column = 0;
    std::size_t width = 0;
    std::size_t before_point = 0;  // Of decimals.
    std::size_t title = 0;
  };
  std::vector<Shown> shown;
  std::size_t width = 0;

  // Narrows the widest column of texts so that all takes no more than `most`, if what is left of
  // it is enough to read. Its cells take several lines then.
  bool FitInto(std::size_t most, const std::vector<Column>& columns) {
    constexpr std::size_t kEnough = 20;
    Shown* widest = nullptr;
    for (Shown& one : shown) {
      if (columns[one.column].align != Align::kLeft) continue;
      if (widest == nullptr || one.width > widest->width) widest = &one;
    }
    if (widest == nullptr || widest->width < width - most + std::max(kEnough, widest->title)) {
      return false;
    }
    widest->width -= width - most;
    width = most;
    return true;
  }
};

Grid::Grid(std::vector<Column> columns, std::string section)
    : columns_(std::move(columns)), section_(std::move(section)) {}

void Grid::AddRow(std::vector<Cell> cells) {
  if (sections_.empty()) sections_.emplace_back();
  cells.resize(columns_.size());
  sections_.back().rows.push_back(std::move(cells));
}

bool Grid::empty() const {
  return std::all_of(sections_.begin(), sections_.end(),
                     [](const Section& section) { return section.rows.empty(); });
}

Grid::Layout Grid::Measure() const {
  Layout layout;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    Layout::Shown shown = {.column = column};
    std::size_t behind_point = 0;
    for (const Section& section : sections_) {
      for (const std::vector<Cell>& row : section.rows) {
        const std::string text = report::PrintableLine(row[column].text);
        const std::size_t width = report::PrintableWidth(text);
        shown.width = std::max(shown.width, width);
        if (columns_[column].align != Align::kDecimal) continue;
        const std::size_t point = PointAt(text);
        shown.before_point = std::max(shown.before_point, point);
        behind_point = std::max(behind_point, width - std::min(width, point));
      }
    }
    if (shown.width == 0) continue;
    shown.title = report::PrintableWidth(columns_[column].title);
    shown.width = std::max({shown.width, shown.before_point + behind_point, shown.title});
    // The point moves with numbers that are narrower than their title.
    if (columns_[column].align == Align::kDecimal) {
      shown.before_point = shown.width - behind_point;
    }
    layout.width += shown.width + (layout.shown.empty() ? 0 : kGap);
    layout.shown.push_back(shown);
  }
  for (const Section& section : sections_) {
    layout.width = std::max(layout.width, report::PrintableWidth(section.title));
  }
  return layout;
}

std::size_t Grid::Width() const { return Measure().width; }

std::string Grid::Text(bool colour, std::size_t width) const {
  Layout layout = Measure();
  if (layout.shown.empty()) return "";
  const bool fits = width == 0 || layout.width <= width || layout.FitInto(width, columns_);
  return fits ? Lines(layout, colour) : Records(layout, colour);
}

std::string Grid::Titles(const Layout& layout) const {
  std::string line;
  for (const Layout::Shown& shown : layout.shown) {
    if (!line.empty()) line += Blanks(kGap);
    const auto& [title, align] = columns_[shown.column];
    const std::string pad = Blanks(shown.width - shown.title);
    line += align == Align::kLeft ? title + pad : pad + title;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string Grid::Line(const std::vector<Cell>& row, const Layout& layout, bool colour) const {
  std::string line;
  std::size_t owed = 0;  // Blanks before the next text, so that no line ends in them.
  for (const Layout::Shown& shown : layout.shown) {
    const std::string text = report::PrintableLine(row[shown.column].text);
    if (text.empty()) {
      owed += shown.width + kGap;
      continue;
    }
    const std::size_t width = report::PrintableWidth(text);
    const Align align = columns_[shown.column].align;
    const std::size_t before = align == Align::kLeft    ? 0
                               : align == Align::kRight ? shown.width - width
                                                        : shown.before_point - PointAt(text);
    line += Blanks(owed + before) + Painted(text, row[shown.column].tone, colour);
    owed = shown.width - before - width + kGap;
  }
  return line + '\n';
}

std::string Grid::Lines(const Layout& layout, bool colour) const {
  std::string out;
  if (const std::string titles = Titles(layout); !titles.empty()) {
    out += Painted(titles, Tone::kStrong, colour) + '\n';
  }
  for (const Section& section : sections_) {
    if (section.rows.empty()) continue;
    out += SectionTitle(section.title, out.empty(), colour);
    for (const std::vector<Cell>& row : section.rows) {
      std::vector<Cell> rest = row;
      // What does not fit into a cell is in the same column of the next line.
      for (bool is_more = true; is_more;) {
        std::vector<Cell> line = rest;
        is_more = false;
        for (Cell& cell : rest) cell.text.clear();
        for (const Layout::Shown& shown : layout.shown) {
          std::string& text = line[shown.column].text;
          rest[shown.column].text = CutTo(text, shown.width);
          is_more = is_more || !rest[shown.column].text.empty();
        }
        out += Line(line, layout, colour);
      }
    }
  }
  return out;
}

std::string Grid::Records(const Layout& layout, bool colour) const {
  std::size_t widest = 0;
  for (const Layout::Shown& shown : layout.shown) widest = std::max(widest, shown.title);
  std::string out;
  for (const Section& section : sections_) {
    if (section.rows.empty()) continue;
    out += SectionTitle(section.title, out.empty(), colour);
    for (const std::vector<Cell>& row : section.rows) {
      if (!out.empty()) out += '\n';
      for (const Layout::Shown& shown : layout.shown) {
        const Cell& cell = row[shown.column];
        if (cell.text.empty()) continue;
        const std::string text = report::PrintableLine(cell.text);
        const std::string& title = columns_[shown.column].title;
        out +=
            (colour ? Coloured(title, Tone::kStrong) : title) + Blanks(widest - shown.title + kGap);
        out += (colour ? Coloured(text, cell.tone) : text) + '\n';
      }
    }
  }
  return out;
}

std::string Grid::Csv() const {
  std::string out;
  const auto end_field = [&out](bool last) { out += last ? '\n' : ','; };
  const bool with_sections = !section_.empty();
  if (with_sections) {
    AppendCsvField(out, section_);
    end_field(columns_.empty());
  }
  for (const Column& column : columns_) {
    AppendCsvField(out, column.title);
    end_field(&column == &columns_.back());
  }
  for (const Section& section : sections_) {
    for (const std::vector<Cell>& row : section.rows) {
      if (with_sections) {
        AppendCsvField(out, section.title);
        end_field(row.empty());
      }
      for (const Cell& cell : row) {
        AppendCsvField(out, cell.text);
        end_field(&cell == &row.back());
      }
    }
  }
  return out;
}

}  // namespace check::result
