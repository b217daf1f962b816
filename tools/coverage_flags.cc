#include "tools/coverage_flags.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "libcheck/files/file_writer.h"
#include "tools/output.h"
#include "tools/value_kinds.h"

namespace tools {
namespace {

std::string PercentProblem(const std::string& text) {
  double percent = -1;
  const bool is_number = CLI::detail::lexical_cast(text, percent);
  if (is_number && percent >= 0 && percent <= 100) return {};
  return fmt::format("`{}` is not a number from 0 to 100", text);
}

}  // namespace

void CoverageFlags::Declare(CLI::App& app) {
  TakesValue(app.add_flag("--coverage{text}", format,
                          "Report which rules, alert states, operands and template branches the "
                          "tests have seen"),
             "COVERAGE");
  TakesValue(app.add_option("--coverage-file", file,
                            "Write the report on coverage to this file instead of printing it"),
             "FILE");
  app.add_option("--min-coverage", minimum, "Fail if less than this much is covered")
      ->check(CLI::Validator(PercentProblem, ""))
      ->type_name("PERCENT");
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
      WriteOut((takes_output() ? "" : "\n") + text);
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
