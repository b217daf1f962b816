#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/workspace/rule_files.h"
#include "libcheck/lint/surroundings.h"
#include "libcheck/report/report.h"
#include "tests/support/golden.h"

namespace check::workspace {
namespace {

TEST_CASE("the stack that newcomers try has the fault that was planted, and no other") {
  const std::string root = test::Testdata("stack").string();
  const SourceBuffer prometheus_yml("prometheus.yml", test::ReadText(root + "/prometheus.yml"));
  Diagnostics diagnostics;
  Options options;
  options.surroundings = ReadSurroundings(prometheus_yml, diagnostics);
  CHECK(diagnostics.found().empty());

  const std::vector<std::string> arguments = {root};
  std::vector<Input> inputs;
  for (const InputFile& file : ExpandInputs(arguments).files) {
    inputs.push_back({std::filesystem::relative(file.path, root).string(), file.found});
  }
  options.read = [&](const std::string& path) -> Result<std::string> {
    return test::ReadText(root + "/" + path);
  };
  const CheckResult result = CheckRuleFiles(inputs, options);
  report::Run run;
  for (const FileResult& file : result.files) {
    if (!file.skipped) run.files.push_back({file.path, file.rule_count});
  }
  run.findings = result.findings;
  CHECK(run.files.size() == 3);
  test::CheckGolden(test::Testdata("stack.expected"), report::FindFormat("text")->render(run, {}));
}

}  // namespace
}  // namespace check::workspace
