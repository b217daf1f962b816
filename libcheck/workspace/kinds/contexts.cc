#include "libcheck/workspace/contexts.h"

#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"contexts"};
constexpr NamedSchema kSchemas[] = {{"contexts", &kContextsTable}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Diagnostics diagnostics;
  check.Count(ReadContexts(file, diagnostics).contexts.size());
  check.Take(file, diagnostics);
}

}  // namespace

extern const FileKind kContextsKind = {
    .name = "contexts",
    .noun = "a file of contexts",
    .unit = "context",
    .keys = kKeys,
    .is = [](const Outline& outline) { return outline.path.ends_with("pronoia/config.yml"); },
    .schemas = kSchemas,
    .check = Check,
};

}  // namespace check::workspace
