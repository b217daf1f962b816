#ifndef LIBCHECK_UNITTEST_GROUP_RUN_H_
#define LIBCHECK_UNITTEST_GROUP_RUN_H_

#include <span>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/observer.h"
#include "libcheck/unittest/outcome.h"

namespace check::unittest {

struct RunOptions {
  /// Whatever promtool would do, its limits and oversights included.
  bool as_upstream = false;
  /// How expressions in tests, and in templates, are parsed.
  promql::ParseOptions parser;
  /// The default step of subqueries is each file's own evaluation interval.
  promql::EngineOptions engine;
  bool debug = false;
  /// Leave out what led to failures: only whether there are any is wanted.
  bool brief = false;
  /// As in rules::EvaluationOptions.
  bool all_rules = false;
  bool ahead = true;
};

/// The rules that a test file is about.
struct RulesUnderTest {
  /// Those of all rule files, in the order in which they are evaluated.
  std::vector<const rules::PreparedGroup*> groups;
  /// What promtool says of the first rule file that is not valid; nothing can be run then.
  std::span<const std::string> errors;
};

/// Runs one test group. Embedded texts that places refer to are put into `arena`; `observer` may be
/// null.
GroupOutcome RunGroup(const TestFile& file, const TestGroup& group,
                      const RulesUnderTest& under_test, const RunOptions& options, Arena& arena,
                      rules::EvaluationObserver* observer);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_GROUP_RUN_H_
