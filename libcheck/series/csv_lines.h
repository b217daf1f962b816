#ifndef LIBCHECK_SERIES_CSV_LINES_H_
#define LIBCHECK_SERIES_CSV_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/exposition/line_reports.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/series/csv_record.h"

namespace check::series {

/// Takes a CSV file apart while it goes by: a first line with the names of columns, and rows. The
/// separator is a comma, a semicolon or a tab, whichever the first line has.
class CsvLines : public exposition::BlockReader {
 public:
  /// `info` is what is wrong with a line that is reported.
  CsvLines(exposition::LineReports& reports, const CodeInfo& info)
      : reports_(reports), info_(info) {}

  bool ReadBlock(std::string_view block) final;
  /// After the last block: reports a quote that is open, and a file without a first line.
  void Finish();

 protected:
  /// `line` has its line break. False: the file cannot be read, as has been reported.
  virtual bool ReadHeader(std::string_view line) = 0;
  /// Likewise, for lines that are not blank and have as many cells as the first one.
  virtual void ReadRow(std::string_view line) = 0;

  /// Of the line at hand.
  const std::vector<std::string_view>& cells() const { return record_.cells(); }
  std::uint32_t line_number() const { return line_number_; }

  /// Reports something about a `part` of `line`; all of that is meant if it is not in it. Once
  /// enough has been reported, the rest is only counted.
  void Report(std::string_view line, std::string_view part, std::string message,
              std::string note = {});

 private:
  bool ReadText(std::string_view text);
  bool ReadNames(std::string_view line);

  exposition::LineReports& reports_;
  const CodeInfo& info_;
  char separator_ = ',';
  std::size_t columns_ = 0;
  bool given_up_ = false;  // On the first line.
  CsvRecord record_;
  std::string pending_;  // A record of which the end is still to come.
  std::string_view text_;
  std::uint32_t line_number_ = 0;
  std::uint64_t offset_ = 0;  // Of text_.
  std::uint64_t continuation_bytes_ = 0;
};

/// Whether a column of this name holds times.
bool IsTimeColumn(std::string_view name);
/// Unix times and RFC 3339, in ms.
std::optional<std::int64_t> ReadCsvTime(std::string_view cell);

/// The names of columns in `head`, the beginning of a file; nothing if its first line cannot be
/// one of CSV. Quotes are taken off where nothing else is in them.
std::vector<std::string_view> CsvNames(std::string_view head);

}  // namespace check::series

#endif  // LIBCHECK_SERIES_CSV_LINES_H_
