#include "libcheck/silences/silences_file.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"silences"};
constexpr NamedSchema kSchemas[] = {{"silences", &silences::kSilencesFileTable}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Diagnostics diagnostics;
  check.Count(silences::ReadSilencesFile(file, diagnostics).silences.size());
  check.Take(file, diagnostics);
}

}  // namespace

extern const FileKind kSilencesKind = {
    .name = "silences",
    .noun = "a file of silences",
    .unit = "silence",
    .advice = "preview it with `pronoia silence plan`",
    .keys = kKeys,
    .schemas = kSchemas,
    .check = Check,
};

}  // namespace check::workspace
