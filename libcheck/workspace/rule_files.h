#ifndef LIBCHECK_WORKSPACE_RULE_FILES_H_
#define LIBCHECK_WORKSPACE_RULE_FILES_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/workspace/document.h"
#include "libcheck/workspace/options.h"

namespace check::workspace {

/// A rule file to check.
struct RuleInput {
  std::string path;  ///< "-" for standard input.
  /// Whether it was found in a folder rather than named: then it is ignored silently if
  /// it is YAML that holds no rules, such as a Deployment.
  bool found = false;
  /// What is known beside the file; null: what the options say.
  const lint::RuleEnvironment* environment = nullptr;
  /// Which of the run's configurations names it, from 1; 0 if none does.
  std::uint32_t server = 0;
};

/// What happened to one.
struct RuleFileResult {
  Document document;
  bool skipped = false;        ///< Found in a folder, and held no rules.
  std::optional<Error> error;  ///< Why it could not be read.
};

/// Checks rule files, on all cores: one result for each, in their order. What comes back never
/// depends on how threads were scheduled.
///
/// No more than one file for each core is held in memory at once, and of that no more than one
/// group's syntax trees; what is kept of the others is a few words for each rule.
std::vector<RuleFileResult> CheckRuleFiles(std::span<const RuleInput> inputs,
                                           const Options& options);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_RULE_FILES_H_
