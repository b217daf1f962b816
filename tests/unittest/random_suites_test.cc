#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/report/test_run.h"
#include "libcheck/unittest/explain.h"
#include "libcheck/unittest/suite.h"
#include "libcheck/unittest/timeline.h"
#include "libcheck/unittest/upstream_text.h"
#include "tests/support/random_suite.h"

// Random suites are run step by step and with every shortcut: what is printed has to be the same.
//
// PRONOIA_RANDOM_SUITES=20000 PRONOIA_RANDOM_FIRST=1 unit_tests -tc='random suites*' makes a large
// run. tests/comparison/suites.py runs the same suites with promtool.
namespace check::unittest {
namespace {

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr && *given != '\0' ? std::strtoull(given, nullptr, 10) : otherwise;
}

// All that people are shown, without how long it took.
std::string Printed(const SuiteOutcome& outcome) {
  report::TestRun run = Explain(outcome);
  run.seconds = 0;
  for (report::TestSuite& suite : run.suites) {
    for (report::TestCase& test : suite.cases) test.seconds = 0;
  }
  std::string text = report::TestsAsText(run, {});
  for (const auto& file : outcome.files) {
    for (const GroupOutcome& group : file->groups) text += group.debug;
  }
  return text;
}

// Failures as promtool prints them, and all samples if they are asked for.
std::string PromtoolText(const SuiteOutcome& outcome) {
  std::string text;
  for (const auto& file : outcome.files) {
    if (!file->upstream_error.empty()) text += file->upstream_error + "\n";
    for (const GroupOutcome& group : file->groups) {
      for (const Failure& failure : group.failures) {
        text += UpstreamText(failure, *group.group, false) + "\n";
      }
      text += group.debug;
    }
  }
  return text;
}

SuiteOptions Native() {
  SuiteOptions options;
  options.rule_files.load.promql.experimental_functions = true;
  options.run.parser = options.rule_files.load.promql;
  return options;
}

SuiteOptions StepByStep(SuiteOptions options) {
  options.run.ahead = false;
  options.run.engine.steps_together = false;
  return options;
}

SuiteOptions AllRules(SuiteOptions options) {
  options.run.all_rules = true;
  return options;
}

SuiteOptions Debugged(SuiteOptions options) {
  options.run.debug = true;
  return options;
}

SuiteOptions Watched(SuiteOptions options) {
  options.observe = [](const TestFile&, const TestGroup&) { return std::make_unique<Timeline>(); };
  return options;
}

}  // namespace

TEST_CASE("random suites have the same outcome step by step and with every shortcut") {
  const std::uint64_t first = FromEnvironment("PRONOIA_RANDOM_FIRST", 1);
  const std::uint64_t count = FromEnvironment("PRONOIA_RANDOM_SUITES", 250);
  const SuiteOptions native = Native();
  const SuiteOptions promtool = AsPromtool({}, false, false);
  std::size_t failed = 0;
  for (std::uint64_t seed = first; seed < first + count && failed < 20; ++seed) {
    MemoryFiles files;
    const test::RandomSuite suite = test::MakeRandomSuite(seed);
    for (const auto& [name, text] : suite.rules) files.Write(name, text);
    const std::string path = files.Write(suite.tests.first, suite.tests.second);
    const auto run = [&](SuiteOptions options) {
      options.files = &files;
      return RunSuite({&path, 1}, options);
    };
    CAPTURE(seed);

    // What of the rules is left out cannot fail; it could say something about templates.
    const std::string natively = Printed(run(StepByStep(native)));
    const std::string of_all = PromtoolText(run(StepByStep(AllRules(native))));
    const std::string watched = Printed(run(StepByStep(Watched(native))));
    const std::string as_promtool = PromtoolText(run(StepByStep(Debugged(promtool))));
    const std::size_t failures = failed;
    const auto check = [&](const std::string& got, const std::string& wanted) {
      if (got != wanted) failed = failures + 1;
      CHECK(got == wanted);
    };
    const SuiteOutcome quick = run(native);
    check(Printed(quick), natively);
    check(PromtoolText(quick), of_all);
    check(Printed(run(Watched(native))), watched);
    check(PromtoolText(run(Debugged(native))), PromtoolText(run(StepByStep(Debugged(native)))));
    check(PromtoolText(run(Debugged(promtool))), as_promtool);
  }
}

}  // namespace check::unittest
