#include "libcheck/lint/alertmanager.h"

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/check_templates.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/kinds/template_files.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"inhibit_rules", "mute_time_intervals", "receivers", "route",
                                      "time_intervals"};
constexpr NamedSchema kSchemas[] = {{"alertmanager", &config::alertmanager::kConfig}};

// Keeps the files of templates that diagnostics point to.
config::alertmanager::TemplateCheck CheckTemplatesOf(const FileCheck& check, const SourceFile& file,
                                                     const schema::LoadedFile& loaded, Arena& arena,
                                                     Diagnostics& diagnostics) {
  if (loaded.root == nullptr || !loaded.root->IsMapping()) return {};
  const schema::Input input = {.file = file, .stream = loaded.stream, .arena = arena};
  return config::alertmanager::CheckTemplates(
      schema::Values(*loaded.root, input, yaml::Dialect::kGoYamlV2), TemplateOptionsOf(check),
      arena, diagnostics);
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  if (config::alertmanager::IsTemplateFile(check.path())) return CheckTemplates(check, file);
  const config::alertmanager::CheckOptions options = {.target_version =
                                                          check.options().alertmanager_version};
  const auto checked = config::alertmanager::CheckConfig(file, options, arena, diagnostics);
  check.Count(checked.receiver_count);
  const auto templates = CheckTemplatesOf(check, file, checked.loaded, arena, diagnostics);
  for (const auto& source : templates.files) check.ReadComments(*source);
  lint::CheckAlertmanager(file, checked.loaded, check.options().policy.ActiveChecks(check.path()),
                          options.matchers, arena, diagnostics);
  check.Take(file, diagnostics);
}

constexpr Example kExamples[] = {
    {"pronoia check alertmanager alertmanager.yml", "Check a configuration before a reload"},
};

constexpr KindFlag kFlags[] = {KindFlag::kAlertmanagerVersion, KindFlag::kMissingFiles};

constexpr KindCommand kCommand = {
    .path = "check alertmanager",
    .summary = "Say whether Alertmanager would accept its configuration",
    .description =
        "Checks every section of an alertmanager.yml: routes, inhibition rules, time intervals, "
        "and "
        "all fields of all types of receivers, together with what they take from `global`. All "
        "problems are reported at once.\n\n"
        "An error means that amtool 0.34 refuses the configuration, or that Alertmanager crashes "
        "when it reads it. No secret is ever shown.",
    .argument = "Configuration files, or - for standard input",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kAlertmanagerKind = {
    .name = "alertmanager",
    .noun = "an Alertmanager configuration",
    .unit = "receiver",
    .keys = kKeys,
    .schemas = kSchemas,
    .check = Check,
    .leads_to_others = true,
    .command = &kCommand,
};

}  // namespace check::workspace
