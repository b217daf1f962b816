#include <string>

#include "libcheck/report/by_file.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"

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
  std::string out =
      "    <testcase" + XmlAttribute("name", name) + XmlAttribute("classname", NameOf(file)) +
      XmlAttribute("file", WithoutDot(file.path)) + XmlAttribute("line", at.line) + ">\n";

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

std::string Render(const Run& run, const Style& /*style*/) {
  std::size_t all_tests = 0;
  std::size_t all_failures = 0;
  std::string suites;
  for (const FileFindings& file : ByFile(run)) {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::string cases;
    for (const Finding* finding : file.findings) {
      ++tests;
      if (IsFailure(*finding)) ++failures;
      cases += TestCase(file, *finding);
    }
    // A file without findings is a test that passed.
    if (tests == 0) {
      tests = 1;
      cases = "    <testcase" + XmlAttribute("name", "no problems") +
              XmlAttribute("classname", NameOf(file)) +
              XmlAttribute("file", WithoutDot(file.path)) + "/>\n";
    }
    suites += "  <testsuite" + XmlAttribute("name", NameOf(file)) + XmlAttribute("tests", tests) +
              XmlAttribute("failures", failures) + " errors=\"0\" skipped=\"0\">\n" + cases +
              "  </testsuite>\n";
    all_tests += tests;
    all_failures += failures;
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pronoia\"" +
         XmlAttribute("tests", all_tests) + XmlAttribute("failures", all_failures) +
         " errors=\"0\">\n" + suites + "</testsuites>\n";
}

}  // namespace

constinit const Format kJunitFormat = {
    .name = "junit",
    .doc = "JUnit XML: a suite for each file, a failed test for each finding.",
    .render = Render,
};

}  // namespace check::report
