#include <chrono>
#include <string>
#include <vector>

#include "libcheck/unittest/faults.h"
#include "libcheck/unittest/group_run.h"
#include "libcheck/unittest/load.h"
#include "libcheck/unittest/relabel_run.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace unittest;

void RequireInside(const Location& where) {
  const Location outermost = where.Outermost();
  Require(outermost.span.begin <= outermost.span.end &&
              outermost.span.end <= outermost.file->text().size(),
          "places are inside the file");
}

// Whether the group is run in no time.
bool IsShort(const TestFile& tests, const TestGroup& group) {
  constexpr std::int64_t kMostSteps = 100;
  return group.LastTime().count() / tests.evaluation_interval.value.count() < kMostSteps &&
         group.alert_tests.size() + group.expr_tests.size() < 20;
}

std::vector<Failure> Run(const TestFile& tests, const TestGroup& group, bool as_upstream,
                         Arena& arena) {
  RunOptions options;
  options.as_upstream = as_upstream;
  options.engine.max_samples = 1'000;
  options.engine.timeout = std::chrono::seconds(1);
  return RunGroup(tests, group, {}, options, arena, nullptr).failures;
}

void CheckGroup(const TestFile& tests, const TestGroup& group, bool runnable, bool as_upstream,
                Arena& arena) {
  const std::vector<Failure> faults = FindFaults(*tests.file, group, {}, arena);
  for (const Failure& fault : faults) RequireInside(fault.where);
  if (!runnable || !IsShort(tests, group)) return;
  const std::vector<Failure> failures = Run(tests, group, as_upstream, arena);
  for (const Failure& failure : failures) RequireInside(failure.where);
  const bool bad_series = !failures.empty() && failures[0].is<BadSeries>();
  Require(bad_series == (!faults.empty() && faults[0].is<BadSeries>()),
          "a series that cannot be read is found without running the test");
  Require(failures.size() == Run(tests, group, as_upstream, arena).size(),
          "a test gives the same when it is run again");
}

// Returns whether tests can be run.
bool CheckFile(const SourceFile& file, bool as_upstream) {
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const LoadedTests loaded = Load(file, {.as_upstream = as_upstream}, arena, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.found()) RequireInside(diagnostic.where);
  Require(loaded.runnable == !diagnostics.HasErrors(), "tests are run if nothing is wrong");
  if (!loaded.tests) return false;
  RelabelRules relabelling;
  UpstreamTexts found_texts;
  Diagnostics found = Diagnostics(&found_texts);
  relabelling.Read(NoFiles(), *loaded.tests, "tests.yml", arena, found);
  for (const Diagnostic& diagnostic : found.found()) RequireInside(diagnostic.where);
  for (const TestGroup& group : loaded.tests->tests) {
    CheckGroup(*loaded.tests, group, loaded.runnable, as_upstream, arena);
    for (const Failure& failure : relabelling.Run(file, group)) RequireInside(failure.where);
  }
  return loaded.runnable;
}

}  // namespace

void FuzzTestFile(std::string_view bytes) {
  const SourceBuffer file("tests.yml", std::string(bytes));
  const bool as_upstream = CheckFile(file, true);
  const bool extended = CheckFile(file, false);
  Require(extended || !as_upstream, "what promtool reads can be read");
}

}  // namespace check::fuzz
