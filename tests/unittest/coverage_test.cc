#include "libcheck/unittest/coverage.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/unittest/suite.h"
#include "tests/support/golden.h"

namespace check::unittest {
namespace {

// What the tests in testdata/unittest/coverage exercise, with paths as seen from there.
report::Coverage SampleCoverage(std::size_t times) {
  const std::string folder = test::Testdata("unittest/coverage").string() + "/";
  CoverageCollector collector;
  SuiteOptions options;
  options.files = &Disk();
  options.observe = [&](const TestFile&, const TestGroup& group) {
    return collector.Observe(group);
  };
  const std::vector<std::string> paths(times, folder + "tests.yml");
  report::Coverage coverage = collector.Report(RunSuite(paths, options));
  const auto shorten = [&](auto& path) {
    const std::string whole = path;
    REQUIRE(whole.starts_with(folder));
    path = whole.substr(folder.size());
  };
  for (report::FileCoverage& file : coverage.files) {
    shorten(file.path);
    for (report::RuleCoverage& rule : file.rules) {
      shorten(rule.where.path);
      for (report::Decision& decision : rule.decisions) shorten(decision.where.path);
    }
  }
  return coverage;
}

TEST_CASE("what tests exercise of rules is reported as recorded") {
  const report::Coverage coverage = SampleCoverage(1);
  for (const report::CoverageFormat* format : report::AllCoverageFormats()) {
    test::CheckGolden(test::Testdata("unittest/coverage/expected." + std::string(format->name)),
                      format->render(coverage, {.tool_version = "1.2.3"}));
  }
}

// How often each outcome was seen, in order.
std::vector<std::uint64_t> CountsOf(const report::Coverage& coverage) {
  std::vector<std::uint64_t> counts;
  for (const report::FileCoverage& file : coverage.files) {
    for (const report::RuleCoverage& rule : file.rules) {
      counts.push_back(rule.evaluations);
      for (const report::Decision& decision : rule.decisions) {
        for (const report::CoverageOutcome& outcome : decision.outcomes) {
          counts.push_back(outcome.count);
        }
      }
    }
  }
  return counts;
}

TEST_CASE("what several files exercise of the same rules adds up, whichever thread ran them") {
  std::vector<std::uint64_t> expected = CountsOf(SampleCoverage(1));
  for (std::uint64_t& count : expected) count *= 40;
  CHECK(CountsOf(SampleCoverage(40)) == expected);
}

}  // namespace
}  // namespace check::unittest
