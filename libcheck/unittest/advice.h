#ifndef LIBCHECK_UNITTEST_ADVICE_H_
#define LIBCHECK_UNITTEST_ADVICE_H_

#include <vector>

#include "libcheck/rules/eval/evaluation.h"
#include "libcheck/unittest/group_run.h"
#include "libcheck/unittest/outcome.h"

/// How to treat a test that failed: the usual reasons, looked for in the input and the rules.
namespace check::unittest {

/// What a failed test can be explained from.
struct FailureContext {
  const TestFile& file;
  const TestGroup& group;
  const RulesUnderTest& under_test;
  rules::Evaluation& evaluation;  ///< In the state that it was tested in.
};

/// Notes for people, the most telling first; none if nothing is known.
std::vector<std::string> AdviceOn(const AlertsDiffer& failure, const FailureContext& context);
std::vector<std::string> AdviceOn(const SamplesDiffer& failure, const FailureContext& context);

/// Adds a note to failures of `outcome` that do not occur in `closed`, the same test evaluated with
/// the ranges of Prometheus 2.x.
void AdviseOnRanges(const GroupOutcome& closed, GroupOutcome& outcome);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ADVICE_H_
