#include "libcheck/unittest/route_schema.h"
#include "libcheck/unittest/route_suite.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"alertmanager_config"};
constexpr NamedSchema kSchemas[] = {{"route-tests", &unittest::kRouteTestFileObject}};

bool IsRouteTests(const Outline& outline) {
  return outline.Has("tests") && !outline.Has("rule_files") &&
         unittest::LooksLikeRouteTests(outline.text);
}

// Whether the tests pass is for `pronoia test routes` to say: none is run.
void Check(FileCheck& check) {
  const std::string paths[] = {check.path()};
  unittest::RouteFileOutcome file = std::move(
      unittest::RunRouteTests(paths, {.files = check.options().files, .only_check = true}).front());
  if (file.source == nullptr) {
    check.error = Error{file.error};
    return;
  }
  check.Count(file.test_count);
  Document& document = check.documents.front();
  document.ReadComments(*file.source);
  for (Finding& finding : file.suite.findings) document.Add(std::move(finding));
}

}  // namespace

extern const FileKind kRouteTestsKind = {
    .name = "route-tests",
    .noun = "a file of route tests",
    .unit = "test",
    .advice = "run it with `pronoia test routes`",
    .keys = kKeys,
    .is = IsRouteTests,
    .schemas = kSchemas,
    .check = Check,
};

}  // namespace check::workspace
