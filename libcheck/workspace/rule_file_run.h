#ifndef LIBCHECK_WORKSPACE_RULE_FILE_RUN_H_
#define LIBCHECK_WORKSPACE_RULE_FILE_RUN_H_

#include <span>

#include "libcheck/workspace/rule_files.h"

/// What happens to one rule file.
namespace check::workspace {

/// Memory that one thread uses for one group after the other.
struct Scratch {
  Arena arena;
  Diagnostics diagnostics;
  lint::FileFacts facts;
};

/// Reads and checks `file`, which is what `input` names. Its facts are left in `scratch`, one for
/// each thread there is: none but the first is used for a file of ordinary size.
void RunRuleFile(const SourceBuffer& file, const RuleInput& input, const Options& options,
                 Arena& arena, std::span<Scratch> scratch, RuleFileResult& result);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_RULE_FILE_RUN_H_
