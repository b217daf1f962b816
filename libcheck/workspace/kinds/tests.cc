#include "libcheck/unittest/explain.h"
#include "libcheck/unittest/schema.h"
#include "libcheck/unittest/suite.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"evaluation_interval", "group_eval_order", "tests"};
constexpr NamedSchema kSchemas[] = {{"tests", &unittest::kExtendedTestFileObject}};

// Whether the tests pass is for `pronoia test rules` to say: none is run. What is wrong with the
// rule files that are named is told where those are checked.
void Check(FileCheck& check) {
  unittest::SuiteOptions suite;
  suite.files = check.options().files;
  suite.load = check.options().tests;
  suite.rule_files.load = check.options().RulesFor(check.path());
  suite.run.parser = suite.rule_files.load.promql;
  suite.only = std::make_shared<const Regex>(*Regex::Compile("[^\\s\\S]"));  // Matches nothing.
  const std::string paths[] = {check.path()};
  const unittest::SuiteOutcome outcome = unittest::RunSuite(paths, suite);
  const unittest::FileOutcome& file = *outcome.files.front();
  if (file.source == nullptr) {
    check.error = Error{file.upstream_error};
    return;
  }
  if (file.tests) check.Count(file.tests->tests.size());
  Document& document = check.documents.front();
  document.ReadComments(*file.source);
  report::TestRun run = unittest::Explain(outcome);
  for (Finding& finding : run.suites.front().findings) {
    if (finding.where.path == check.path()) document.Add(std::move(finding));
  }
}

}  // namespace

extern const FileKind kTestsKind = {
    .name = "tests",
    .noun = "a test file",
    .unit = "test",
    .advice = "run it with `pronoia test rules`",
    .keys = kKeys,
    .schemas = kSchemas,
    .check = Check,
};

}  // namespace check::workspace
