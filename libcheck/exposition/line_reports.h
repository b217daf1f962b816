#ifndef LIBCHECK_EXPOSITION_LINE_REPORTS_H_
#define LIBCHECK_EXPOSITION_LINE_REPORTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/exposition/families.h"

namespace check::exposition {

/// Turns what is wrong with lines into findings, while the text of the file goes by.
class LineReports {
 public:
  using SeverityOf = std::function<std::optional<Severity>(const CodeInfo&)>;

  /// `most`: of one code; what comes on top is only counted. `severity_of`: of what Prometheus does
  /// not refuse; without it, the code's own.
  LineReports(std::string path, std::size_t most, SeverityOf severity_of)
      : path_(std::move(path)), most_(most), severity_of_(std::move(severity_of)) {}

  /// Whether one more of `info` would be kept. If not it is counted, and need not be reported: for
  /// what may be wrong with every line of a large text.
  bool HasRoom(const CodeInfo& info);

  /// Reports something about a part of `line`. Null if it is not wanted, or too much; or else good
  /// until the next call.
  Finding* Report(const CodeInfo& info, const LineMark& line, Span where, std::string message);

  /// A place on another line of the file. Without `text`, only the line is named.
  Place PlaceOn(const LineMark& line, Span where) const;

  const std::string& path() const { return path_; }
  std::vector<Finding>& findings() { return findings_; }
  /// How many of each code there were on top of those in findings().
  std::map<const CodeInfo*, std::uint64_t> Hidden() const;

 private:
  std::string path_;
  std::size_t most_;
  SeverityOf severity_of_;
  std::vector<Finding> findings_;
  std::map<const CodeInfo*, std::uint64_t> counts_;
  bool is_yaml_ = false;  // Lines look like YAML: somebody has named the wrong file.
};

/// The part of `line` that `part`, a view of it, takes up. All of it if it is not a view of it.
Span SpanOf(std::string_view line, std::string_view part);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_LINE_REPORTS_H_
