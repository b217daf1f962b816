#ifndef LIBCHECK_UNITTEST_COVERAGE_H_
#define LIBCHECK_UNITTEST_COVERAGE_H_

#include <memory>
#include <vector>

#include "libcheck/report/coverage.h"
#include "libcheck/rules/eval/observer.h"
#include "libcheck/unittest/suite.h"

namespace check::unittest {

struct GroupCoverage;

/// Gathers what tests exercise of the rules.
///
/// An alert counts as seen inactive only where tests are about it: in groups in which it is active
/// at other times, or that expect something of it. Others evaluate it over nothing.
class CoverageCollector {
 public:
  CoverageCollector();
  CoverageCollector(const CoverageCollector&) = delete;
  CoverageCollector& operator=(const CoverageCollector&) = delete;
  ~CoverageCollector();

  /// The observer of a group. It may outlive the collector. Not for several threads at once.
  std::unique_ptr<rules::EvaluationObserver> Observe(const TestGroup& group);

  /// What has been seen of the rule files of `outcome`, the run that was observed. It depends
  /// neither on the order in which groups were run nor on how they were spread over threads.
  report::Coverage Report(const SuiteOutcome& outcome) const;

 private:
  std::vector<std::shared_ptr<GroupCoverage>> groups_;
};

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_COVERAGE_H_
