#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kExtensions[] = {".json"};
constexpr NamedSchema kSchemas[] = {
    {.name = "targets", .object = &config::prometheus::kStaticSdConfig, .is_list = true},
    {.name = "targets-json",
     .object = &config::prometheus::kStaticSdConfig,
     .is_list = true,
     .is_json = true},
};

// Whether the first item of the list begins as a group of targets does.
bool IsTargets(const Outline& outline) {
  if (!outline.is_list) return false;
  const std::string_view extension = outline.extension();
  if (extension != ".json" && extension != ".yml" && extension != ".yaml") return false;
  std::string_view rest = outline.text;
  const auto skip = [&](std::string_view characters) {
    rest.remove_prefix(std::min(rest.find_first_not_of(characters), rest.size()));
  };
  for (skip(" \t\r\n"); rest.starts_with('#') || rest.starts_with("---"); skip(" \t\r\n")) {
    rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
  }
  skip(" \t\r\n-[{\"'");
  return rest.starts_with("targets") || rest.starts_with("labels");
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const auto checked = config::prometheus::CheckTargetText(check.path(), std::move(*text));
  check.Count(checked->job_count);
  check.Take(*checked->config->sources().front(), checked->diagnostics);
}

constexpr Example kExamples[] = {
    {"pronoia check targets targets/*.json", "Check target files before the server reads them"},
};

constexpr KindCommand kCommand = {
    .path = "check targets",
    .summary = "Check target files for file-based service discovery",
    .description =
        "Takes files as `file_sd_configs` names them, in JSON or YAML. What their targets come to "
        "after relabelling depends on the job: `pronoia check config` looks at that.",
    .argument = "Target files, or - for YAML on standard input",
    .examples = kExamples,
};

}  // namespace

extern const FileKind kTargetsKind = {
    .name = "targets",
    .noun = "a target file",
    .unit = "target",
    .is = IsTargets,
    .extensions = kExtensions,
    .schemas = kSchemas,
    .check = Check,
    .command = &kCommand,
};

}  // namespace check::workspace
