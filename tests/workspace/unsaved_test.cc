#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/files/overlay_files.h"
#include "libcheck/reference/reference.h"
#include "libcheck/workspace/run.h"
#include "tests/support/temporary.h"

namespace check::workspace {
namespace {

// A line for each finding: "rules/a.yml:4 promql-syntax", and for what could not be looked at.
std::string Check(const FileSystem& files, const test::TemporaryFolder& folder,
                  const std::string& path) {
  std::vector<Input> inputs;
  for (const InputFile& file : ExpandInputs(files, std::vector{folder.path(path)}).files) {
    inputs.push_back({file.path, file.found});
  }
  Options options;
  options.files = &files;
  options.policy.codes = reference::AllCodes();
  const Outcome outcome = CheckFiles(std::move(inputs), options);
  std::string text;
  for (const Finding& finding : outcome.report.findings) {
    text += fmt::format("{}:{} {}\n", PathFrom(folder.path(""), finding.where.path),
                        finding.where.begin.line, finding.info->code);
  }
  for (const std::string& error : outcome.errors) text += error + "\n";
  return text;
}

std::string RuleFile(std::string_view expr) {
  return fmt::format("groups:\n- name: a\n  rules:\n  - {{record: a:b, expr: '{}'}}\n", expr);
}

TEST_CASE("what an editor has not saved yet is checked in place of what is on disk") {
  const test::TemporaryFolder folder;
  folder.Write("prometheus.yml",
               "rule_files: [rules/*.yml]\n"
               "scrape_configs:\n- {job_name: a, file_sd_configs: [{files: [targets.json]}]}\n");
  folder.Write("targets.json", R"([{"targets": ["a:1"]}])");
  const std::string rules = folder.Write("rules/a.yml", RuleFile("sum(up"));
  const auto tests = [](std::string_view rule_file) {
    return fmt::format(
        "rule_files: [{}]\nevaluation_interval: 1m\n"
        "tests: [{{promql_expr_test: [{{expr: up, eval_time: 1m}}]}}]\n",
        rule_file);
  };
  folder.Write("tests/a_test.yml", tests("../rules/a.yml"));
  OverlayFiles files(Disk());
  CHECK(Check(files, folder, "rules") == "rules/a.yml:4 promql-syntax\n");
  CHECK(Check(files, folder, "prometheus.yml") == "rules/a.yml:4 promql-syntax\n");

  files.Write(rules, RuleFile("sum(up)"));
  CHECK(Check(files, folder, "rules").empty());
  CHECK(Check(files, folder, "prometheus.yml").empty());
  CHECK(Check(files, folder, "").empty());
  CHECK(Check(Disk(), folder, "") == "rules/a.yml:4 promql-syntax\n");

  // Files that are not on disk at all.
  files.Write(folder.path("rules/new.yml"), RuleFile("rate(up"));
  CHECK(Check(files, folder, "rules/*.yml") == "rules/new.yml:4 promql-syntax\n");
  CHECK(Check(files, folder, "prometheus.yml") == "rules/new.yml:4 promql-syntax\n");
  files.Remove(folder.path("rules/new.yml"));

  // What others name: targets of a job, rules of a test.
  files.Write(folder.path("targets.json"), R"([{"targets": ["a:1/metrics"]}])");
  CHECK(Check(files, folder, "prometheus.yml") == "targets.json:1 config-bad-target\n");
  files.Write(folder.path("tests/a_test.yml"), tests("../rules/none.yml"));
  CHECK(Check(files, folder, "tests") == "tests/a_test.yml:1 test-no-rule-file\n");
  files.Write(folder.path("rules/none.yml"), RuleFile("up"));
  CHECK(Check(files, folder, "tests").empty());
}

TEST_CASE("standard input is what it turns out to be, wherever it comes from") {
  Options options;
  options.policy.codes = reference::AllCodes();
  const auto check = [&](std::string_view text) {
    const MemoryFiles files = {{"-", text}};
    options.files = &files;
    const Outcome outcome = CheckFiles({{"-"}}, options);
    std::string codes;
    for (const Finding& finding : outcome.report.findings) {
      codes += std::string(finding.info->code) + "\n";
    }
    for (const std::string& error : outcome.errors) codes += error + "\n";
    return codes;
  };
  CHECK(check(RuleFile("sum(up")) == "promql-syntax\n");
  CHECK(check("rule_files: [none.yml]\ntests: []\n") == "test-nothing-tested\ntest-no-rule-file\n");
  CHECK(check("") == "standard input is empty\n");
  options.files = &NoFiles();
  for (const FileKind* kind : {static_cast<const FileKind*>(nullptr), FileKinds().front()}) {
    CHECK(CheckFiles({{"-", false, kind}}, options).errors ==
          std::vector<std::string>{"cannot read standard input: no such file or directory"});
  }
}

}  // namespace
}  // namespace check::workspace
