#ifndef LIBCHECK_LINT_DRIVER_H_
#define LIBCHECK_LINT_DRIVER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/lint/check.h"
#include "libcheck/rules/load.h"

namespace check::lint {

/// A file to check, as the user named it.
struct Input {
  std::string path;  ///< "-" for standard input.
  /// Whether it was found in a folder rather than named: then it is passed over without a word if
  /// it is YAML that holds no rules, such as a Deployment.
  bool found = false;
};

struct Options {
  rules::LoadOptions load;
  RuleEnvironment environment;
  /// Whether to run lint checks; without, only what Prometheus refuses is reported.
  bool run_checks = true;
  /// Gives the text of a file; without it, files are read from disk. Called on several threads,
  /// and again for a file whose places have to be shown after all (never for "-").
  std::function<Result<std::string>(const std::string& path)> read;
  /// How serious `info` is in the file `path`, or nothing if it is switched off there; decides
  /// which checks run. Not asked about what makes Prometheus refuse a file. Called on several
  /// threads. Without it, severities are the codes' own, and checks are on that say so.
  std::function<std::optional<Severity>(const CodeInfo& info, std::string_view path)> severity;
  /// Every code there is, for comments that name some to hide. Without them comments hide nothing.
  std::span<const CodeInfo* const> codes;
};

/// What became of one input.
struct FileResult {
  std::string path;
  std::size_t rule_count = 0;
  bool skipped = false;        ///< Found in a folder, and held no rules.
  std::optional<Error> error;  ///< Why it could not be read.
};

struct CheckResult {
  std::vector<FileResult> files;  ///< One for each input, in their order.
  std::vector<Finding> findings;  ///< In the order of the inputs, then of place.
  std::size_t suppressed = 0;     ///< Findings hidden by comments.
};

/// Checks rule files, on all cores. What comes back never depends on how threads were scheduled.
///
/// No more than one file for each core is held in memory at once, and of that no more than one
/// group's syntax trees; what is kept of the others is a few words for each rule.
CheckResult CheckRuleFiles(std::span<const Input> inputs, const Options& options);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_DRIVER_H_
