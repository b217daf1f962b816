#include "libcheck/config/blackbox/blackbox.h"

#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr NamedSchema kSchemas[] = {{"blackbox", &config::blackbox::kBlackboxConfig}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  check.Count(config::blackbox::CheckBlackbox(file, arena, diagnostics).module_count);
  check.Take(file, diagnostics);
}

constexpr Example kExamples[] = {
    {"pronoia check blackbox blackbox.yml", "Check modules before the exporter reads them"},
};

constexpr KindCommand kCommand = {
    .path = "check blackbox",
    .summary = "Check a blackbox exporter configuration",
    .description =
        "Check the modules of a blackbox.yml with all their probers: fields, TLS, regular "
        "expressions, and CEL expressions with their types.",
    .argument = "Configuration files, or - for standard input",
    .examples = kExamples,
};

}  // namespace

// Other exporters have modules too, but none of them probers.
extern const FileKind kBlackboxKind = {
    .name = "blackbox",
    .noun = "a blackbox exporter configuration",
    .unit = "module",
    .is =
        [](const Outline& outline) {
          return outline.Has("modules") && outline.text.find("prober:") != std::string_view::npos;
        },
    .schemas = kSchemas,
    .check = Check,
    .command = &kCommand,
};

}  // namespace check::workspace
