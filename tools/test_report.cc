#include "tools/test_report.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "libcheck/files/file_writer.h"
#include "libcheck/report/text.h"
#include "tools/output.h"

namespace tools {

std::optional<check::Error> JudgeTests(std::span<const TestedFile> files,
                                       const check::workspace::FileKind& kind,
                                       const check::workspace::BaselineFiles& baseline,
                                       const check::workspace::Options& options,
                                       check::report::TestRun& run) {
  const check::workspace::Policy& policy = options.policy;
  std::vector<std::vector<check::Finding>*> lists;
  std::vector<std::string> checked;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const TestedFile& file = files[i];
    std::vector<check::Finding>& findings = run.suites[i].findings;
    check::workspace::Document document(file.path, &kind, policy);
    std::vector<check::Finding> of_others;
    for (check::Finding& finding : findings) {
      if (finding.where.path == file.path) {
        document.Add(std::move(finding));
      } else if (const auto severity =
                     policy.SeverityOf(*finding.info, finding.severity, finding.where.path)) {
        finding.severity = *severity;
        of_others.push_back(std::move(finding));
      }
    }
    if (file.source != nullptr) {
      HintAtKind(*file.source, kind, document.findings);
      document.ReadComments(*file.source);
    }
    document.Finish();
    run.suppressed += document.suppressed();
    findings = std::move(of_others);
    std::move(document.findings.begin(), document.findings.end(), std::back_inserter(findings));
    lists.push_back(&findings);
    checked.push_back(file.path);
  }
  const auto hidden = ApplyBaseline(baseline, options, lists, checked);
  if (!hidden) return hidden.error();
  run.baselined = hidden->hidden;
  run.stale_baseline = hidden->stale;
  return std::nullopt;
}

bool HasErrors(const check::report::TestRun& run) {
  for (const check::report::TestSuite& suite : run.suites) {
    for (const check::Finding& finding : suite.findings) {
      if (finding.severity == check::Severity::kError) return true;
    }
    for (const check::report::TestCase& test : suite.cases) {
      if (!test.failures.empty()) return true;
    }
  }
  return false;
}

bool HasWarnings(const check::report::TestRun& run) {
  return std::any_of(run.suites.begin(), run.suites.end(), [](const auto& suite) {
    return std::any_of(suite.findings.begin(), suite.findings.end(), [](const auto& finding) {
      return finding.severity == check::Severity::kWarning;
    });
  });
}

check::report::Style TestStyle(bool colour) {
  return {.colour = colour, .tool_version = PRONOIA_VERSION};
}

std::string ExplainTests(const check::report::TestRun& run, const check::report::Style& style) {
  if (!style.summary || (!style.colour && !OutputIsTerminal())) return {};
  const check::Finding* gravest = nullptr;
  const auto look = [&](const check::Finding& finding) {
    if (gravest == nullptr || gravest->severity < finding.severity) gravest = &finding;
  };
  for (const check::report::TestSuite& suite : run.suites) {
    for (const check::Finding& finding : suite.findings) look(finding);
    for (const check::report::TestCase& test : suite.cases) {
      for (const check::report::TestFailure& failure : test.failures) look(failure.finding);
    }
  }
  return gravest == nullptr ? std::string() : check::report::ExplainText(*gravest->info);
}

std::optional<check::Error> WriteJunit(const std::string& path, const check::report::TestRun& run) {
  if (path.empty()) return std::nullopt;
  return check::ReplaceFile(path, check::report::TestsAsJunit(run, TestStyle(false)));
}

}  // namespace tools
