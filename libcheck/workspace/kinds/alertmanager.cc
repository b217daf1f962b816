#include "libcheck/lint/alertmanager.h"

#include <algorithm>

#include "libcheck/base/text.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/files.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/config/alertmanager/resources.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"inhibit_rules", "mute_time_intervals", "receivers", "route",
                                      "time_intervals"};
constexpr NamedSchema kSchemas[] = {
    {"alertmanager", &config::alertmanager::kConfig},
    {"alertmanager-config", &config::alertmanager::kAlertmanagerConfigBeta},
    {"alertmanager-config-v1alpha1", &config::alertmanager::kAlertmanagerConfigAlpha},
};

// What follows `key` on lines that begin with it.
bool HasKind(const Outline& outline, std::string_view kind) {
  for (std::string_view rest = outline.text; !rest.empty();) {
    std::string_view line = TakeUpTo(rest, '\n');
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.starts_with("kind:") && line.ends_with(kind)) return true;
  }
  return false;
}

bool IsKubernetes(const Outline& outline) {
  return outline.Has("apiVersion") && outline.Has("kind");
}

// Whether a Kubernetes object of the file holds a configuration, and none holds rules, which are
// for the command that checks them.
bool IsResource(const Outline& outline) {
  if (!IsKubernetes(outline) || outline.text.find("groups:") != std::string_view::npos)
    return false;
  if (HasKind(outline, "AlertmanagerConfig") || HasKind(outline, "AlertmanagerConfigList")) {
    return true;
  }
  if (!HasKind(outline, "ConfigMap") && !HasKind(outline, "Secret")) return false;
  for (std::string_view rest = outline.text; !rest.empty();) {
    std::string_view line = TakeUpTo(rest, '\n');
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \"'")));
    const std::string_view key = line.substr(0, line.find_first_of(":\"'"));
    if (key.size() < line.size() && config::alertmanager::IsConfigKey(key)) return true;
  }
  return false;
}

void CheckPlain(FileCheck& check, const SourceBuffer& file, Arena& arena,
                Diagnostics& diagnostics) {
  const auto checked =
      config::alertmanager::CheckConfig(file, check.options().alertmanager, arena, diagnostics);
  check.Count(checked.receiver_count);
  lint::CheckAlertmanager(file, checked.loaded, check.options().policy.ActiveChecks(check.path()),
                          check.options().alertmanager.matchers, arena, diagnostics);
  const config::prometheus::CheckOptions& options = check.options().prometheus;
  const yaml::Node* root = checked.loaded.root;
  if (options.syntax_only || root == nullptr || !root->IsMapping()) return;
  const schema::Input input = {file, checked.loaded.stream, arena};
  config::alertmanager::CheckFiles(schema::Values(*root, input, yaml::Dialect::kGoYamlV2),
                                   *check.options().files, options.missing_files, diagnostics);
}

constexpr auto kMatchers = model::MatcherMode::kFallback;

// What the configuration does with the alerts of given rules.
void CheckAlerts(const FileCheck& check, const SourceFile& file, const schema::LoadedFile& loaded,
                 Arena& arena, Diagnostics& diagnostics) {
  const alerts::RuleAlerts* rules = check.options().alerts;
  if (rules == nullptr || !check.options().policy.run_checks || diagnostics.HasErrors()) return;
  const schema::Input input = {file, loaded.stream, arena};
  const auto config = config::alertmanager::ReadConfig(
      schema::Values(*loaded.root, input, yaml::Dialect::kGoYamlV2), kMatchers);
  const auto routing = config::alertmanager::MakeRouting(config);
  if (routing) alerts::CheckRouting({config, *routing, file}, *rules, diagnostics);
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  if (IsKubernetes(Outline(file.name(), file.text()))) {
    check.Count(
        config::alertmanager::CheckResources(file, check.options().alertmanager, arena, diagnostics)
            .receiver_count);
  } else {
    CheckPlain(check, file, arena, diagnostics);
  }
  check.Take(file, diagnostics);
}

constexpr KindFlag kFlags[] = {KindFlag::kAlertmanagerFeatures, KindFlag::kMissingFiles};
constexpr Example kExamples[] = {
    {"pronoia check alertmanager alertmanager.yml", "Check a configuration before a reload"},
    {"helm template . | pronoia check alertmanager -", "Check what is in the objects of a chart"},
    {"pronoia check alertmanager --enable-feature=utf8-strict-mode alertmanager.yml",
     "Know which matchers would have to change"},
};

constexpr KindCommand kCommand = {
    .path = "check alertmanager",
    .summary = "Say whether Alertmanager would accept its configuration",
    .description =
        "Checks every section of an alertmanager.yml: routes, inhibition rules, time intervals, "
        "and "
        "all fields of all types of receivers, together with what they take from `global`. All "
        "problems are reported at once. Configurations inside ConfigMaps and Secrets of Kubernetes "
        "are checked too, and AlertmanagerConfig resources of the Prometheus operator.\n\n"
        "An error means that amtool 0.34 refuses the configuration, or that Alertmanager crashes "
        "when it reads it. No secret is ever shown.\n\n"
        "With `--rules` or `--prometheus`, the alerts of those rules are sent through the routes: "
        "reports alerts that only the default route takes, routes and inhibition rules that no "
        "alert can match, and labels of `group_by` and `equal` that no alert has. What depends on "
        "labels that a query may give is not reported.",
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
    .is = IsResource,
    .schemas = kSchemas,
    .check = Check,
    .command = &kCommand,
};

}  // namespace check::workspace
