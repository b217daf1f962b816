#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

std::span<const NamedSchema> SettingsSchemas() {
  static const NamedSchema schemas[] = {{"settings", &SettingsTable()}};
  return schemas;
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Diagnostics diagnostics;
  (void)ReadSettings(file, check.options().policy.codes, diagnostics);
  check.Take(file, diagnostics);
}

}  // namespace

extern const FileKind kSettingsKind = {
    .name = "settings",
    .noun = "a settings file of pronoia",
    .unit = "",
    .is = [](const Outline& outline) { return outline.path.ends_with(".pronoia.yml"); },
    .schemas_of = SettingsSchemas,
    .check = Check,
};

}  // namespace check::workspace
