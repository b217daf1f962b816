#ifndef TOOLS_METRICS_TABLE_H_
#define TOOLS_METRICS_TABLE_H_

#include <string>
#include <vector>

#include "libcheck/exposition/metrics_check.h"
#include "libcheck/report/json_text.h"

namespace tools {

/// Rows of cells in columns, each padded with blanks to be four wider than its widest cell, as Go's
/// text/tabwriter does for promtool.
std::string PaddedTable(const std::vector<std::vector<std::string>>& rows);

/// How many series each metric has, most first, and the labels that have the most values.
std::string CardinalityTable(const check::exposition::CheckedMetrics& metrics);

/// The same for programs, with all labels: `series`, and `metrics` with `name`, `type`, `series`
/// and `labels`, each with its `name` and how many `values` it has.
check::report::Json CardinalityJson(const check::exposition::CheckedMetrics& metrics);

}  // namespace tools

#endif  // TOOLS_METRICS_TABLE_H_
