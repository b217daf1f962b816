#ifndef TOOLS_SLO_RULES_H_
#define TOOLS_SLO_RULES_H_

#include <memory>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/rules/load.h"

namespace tools {

/// Rule files that are read beside objectives, with the texts that they point to.
struct RuleFilesBeside {
  std::vector<std::unique_ptr<check::SourceBuffer>> files;
  check::Arena arena;
  std::vector<check::rules::RuleSet> sets;
  bool has_errors = false;  ///< Rules may be missing.
};

/// The rules of files, folders and patterns. Says on standard error which of them hold errors. The
/// error is that something cannot be read.
check::Result<std::unique_ptr<RuleFilesBeside>> ReadRuleFilesBeside(
    const std::vector<std::string>& paths, const check::FileSystem& files,
    const check::rules::LoadOptions& options);

}  // namespace tools

#endif  // TOOLS_SLO_RULES_H_
