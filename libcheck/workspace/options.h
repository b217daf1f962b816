#ifndef LIBCHECK_WORKSPACE_OPTIONS_H_
#define LIBCHECK_WORKSPACE_OPTIONS_H_

#include <functional>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/config/prometheus/check.h"
#include "libcheck/lint/check.h"
#include "libcheck/rules/load.h"
#include "libcheck/unittest/load.h"
#include "libcheck/workspace/policy.h"

namespace check::workspace {

/// What a run of checks can be told, whatever its files are.
struct Options {
  Policy policy;
  rules::LoadOptions rules;
  /// What is known beside rule files that no configuration of the run names.
  lint::RuleEnvironment environment;
  config::prometheus::CheckOptions prometheus;
  unittest::LoadOptions tests;
  /// Gives the text of a file; without it, files are read from disk. Called on several threads,
  /// and again for a file whose places have to be shown after all (never for "-").
  std::function<Result<std::string>(const std::string& path)> read;

  Result<std::string> Read(const std::string& path) const;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_OPTIONS_H_
