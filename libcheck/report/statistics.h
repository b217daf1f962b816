#ifndef LIBCHECK_REPORT_STATISTICS_H_
#define LIBCHECK_REPORT_STATISTICS_H_

#include <string>

#include "libcheck/report/report.h"

namespace check::report {

/// How many findings there are of each code, the most frequent first, as a table: count, code,
/// severity and summary. Empty if there are none.
std::string StatisticsText(const Run& run);

/// The same as a JSON list of objects with `code`, `count`, `files` and `summary`, and `severity`:
/// the gravest that occurs.
std::string StatisticsJson(const Run& run);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_STATISTICS_H_
