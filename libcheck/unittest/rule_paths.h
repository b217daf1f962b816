#ifndef LIBCHECK_UNITTEST_RULE_PATHS_H_
#define LIBCHECK_UNITTEST_RULE_PATHS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

namespace check::unittest {

/// Go's filepath.Join of the folder that `test_file` is in and `rule_file`, which is left as it is
/// if it is absolute or empty.
std::string RulePattern(std::string_view test_file, std::string_view rule_file);

/// Go's filepath.Glob: the paths that `pattern` stands for, sorted. The error is that the pattern
/// is malformed.
Result<std::vector<std::string>> GlobAsGo(const std::string& pattern);

/// Go's filepath.Match for one name. Nothing if the pattern is malformed.
std::optional<bool> MatchAsGo(std::string_view pattern, std::string_view name);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_RULE_PATHS_H_
