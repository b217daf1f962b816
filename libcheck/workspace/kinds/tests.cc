#include "libcheck/unittest/schema.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"evaluation_interval", "group_eval_order", "tests"};
constexpr NamedSchema kSchemas[] = {{"tests", &unittest::kExtendedTestFileObject}};

// Whether the tests pass is for `pronoia test rules` to say.
void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  const unittest::LoadedTests loaded =
      unittest::Load(file, check.options().tests, arena, diagnostics);
  if (loaded.tests) check.Count(loaded.tests->tests.size());
  check.Take(file, diagnostics);
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
