#include "tools/coverage_flags.h"

#include <fmt/format.h>

#include "libcheck/files/file_writer.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {

void CoverageFlags::Declare(FlagSet& flags) {
  flags.OptionalValue(
      "--coverage", &format, "COVERAGE", "text",
      "Report which rules, alert states, operands and template branches the tests cover");
  flags.Option("--coverage-file", &file, "FILE",
               "Write the coverage report to this file instead of printing it");
  flags.Option("--min-coverage", &minimum, "PERCENT", "Fail if coverage is less than this");
}

Exit CoverageFlags::Report(const check::report::Coverage& coverage, bool colour,
                           bool to_errors) const {
  Exit status = Exit::kOk;
  if (!format.empty() || !file.empty()) {
    const bool prints = file.empty() && !to_errors;
    const std::string text =
        check::report::FindCoverageFormat(format.empty() ? "text" : format)
            ->render(coverage, {.colour = colour && prints, .tool_version = PRONOIA_VERSION});
    if (prints) {
      WriteReport(format.empty() ? "text" : format, (takes_output() ? "" : "\n") + text);
    } else if (file.empty()) {
      WriteErr(text);
    } else if (const auto error = check::ReplaceFile(file, text)) {
      WriteError(error->message);
      status = Exit::kFailed;
    }
  }
  const check::report::Covered covered = Count(coverage);
  if (covered.percent() < minimum) {
    WriteError(fmt::format("coverage is {} ({} of {}), less than {}%", PercentText(covered),
                           covered.seen, covered.all, minimum));
    if (status == Exit::kOk) status = Exit::kProblems;
  }
  return status;
}

}  // namespace tools
