#ifndef TOOLS_COVERAGE_FLAGS_H_
#define TOOLS_COVERAGE_FLAGS_H_

#include <string>

#include "libcheck/report/coverage.h"
#include "tools/command.h"

namespace tools {

/// --coverage, --coverage-file and --min-coverage
struct CoverageFlags {
  std::string format;  ///< Empty: no report is wanted.
  std::string file;
  double minimum = 0;

  void Declare(FlagSet& flags);

  /// Whether coverage must be looked at at all.
  bool wanted() const { return !format.empty() || !file.empty() || minimum > 0; }
  /// Whether the report is for programs and goes to standard output, so that nothing else can.
  bool takes_output() const { return file.empty() && !format.empty() && format != "text"; }

  /// Prints or writes the report, and says if there is too little coverage. `to_errors`: standard
  /// output is taken. Gives kOk, kProblems or kFailed.
  Exit Report(const check::report::Coverage& coverage, bool colour, bool to_errors) const;
};

}  // namespace tools

#endif  // TOOLS_COVERAGE_FLAGS_H_
