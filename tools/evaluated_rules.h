#ifndef TOOLS_EVALUATED_RULES_H_
#define TOOLS_EVALUATED_RULES_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/rule_library.h"

namespace tools {

/// Rule files that are going to be evaluated here.
struct EvaluatedRules {
  std::unique_ptr<check::rules::RuleLibrary> library;
  std::vector<const check::rules::PreparedGroup*> groups;  ///< In the order of the files.
};

/// The rules of files, folders and patterns. The error is one sentence: a file cannot be read, or
/// has errors. Where there are several, the others were written to standard error.
check::Result<EvaluatedRules> ReadEvaluatedRules(std::span<const std::string> paths,
                                                 const check::promql::ParseOptions& parser);

}  // namespace tools

#endif  // TOOLS_EVALUATED_RULES_H_
