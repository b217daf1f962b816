#include <string>

#include "libcheck/files/memory_files.h"
#include "libcheck/unittest/route_suite.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

constexpr std::string_view kConfig = R"(
route:
  receiver: all
  routes:
    - {matchers: [team="a"], receiver: a, continue: true, mute_time_intervals: [night]}
    - {matchers: [severity="page"], receiver: pager, group_by: ['...'], labels: {x: y}}
    - {matchers: [team=~"a|b"], active_time_intervals: [night]}
inhibit_rules:
  - {source_matchers: [severity="page"], target_matchers: [severity="warning"], equal: [team]}
receivers: [{name: all}, {name: a}, {name: pager}]
time_intervals:
  - {name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]}
)";

}  // namespace

// A file of tests for the routes above.
void FuzzRouteTests(std::string_view bytes) {
  MemoryFiles files;
  files.Write("am.yml", kConfig);
  const std::string paths[] = {files.Write("test.yml", bytes)};
  const auto outcomes = unittest::RunRouteTests(paths, {.files = &files, .config = "am.yml"});
  Require(outcomes.size() == 1 && outcomes[0].error.empty(), "what is in memory can be read");
  const unittest::RouteFileOutcome& outcome = outcomes[0];
  Require(outcome.suite.cases.size() <= outcome.test_count, "each test is a case");
  const auto require_sound = [&](const Finding& finding) {
    Require(!finding.message.empty(), "findings say something");
    Require(finding.where.bytes.end <= bytes.size(), "findings lie in the file");
  };
  for (const Finding& finding : outcome.suite.findings) require_sound(finding);
  for (const report::TestCase& test : outcome.suite.cases) {
    for (const report::TestFailure& failure : test.failures) require_sound(failure.finding);
  }
}

}  // namespace check::fuzz
