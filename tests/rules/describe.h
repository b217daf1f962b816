#ifndef TESTS_RULES_DESCRIBE_H_
#define TESTS_RULES_DESCRIBE_H_

#include <string>

#include "libcheck/rules/load.h"

namespace check::test {

/// All that reading `text` says, as tests compare it:
///
///     4:9-4:14 error unknown-field: a rule has no field `annotation`
///       7:3 first defined here
///       = did you mean `annotations`?
///     promtool: 4:9: ...
std::string Describe(const std::string& text, const rules::LoadOptions& options = {});

/// The first part of it, for what has been found already.
std::string Describe(const Diagnostics& diagnostics);

}  // namespace check::test

#endif  // TESTS_RULES_DESCRIBE_H_
