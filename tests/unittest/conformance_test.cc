#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "libcheck/unittest/suite.h"
#include "libcheck/unittest/upstream_text.h"
#include "tests/support/shared.h"

namespace check::unittest {
namespace {

std::string FailuresOf(const SuiteOutcome& outcome) {
  std::string text;
  for (const auto& file : outcome.files) {
    if (!file->upstream_error.empty()) text += file->upstream_error + "\n";
    for (const GroupOutcome& group : file->groups) {
      for (const Failure& failure : group.failures) {
        text += UpstreamText(failure, *group.group, false) + "\n";
      }
    }
  }
  return text;
}

TEST_CASE("promtool's own test files get promtool's verdict") {
  const auto folder = test::Shared("conformance/promtool", "verdicts on promtool's test files");
  if (!folder) return;
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    if (row.value("command", "") != "test rules") continue;
    const bool fails = row["exit_code"].get<int>() != 0;
    const std::string file = row["files"][0];
    // An option of the library, which the command always sets.
    if (file == "testdata/at-modifier-test.yml" && fails) continue;
    ++total;
    SuiteOptions options = AsPromtool({}, false, row["ignore_unknown_fields"].get<bool>());
    options.files = &Disk();
    if (const auto run = row["run"].get<std::vector<std::string>>(); !run.empty()) {
      const auto only = AnyOf(run);
      REQUIRE(only.ok());
      options.only = *only;
    }
    const std::string path = (*folder / file).string();
    const SuiteOutcome outcome = RunSuite({&path, 1}, options);
    CAPTURE(path);
    const std::string failures = FailuresOf(outcome);
    CAPTURE(failures);
    CHECK(failures.empty() != fails);
    agreed += failures.empty() != fails ? 1 : 0;
  }
  test::PrintConformance("promtool/cases.jsonl (test rules)", agreed, total);
}

// promtool 3.14 passes all of them.
TEST_CASE("unit tests from the field get promtool's verdict") {
  const auto folder = test::Shared("corpus/unittests", "verdicts on unit tests from the field");
  if (!folder) return;
  SuiteOptions options = AsPromtool({}, false, false);
  options.files = &Disk();
  std::size_t total = 0;
  std::size_t agreed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    const std::string path = entry.path().string();
    if (!path.ends_with("_tests.yaml")) continue;
    ++total;
    const SuiteOutcome outcome = RunSuite({&path, 1}, options);
    CAPTURE(path);
    const std::string failures = FailuresOf(outcome);
    CHECK(failures == "");
    agreed += failures.empty() ? 1 : 0;
  }
  test::PrintConformance("corpus/unittests", agreed, total);
}

}  // namespace
}  // namespace check::unittest
