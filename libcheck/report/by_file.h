#ifndef LIBCHECK_REPORT_BY_FILE_H_
#define LIBCHECK_REPORT_BY_FILE_H_

#include <string_view>
#include <vector>

#include "libcheck/report/report.h"

namespace check::report {

/// What was found in one file.
struct FileFindings {
  std::string_view path;  ///< Empty: findings that have no place.
  std::vector<const Finding*> findings;
};

/// Every checked file with its findings, which may be none, in the order of the input; then files
/// that have findings but were not checked themselves, such as settings.
std::vector<FileFindings> ByFile(const Run& run);

/// A finding's labels and notes as lines of text under its message.
std::string Details(const Finding& finding);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_BY_FILE_H_
