#include <fmt/format.h>

#include "libcheck/report/printable.h"
#include "libcheck/report/test_run.h"
#include "libcheck/report/text.h"
#include "libcheck/report/xml_text.h"

namespace check::report {
namespace {

// Jenkins' schema has no more than three digits.
std::string Seconds(double seconds) { return fmt::format("{:.3f}", seconds); }

std::string Body(std::string_view element, const Finding& finding,
                 std::span<const std::string> details) {
  return fmt::format("      <{}{}{}>{}</{}>\n", element, XmlAttribute("type", finding.info->code),
                     XmlAttribute("message", finding.message),
                     XmlText(FindingText(finding, details, false)), element);
}

}  // namespace

std::string TestsAsJunit(const TestRun& run, const Style& /*style*/) {
  std::string suites;
  std::size_t all_tests = 0;
  std::size_t all_failures = 0;
  std::size_t all_errors = 0;
  for (const TestSuite& suite : run.suites) {
    const std::string name = PrintablePath(suite.path);
    std::string cases;
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    double seconds = 0;
    // What is wrong with the file is a test of its own.
    std::string about;
    for (const Finding& finding : suite.findings) {
      if (finding.severity != Severity::kError) continue;
      ++errors;
      about += Body("error", finding, {});
    }
    if (!about.empty()) {
      ++tests;
      cases += "    <testcase" + XmlAttribute("name", "test file") +
               XmlAttribute("classname", name) + ">\n" + about + "    </testcase>\n";
    }
    for (const TestCase& test : suite.cases) {
      ++tests;
      seconds += test.seconds;
      cases += "    <testcase" + XmlAttribute("name", test.name) + XmlAttribute("classname", name) +
               XmlAttribute("time", Seconds(test.seconds));
      if (test.failures.empty()) {
        cases += "/>\n";
        continue;
      }
      ++failures;
      cases += ">\n";
      for (const TestFailure& failure : test.failures) {
        cases += Body("failure", failure.finding, failure.details);
      }
      cases += "    </testcase>\n";
    }
    suites += "  <testsuite" + XmlAttribute("name", name) + XmlAttribute("tests", tests) +
              XmlAttribute("failures", failures) + XmlAttribute("errors", errors) +
              " skipped=\"0\"" + XmlAttribute("time", Seconds(seconds)) +
              XmlAttribute("file", WithoutDot(suite.path)) + ">\n" + cases + "  </testsuite>\n";
    all_tests += tests;
    all_failures += failures;
    all_errors += errors;
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pronoia\"" +
         XmlAttribute("tests", all_tests) + XmlAttribute("failures", all_failures) +
         XmlAttribute("errors", all_errors) + XmlAttribute("time", Seconds(run.seconds)) + ">\n" +
         suites + "</testsuites>\n";
}

}  // namespace check::report
