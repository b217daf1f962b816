#include "libcheck/lint/alertmanager.h"

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"inhibit_rules", "mute_time_intervals", "receivers", "route",
                                      "time_intervals"};
constexpr NamedSchema kSchemas[] = {{"alertmanager", &config::alertmanager::kConfig}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  const config::alertmanager::CheckOptions options;
  const auto checked = config::alertmanager::CheckConfig(file, options, arena, diagnostics);
  check.Count(checked.receiver_count);
  lint::CheckAlertmanager(file, checked.loaded, check.options().policy.ActiveChecks(check.path()),
                          options.matchers, arena, diagnostics);
  check.Take(file, diagnostics);
}

constexpr Example kExamples[] = {
    {"pronoia check alertmanager alertmanager.yml", "Check a configuration before a reload"},
};

constexpr KindCommand kCommand = {
    .path = "check alertmanager",
    .summary = "Say whether Alertmanager would accept its configuration",
    .description =
        "Checks every section of an alertmanager.yml: routes, inhibition rules, time intervals, "
        "and "
        "all fields of all types of receivers, together with what they take from `global`. All "
        "problems are reported at once.\n\n"
        "An error means that amtool 0.34 refuses the configuration, or that Alertmanager crashes "
        "when it reads it. Warnings are about what it accepts and its author can hardly have "
        "meant: routes that no alert reaches, inhibition rules without effect, time intervals that "
        "are never true, receivers that nothing uses. No secret is ever shown.",
    .argument = "Configuration files, or - for standard input",
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
    .command = &kCommand,
};

}  // namespace check::workspace
