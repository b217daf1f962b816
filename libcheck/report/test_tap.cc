#include <fmt/format.h>

#include "libcheck/report/printable.h"
#include "libcheck/report/test_run.h"
#include "libcheck/report/text.h"

namespace check::report {
namespace {

// Hashes would begin a directive.
std::string Name(std::string_view text) {
  std::string name;
  for (const char c : PrintableLine(text)) {
    if (c == '#' || c == '\\') name += '\\';
    name += c;
  }
  return name;
}

std::string Comment(std::string_view text) {
  std::string comment;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    comment += fmt::format("# {}\n", line);
  }
  return comment;
}

}  // namespace

std::string TestsAsTap(const TestRun& run, const Style& /*style*/) {
  std::size_t count = 0;
  std::string lines;
  for (const TestSuite& suite : run.suites) {
    bool sound = true;
    std::string about;
    for (const Finding& finding : suite.findings) {
      sound = sound && finding.severity != Severity::kError;
      about += Comment(FindingText(finding, {}, false));
    }
    lines += fmt::format("{}ok {} - {}\n{}", sound ? "" : "not ", ++count,
                         Name(PrintablePath(suite.path)), about);
    for (const TestCase& test : suite.cases) {
      lines += fmt::format("{}ok {} - {}: {}\n", test.failures.empty() ? "" : "not ", ++count,
                           Name(PrintablePath(suite.path)), Name(test.name));
      for (const TestFailure& failure : test.failures) {
        lines += Comment(FindingText(failure.finding, failure.details, false));
      }
    }
  }
  return fmt::format("TAP version 14\n1..{}\n{}", count, lines);
}

}  // namespace check::report
