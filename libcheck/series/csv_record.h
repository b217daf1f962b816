#ifndef LIBCHECK_SERIES_CSV_RECORD_H_
#define LIBCHECK_SERIES_CSV_RECORD_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace check::series {

/// One line of cells (RFC 4180), or several lines if there are line breaks in quotes.
class CsvRecord {
 public:
  /// Takes a record from `text`; false, with `text` as it was, if it ends inside quotes and more
  /// text is needed.
  bool Take(std::string_view& text, char separator);

  /// They view the text, or this record; good until the next one is taken.
  const std::vector<std::string_view>& cells() const { return cells_; }

 private:
  void TakePlain(std::string_view line, char separator);
  bool TakeQuoted(std::string_view& text, char separator);
  bool ReadQuotes(std::string_view text, std::size_t& at, std::string_view& cell);
  std::string_view Unquote(std::string_view cell);

  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;
};

}  // namespace check::series

#endif  // LIBCHECK_SERIES_CSV_RECORD_H_
