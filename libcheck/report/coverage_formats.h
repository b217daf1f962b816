#ifndef LIBCHECK_REPORT_COVERAGE_FORMATS_H_
#define LIBCHECK_REPORT_COVERAGE_FORMATS_H_

#include <map>

#include "libcheck/report/coverage.h"

/// The formats of coverage, each in the file that is named after it.
namespace check::report {

extern const CoverageFormat kCoverageTextFormat;
extern const CoverageFormat kCoverageJsonFormat;
extern const CoverageFormat kCoverageCoberturaFormat;
extern const CoverageFormat kCoverageHtmlFormat;

/// A line that something was counted for.
struct LineCoverage {
  std::uint64_t count = 0;
  std::vector<const Decision*> decisions;  ///< That begin here.
  Covered covered;                         ///< Their outcomes.
};

/// The lines that the rules are made of, by number.
std::map<std::uint32_t, LineCoverage> ByLine(std::span<const RuleCoverage> rules);

/// What to say of the outcomes of `decision` that were not seen, such as "`up == 0` was never
/// false"; empty if there are none.
std::vector<std::string> Missing(const RuleCoverage& rule, const Decision& decision);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_COVERAGE_FORMATS_H_
