#ifndef LIBCHECK_REPORT_TEXT_H_
#define LIBCHECK_REPORT_TEXT_H_

#include <span>
#include <string>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/report/report.h"

namespace check::report {

/// One finding as the text format shows it, `details` below: lines that are shown as they are,
/// red if they begin with `-`, green if with `+`.
std::string FindingText(const Finding& finding, std::span<const std::string> details, bool colour);

/// "(hidden: 2 by comments)", or nothing.
std::string HiddenText(std::size_t suppressed, std::size_t baselined);

/// A last line that says how to have a code explained.
std::string ExplainText(const CodeInfo& info);

/// A line for each of the run's omitted findings, or nothing.
std::string OmittedText(const Run& run);

/// A line about entries of the baseline that nothing matches any more, or nothing.
std::string StaleText(std::size_t entries);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_TEXT_H_
