#ifndef LIBCHECK_REPORT_TEST_RUN_H_
#define LIBCHECK_REPORT_TEST_RUN_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/report/report.h"

/// What came of tests: like findings, but those that pass are told of, too.
namespace check::report {

/// Something that was not as expected.
struct TestFailure {
  Finding finding;
  /// What was expected and what was there, line by line: `- ` expected, `+ ` there, others both.
  std::vector<std::string> details;
};

struct TestCase {
  std::string name;
  Place where;
  std::vector<TestFailure> failures;
  double seconds = 0;
  /// What to show of a case whether it passes or not, such as a timeline. Lines.
  std::vector<std::string> remarks;
};

/// The tests of one file.
struct TestSuite {
  std::string path;
  std::vector<Finding> findings;  ///< About the file itself.
  std::vector<TestCase> cases;
};

struct TestRun {
  std::vector<TestSuite> suites;
  double seconds = 0;
  std::size_t suppressed = 0;      ///< Findings about files that comments hide.
  std::size_t baselined = 0;       ///< Those that the baseline hides.
  std::size_t stale_baseline = 0;  ///< Entries of the baseline that nothing matches any more.
};

/// How test results are printed.
struct TestFormat {
  std::string_view name;
  std::string_view doc;  ///< One sentence.
  std::string (*render)(const TestRun& run, const Style& style);
  bool from_root = false;  ///< As Format::from_root.
};

/// In the order in which `--help` lists them.
std::span<const TestFormat> AllTestFormats();
const TestFormat* FindTestFormat(std::string_view name);

// The formats, in files that are named after them.
std::string TestsAsText(const TestRun& run, const Style& style);
std::string TestsAsJson(const TestRun& run, const Style& style);
std::string TestsAsJunit(const TestRun& run, const Style& style);
std::string TestsAsGithub(const TestRun& run, const Style& style);
std::string TestsAsTap(const TestRun& run, const Style& style);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_TEST_RUN_H_
