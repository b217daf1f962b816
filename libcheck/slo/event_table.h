#ifndef LIBCHECK_SLO_EVENT_TABLE_H_
#define LIBCHECK_SLO_EVENT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"
#include "libcheck/slo/event_source.h"
#include "libcheck/slo/slo.h"
#include "libcheck/storage/series.h"

namespace check::slo {

/// Numbers of events as CSV files have them: columns for each combination of labels.
struct EventTable {
  struct Rows {
    std::vector<std::string> values;  ///< Of the labels, in the order of `labels`.
    storage::TimeColumn times;        ///< Rising.
    std::vector<double> errors;
    std::vector<double> total;
  };
  std::vector<std::string> labels;  ///< Names of columns that are neither times nor numbers.
  std::vector<Rows> rows;           ///< None of them empty.
  bool cumulative = false;          ///< Numbers are counters.

  /// The column that says whose events they are.
  static constexpr std::string_view kSloColumn = "slo";
};

struct EventTableOptions {
  const FileSystem* files = &NoFiles();
  bool cumulative = false;
  std::size_t most_findings = 20;  ///< Of one file.
};

struct LoadedEvents {
  EventTable table;
  std::vector<Error> errors;                        ///< What could not be read.
  std::vector<Finding> findings;                    ///< What is wrong in what was read: all errors.
  std::map<const CodeInfo*, std::uint64_t> hidden;  ///< How many more there were of a code.

  bool ok() const { return errors.empty() && findings.empty(); }
};

/// Whether a file that begins so holds numbers of events: its first line has columns of times and
/// of at least two of `good`, `errors` and `total`, as series::kBadEvents explains them, and none
/// that says it is one of samples.
bool LooksLikeEvents(std::string_view head);

/// Reads files of events, packed by gzip or not; several have to have the same columns, and to
/// follow each other in time, in whatever order they are named.
LoadedEvents LoadEvents(std::span<const std::string> paths, const EventTableOptions& options);

/// What `table` has of `slo`: all of it, or of a table with a column `slo` what is called so.
/// `from_zero` is as for SeriesOptions.
Result<std::vector<SloEvents>> EventsOf(const EventTable& table, const Slo& slo, bool from_zero);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EVENT_TABLE_H_
