#include "libcheck/promql/promqltest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/shared.h"

namespace check::promql {
namespace {

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> Scripts(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> scripts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".test") scripts.push_back(entry.path());
  }
  std::sort(scripts.begin(), scripts.end());
  return scripts;
}

ScriptOptions EveryRepetition() {
  ScriptOptions options = UpstreamScriptOptions();
  options.check_ahead = true;
  return options;
}

void ReportFailures(const std::filesystem::path& path, const ScriptResult& result) {
  for (const ScriptFailure& failure : result.failures) {
    FAIL_CHECK(path.filename().string()
               << ":" << failure.line << ": " << failure.command << "\n  " << failure.message);
  }
}

TEST_CASE("our own scripts pass, with all their repetitions") {
  for (const auto& path :
       Scripts(std::filesystem::path(PRONOIA_SOURCE_DIR) / "testdata" / "promql")) {
    const ScriptResult result = RunScript(ReadText(path), EveryRepetition());
    CHECK(result.evaluations > 0);
    CHECK(result.queries > result.evaluations);
    ReportFailures(path, result);
  }
}

// Among them are results that pinning the times of selectors changes.
TEST_CASE("the bugs of Prometheus 3.14.0 that its main branch has repaired are kept") {
  ScriptOptions options = UpstreamScriptOptions();
  options.repeat_evaluations = false;
  for (const auto& path :
       Scripts(std::filesystem::path(PRONOIA_SOURCE_DIR) / "testdata" / "promql" / "release")) {
    const ScriptResult result = RunScript(ReadText(path), options);
    CHECK(result.evaluations > 0);
    ReportFailures(path, result);
  }
}

TEST_CASE("Prometheus's own scripts pass, with all their repetitions") {
  const auto folder = test::Shared("conformance/promql/testdata", "Prometheus's test scripts");
  if (!folder) return;
  std::size_t total = 0;
  std::size_t passed = 0;
  for (const auto& path : Scripts(*folder)) {
    const ScriptResult result = RunScript(ReadText(path), EveryRepetition());
    total += result.evaluations;
    passed += result.evaluations - std::min(result.evaluations, result.failures.size());
    ReportFailures(path, result);
  }
  test::PrintConformance("promql/testdata", passed, total);
  CHECK(total == 2195);
}

TEST_CASE("what is not as expected is reported with its line, and what was there instead") {
  struct Row {
    const char* script;
    const char* message;
  };
  const Row rows[] = {
      {"load 1m\n  x 1\n\neval instant at 0 x\n  x 2\n",
       R"(expected 2 for {__name__="x"} but got 1)"},
      {"load 1m\n  x 1\n\neval instant at 0 x\n",
       R"(unexpected metric {__name__="x"} in result, has value 1)"},
      {"load 1m\n  x 1\n\neval instant at 0 y\n  y 1\n",
       R"(expected metric {__name__="y"} with 1 not found)"},
      {"\n\n\neval instant at 0 1 + 1\n  3\n", "expected scalar 3 but got 2"},
      {"load 1m\n  x 1 2\n\neval range from 0 to 1m step 1m x\n  x 1 3\n",
       R"(expected 3 for {__name__="x"} at 60000 but got 2 (result has 1 @[0] 2 @[60000]))"},
      {"\n\n\neval instant at 0 vector(1)\n  expect fail\n",
       "expected error evaluating query `vector(1)` but got none"},
      {"\n\n\neval instant at 0 rate(x[1m])\n  expect info\n",
       "expected info annotations but none were found"},
      {"\n\n\nevil instant at 0 x\n", R"(invalid command "evil instant at 0 x")"},
      {"\n\n\neval instant at 0 x{\n", "4:21: parse error: unexpected end of input inside braces"},
      {"\n\n\nload 1m\n  x 1 +\n", "5:6: parse error: unexpected end of input in series values"},
      {"\n\n\nload 1m\n  x@st 0s\n  y 1\n",
       "@st metric does not match the following sample line metric"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.script);
    const ScriptResult result = RunScript(row.script, UpstreamScriptOptions());
    REQUIRE(result.failures.size() == 1);
    CHECK(result.failures[0].message == row.message);
    CHECK(result.failures[0].line >= 4);
  }
}

}  // namespace
}  // namespace check::promql
