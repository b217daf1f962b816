#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/report/by_file.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"

// As Jenkins' schema has it (junit-10.xsd of its xUnit plugin), where suites have a file and tests
// have none.
namespace check::report {
namespace {

// What never changes the exit status is no failure either.
bool IsFailure(const Finding& finding) { return finding.severity != Severity::kInfo; }

std::string NameOf(const FileFindings& file) {
  return file.path.empty() ? "pronoia" : PrintablePath(file.path);
}

std::string TestCase(const FileFindings& file, const Finding& finding) {
  const LineColumn at = finding.where.begin;
  std::string name(finding.info->code);
  if (!file.path.empty()) {
    name += " (line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ")";
  }
  std::string out = "    <testcase" + XmlAttribute("name", name) +
                    XmlAttribute("classname", NameOf(file)) + ">\n";

  std::string text = NameOf(file) + ":" + std::to_string(at.line) + ":" +
                     std::to_string(at.column) + ": " + std::string(ToString(finding.severity)) +
                     ": " + finding.message;
  if (!finding.where.excerpt.empty()) text += "\n" + finding.where.excerpt;
  if (const std::string details = Details(finding); !details.empty()) text += "\n" + details;
  if (IsFailure(finding)) {
    out += "      <failure" + XmlAttribute("type", finding.info->code) +
           XmlAttribute("message", finding.message) + ">" + XmlText(text) + "</failure>\n";
  } else {
    out += "      <system-out>" + XmlText(text) + "</system-out>\n";
  }
  return out + "    </testcase>\n";
}

std::size_t CountFailures(const FileFindings& file) {
  return static_cast<std::size_t>(
      std::count_if(file.findings.begin(), file.findings.end(),
                    [](const Finding* finding) { return IsFailure(*finding); }));
}

// A file without findings is a test that passed.
std::size_t CountTests(const FileFindings& file) {
  return std::max<std::size_t>(file.findings.size(), 1);
}

std::string TestSuite(const FileFindings& file) {
  std::string suite =
      "  <testsuite" + XmlAttribute("name", NameOf(file)) +
      XmlAttribute("tests", CountTests(file)) + XmlAttribute("failures", CountFailures(file)) +
      " errors=\"0\" skipped=\"0\"" + XmlAttribute("file", WithoutDot(file.path)) + ">\n";
  for (const Finding* finding : file.findings) suite += TestCase(file, *finding);
  if (file.findings.empty()) {
    suite += "    <testcase" + XmlAttribute("name", "no problems") +
             XmlAttribute("classname", NameOf(file)) + "/>\n";
  }
  return suite + "  </testsuite>\n";
}

void WriteRun(const Run& run, const Style& /*style*/, const Writer& write) {
  const std::vector<FileFindings> files = ByFile(run);
  std::size_t tests = 0;
  std::size_t failures = 0;
  for (const FileFindings& file : files) {
    tests += CountTests(file);
    failures += CountFailures(file);
  }
  write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pronoia\"" +
        XmlAttribute("tests", tests) + XmlAttribute("failures", failures) + " errors=\"0\">\n");
  for (const FileFindings& file : files) write(TestSuite(file));
  write("</testsuites>\n");
}

}  // namespace

constinit const Format kJunitFormat = {
    .name = "junit",
    .doc = "JUnit XML: a suite for each file, a failed test for each finding.",
    .write = WriteRun,
};

}  // namespace check::report
