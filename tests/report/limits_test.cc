#include "libcheck/report/limits.h"

#include <doctest/doctest.h>

#include "libcheck/report/report.h"
#include "libcheck/report/statistics.h"

namespace check::report {
namespace {

constexpr CodeInfo kOften = {.code = "often",
                             .severity = Severity::kWarning,
                             .summary = "a common fault",
                             .explanation = ""};
constexpr CodeInfo kRare = {
    .code = "rare", .severity = Severity::kError, .summary = "a rare fault", .explanation = ""};

Finding Found(const CodeInfo& info, const std::string& path, std::uint32_t line) {
  Finding finding = {&info, info.severity, {}, "fault"};
  finding.where.path = SharedText(path);
  finding.where.begin = finding.where.end = {line, 1};
  return finding;
}

Run ManyFindings() {
  Run run;
  for (std::uint32_t line = 1; line <= 5; ++line) {
    run.findings.push_back(Found(kOften, "a.yml", line));
    if (line == 3) run.findings.push_back(Found(kRare, "a.yml", line));
  }
  for (std::uint32_t line = 1; line <= 3; ++line) {
    run.findings.push_back(Found(kOften, "b.yml", line));
  }
  run.files = {{.path = "a.yml"}, {.path = "b.yml"}};
  return run;
}

TEST_CASE("the first findings of each code and file stay, and the others are counted") {
  Run run = ManyFindings();
  LimitFindings(run, 2);
  CHECK(FindFormat("concise")->Render(run, {}) ==
        "a.yml:1:1: warning: fault [often]\n"
        "a.yml:2:1: warning: fault [often]\n"
        "a.yml:3:1: error: fault [rare]\n"
        "b.yml:1:1: warning: fault [often]\n"
        "b.yml:2:1: warning: fault [often]\n"
        "3 more of `often` in a.yml; `--max-findings 0` shows all\n"
        "1 more of `often` in b.yml; `--max-findings 0` shows all\n");
  LimitFindings(run, 1);
  REQUIRE(run.omitted.size() == 2);
  CHECK(run.omitted[0].count == 4);
  CHECK(run.omitted[1].count == 2);
  CHECK(run.findings.size() == 3);
}

TEST_CASE("no limit leaves all findings") {
  Run run = ManyFindings();
  LimitFindings(run, 0);
  CHECK(run.findings.size() == 9);
  CHECK(run.omitted.empty());
}

TEST_CASE("the summary and the statistics count what a limit left out") {
  Run run = ManyFindings();
  LimitFindings(run, 1);
  const std::string text = FindFormat("text")->Render(run, {});
  CHECK(text.ends_with("\n1 error, 8 warnings in 2 of 2 files\n"));
  CHECK(StatisticsText(run) ==
        "8  often  warning  a common fault\n"
        "1  rare   error    a rare fault\n");
}

TEST_CASE("findings below a severity can be left out") {
  Run run = ManyFindings();
  LimitFindings(run, 1);
  KeepFrom(run, Severity::kError);
  CHECK(run.findings.size() == 1);
  CHECK(run.omitted.empty());
}

}  // namespace
}  // namespace check::report
