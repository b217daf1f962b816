#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/kinds/template_files.h"

namespace check::workspace {

config::alertmanager::TemplateOptions TemplateOptionsOf(const FileCheck& check) {
  const config::prometheus::CheckOptions& options = check.options().prometheus;
  return {
      .files = options.syntax_only ? &NoFiles() : check.options().files,
      .target_version = check.options().alertmanager.target_version,
      .warns_of_missing_files = !options.syntax_only &&
                                options.missing_files != config::prometheus::MissingFiles::kIgnore};
}

void CheckTemplates(FileCheck& check, const SourceFile& file) {
  Arena arena;
  Diagnostics diagnostics;
  const auto checked =
      config::alertmanager::CheckTemplateFile(file, TemplateOptionsOf(check), arena, diagnostics);
  check.Count(checked.definition_count);
  check.Take(file, diagnostics);
}

namespace {

// Programs have templates of their own: those of notifications read a notification.
bool IsOfNotifications(const Outline& outline) {
  if (!config::alertmanager::IsTemplateFile(outline.path)) return false;
  if (outline.text.find("define") == std::string_view::npos) return false;
  constexpr std::string_view kFields[] = {".Alerts", ".CommonAnnotations", ".CommonLabels",
                                          ".GroupLabels", ".Annotations."};
  for (const std::string_view field : kFields) {
    if (outline.text.find(field) != std::string_view::npos) return true;
  }
  return false;
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  CheckTemplates(check, SourceBuffer(check.path(), std::move(*text)));
}

constexpr std::string_view kExtensions[] = {".tmpl"};
constexpr KindFlag kFlags[] = {KindFlag::kAlertmanagerVersion};
constexpr Example kExamples[] = {
    {"pronoia check templates templates/*.tmpl", "Check templates before a reload"},
};

constexpr KindCommand kCommand = {
    .path = "check templates",
    .summary = "Check template files of Alertmanager",
    .description =
        "Parse template files for notifications, and check what they call and read: functions, "
        "templates, fields of the notification and its alerts. Templates may call those of other "
        "files in the same folder. `pronoia check alertmanager` checks the same files together "
        "with the configuration that refers to them.\n\nAn error means that Alertmanager does not "
        "start with the file.",
    .argument = "Template files, or - for standard input",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kTemplatesKind = {
    .name = "templates",
    .noun = "a template file of Alertmanager",
    .unit = "template",
    .is = IsOfNotifications,
    .extensions = kExtensions,
    .check = Check,
    .may_be_empty = true,
    .command = &kCommand,
};

}  // namespace check::workspace
