#ifndef LIBCHECK_RESULT_GRID_H_
#define LIBCHECK_RESULT_GRID_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace check::result {

enum class Align : std::uint8_t {
  kLeft,
  kRight,
  kDecimal,  ///< Numbers, with their points below each other.
};

/// What the colour of a cell says; nothing is said by colour alone.
enum class Tone : std::uint8_t { kPlain, kStrong, kFaint, kGood, kWarning, kBad, kName };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

/// `text` in the colour of `tone`, for a terminal.
std::string Coloured(std::string text, Tone tone);

/// Rows of texts in aligned columns, perhaps in sections that have a title.
///
///     Grid grid({{"Target"}, {"Health"}, {"Scrape", Align::kDecimal}});
///     grid.AddRow({{url}, {"up", Tone::kGood}, {"0.012"}});
///     write(grid.Text(colour, width));
class Grid {
 public:
  /// `section` is the title of the column in which CSV has the titles of sections.
  explicit Grid(std::vector<Column> columns, std::string section = "");

  /// The rows that follow belong together.
  void AddSection(std::string title) { sections_.push_back({std::move(title), {}}); }
  /// As many cells as there are columns, or fewer: those at the end are empty then.
  void AddRow(std::vector<Cell> cells);

  bool empty() const;
  /// Columns of a terminal that the widest line takes.
  std::size_t Width() const;

  /// For people. Columns in which all is empty are left out, and so are line breaks and control
  /// characters. If it takes more than `width` columns of a terminal (0: there is no end), cells of
  /// the widest column of texts take several lines; if that would leave too little of it, every
  /// cell is on a line of its own, behind the title of its column. Ends in a line break.
  std::string Text(bool colour, std::size_t width) const;

  /// For programs: all columns, with their titles on the first line.
  std::string Csv() const;

 private:
  struct Section {
    std::string title;
    std::vector<std::vector<Cell>> rows;
  };
  struct Layout;

  Layout Measure() const;
  std::string Titles(const Layout& layout) const;
  std::string Line(const std::vector<Cell>& row, const Layout& layout, bool colour) const;
  std::string Lines(const Layout& layout, bool colour) const;
  std::string Records(const Layout& layout, bool colour) const;

  std::vector<Column> columns_;
  std::string section_;
  std::vector<Section> sections_;
};

}  // namespace check::result

#endif  // LIBCHECK_RESULT_GRID_H_
