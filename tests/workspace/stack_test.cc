#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/reference/reference.h"
#include "libcheck/report/report.h"
#include "libcheck/workspace/run.h"
#include "tests/support/checked.h"
#include "tests/support/golden.h"

namespace check::workspace {
namespace {

TEST_CASE("the stack that newcomers try has the fault that was planted, and no other") {
  const std::string root = test::Testdata("stack").string();
  std::vector<Input> inputs;
  for (const InputFile& file : ExpandInputs(Disk(), std::vector{root}).files) {
    inputs.push_back({file.path, file.found});
  }
  Options options;
  options.files = &Disk();
  options.policy.codes = reference::AllCodes();
  Outcome outcome = CheckFiles(std::move(inputs), options);
  CHECK(outcome.errors.empty());
  for (Finding& finding : outcome.report.findings) {
    finding.where.path = std::filesystem::relative(finding.where.path.str(), root).string();
    for (PlaceLabel& label : finding.labels) label.where.path = finding.where.path;
  }
  test::CheckGolden(test::Testdata("stack.expected"),
                    report::FindFormat("text")->Render(outcome.report, {}));
}

}  // namespace
}  // namespace check::workspace
