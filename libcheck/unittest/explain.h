#ifndef LIBCHECK_UNITTEST_EXPLAIN_H_
#define LIBCHECK_UNITTEST_EXPLAIN_H_

#include "libcheck/report/test_run.h"
#include "libcheck/unittest/suite.h"

namespace check::unittest {

/// Results as people and programs want them: each failure with its place, what was expected beside
/// the closest thing that was there, and what led to it.
report::TestRun Explain(const SuiteOutcome& outcome);

/// What a test group is called: its name, or `test 3`.
std::string NameOf(const TestGroup& group);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_EXPLAIN_H_
