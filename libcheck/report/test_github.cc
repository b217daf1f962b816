#include <utility>

#include "libcheck/report/formats.h"
#include "libcheck/report/test_run.h"

namespace check::report {

std::string TestsAsGithub(const TestRun& run, const Style& style) {
  Run findings;
  for (const TestSuite& suite : run.suites) {
    findings.findings.insert(findings.findings.end(), suite.findings.begin(), suite.findings.end());
    for (const TestCase& test : suite.cases) {
      for (const TestFailure& failure : test.failures) {
        Finding finding = failure.finding;
        finding.message = test.name + ": " + finding.message;
        for (const std::string& line : failure.details) finding.message += "\n" + line;
        findings.findings.push_back(std::move(finding));
      }
    }
  }
  return kGithubFormat.Render(findings, style);
}

}  // namespace check::report
