#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/lint/driver.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/report/report.h"
#include "tests/support/golden.h"

namespace check::lint {
namespace {

TEST_CASE("the stack that newcomers try has the fault that was planted, and no other") {
  const std::string root = test::Testdata("stack").string();
  const auto config = config::prometheus::ReadPrometheusConfig(
      root + "/prometheus.yml", test::ReadText(root + "/prometheus.yml"));
  CHECK(config->diagnostics.found().empty());
  Options options;
  options.environment = EnvironmentOf(*config);

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
}  // namespace check::lint
