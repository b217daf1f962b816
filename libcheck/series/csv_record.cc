#include "libcheck/series/csv_record.h"

#include <algorithm>
#include <utility>

namespace check::series {

bool CsvRecord::Take(std::string_view& text, char separator) {
  cells_.clear();
  unquoted_.clear();
  const std::size_t line_end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, line_end);
  if (line.find('"') != line.npos) return TakeQuoted(text, separator);
  text.remove_prefix(std::min(text.size(), line_end + 1));
  TakePlain(line, separator);
  return true;
}

void CsvRecord::TakePlain(std::string_view line, char separator) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  for (;;) {
    const std::size_t end = line.find(separator);
    cells_.push_back(line.substr(0, end));
    if (end == line.npos) return;
    line.remove_prefix(end + 1);
  }
}

bool CsvRecord::TakeQuoted(std::string_view& text, char separator) {
  const char stops[] = {separator, '\n', '\0'};
  const auto stop_from = [&](std::size_t at) {
    return std::min(text.find_first_of(stops, at), text.size());
  };
  const auto is_end = [&](std::size_t at) { return at >= text.size() || text[at] == '\n'; };
  std::size_t at = 0;
  for (;; ++at) {
    std::string_view cell;
    if (at < text.size() && text[at] == '"') {
      if (!ReadQuotes(text, at, cell)) return false;
      // No reader takes what stands behind a closing quote for a part of the cell.
      at = stop_from(at);
    } else {
      const std::size_t end = stop_from(at);
      cell = text.substr(at, end - at);
      at = end;
      if (is_end(at) && cell.ends_with('\r')) cell.remove_suffix(1);
    }
    cells_.push_back(cell);
    if (is_end(at)) break;
  }
  text.remove_prefix(std::min(text.size(), at + 1));
  return true;
}

// What is between the quotes at `at`, which is behind them afterwards; false if they are not
// closed.
bool CsvRecord::ReadQuotes(std::string_view text, std::size_t& at, std::string_view& cell) {
  const std::size_t begin = ++at;
  bool has_quotes = false;
  for (;; ++at) {
    at = text.find('"', at);
    if (at == text.npos) return false;
    if (at + 1 == text.size() || text[at + 1] != '"') break;
    has_quotes = true;
    ++at;
  }
  cell = text.substr(begin, at - begin);
  if (has_quotes) cell = Unquote(cell);
  ++at;
  return true;
}

std::string_view CsvRecord::Unquote(std::string_view cell) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"') ++i;
  }
  return unquoted_.emplace_back(std::move(text));
}

}  // namespace check::series
