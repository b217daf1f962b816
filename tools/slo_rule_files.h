#ifndef TOOLS_SLO_RULE_FILES_H_
#define TOOLS_SLO_RULE_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/slo/read_policy.h"
#include "libcheck/source/source_file.h"

namespace tools {

/// Burn-rate alerts of rule files, and the texts that their places point into.
struct SloRuleFiles {
  std::vector<std::unique_ptr<check::SourceBuffer>> files;
  std::unique_ptr<check::Arena> arena = std::make_unique<check::Arena>();
  std::vector<check::rules::RuleSet> sets;
  check::slo::PolicyReading reading;
};

/// Reads rule files, folders of them, and documents in Markdown that show rules. Faults that
/// Prometheus refuses a file for are reported; the error stands for all that was written to
/// standard error.
check::Result<SloRuleFiles> ReadSloRuleFiles(const std::vector<std::string>& paths,
                                             const check::slo::ReadPolicyOptions& options);

/// Moves those of `paths` that are files that hold rules, rather than specifications, to `rules`.
void TakeRuleFiles(std::vector<std::string>& paths, std::vector<std::string>& rules);

}  // namespace tools

#endif  // TOOLS_SLO_RULE_FILES_H_
