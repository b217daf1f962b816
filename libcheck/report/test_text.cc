#include <fmt/format.h>

#include "libcheck/report/brief.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/test_run.h"
#include "libcheck/report/text.h"

namespace check::report {

std::string TestsAsText(const TestRun& run, const Style& style) {
  const auto colour = [&](std::string_view code, const std::string& text) {
    return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  };
  std::string out;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const TestSuite& suite : run.suites) {
    for (const Finding& finding : suite.findings) {
      out += FindingText(finding, {}, style.colour) + "\n";
      if (finding.severity == Severity::kError) ++errors;
      if (finding.severity == Severity::kWarning) ++warnings;
    }
    for (const TestCase& test : suite.cases) {
      ++(test.failures.empty() ? passed : failed);
      if (test.failures.empty() && test.remarks.empty()) continue;
      out += fmt::format("{} {}: {}\n",
                         test.failures.empty() ? colour("1;32", "PASS") : colour("1;91", "FAIL"),
                         PrintablePath(suite.path), PrintableLine(Brief(test.name)));
      for (const TestFailure& failure : test.failures) {
        out += FindingText(failure.finding, failure.details, style.colour) + "\n";
      }
      for (const std::string& line : test.remarks) out += "  " + Printable(Brief(line)) + "\n";
      if (!test.remarks.empty()) out += '\n';
    }
  }
  const std::size_t total = passed + failed;
  std::string summary =
      failed == 0 && errors == 0 ? colour("1;32", Count(passed, "test") + " passed")
      : failed == 0              ? Count(passed, "test") + " passed"
                    : colour("1;91", fmt::format("{} of {} failed", failed, Count(total, "test")));
  if (errors > 0) summary += ", " + colour("1;91", Count(errors, "error"));
  if (warnings > 0) summary += ", " + colour("1;93", Count(warnings, "warning"));
  summary += " in " + Count(run.suites.size(), "file");
  if (const std::string hidden = HiddenText(run.suppressed, run.baselined); !hidden.empty()) {
    summary += " " + colour("2", hidden);
  }
  if (!style.summary) return out;
  return out + summary + "\n" + StaleText(run.stale_baseline);
}

}  // namespace check::report
