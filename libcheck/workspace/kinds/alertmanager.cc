#include "libcheck/lint/alertmanager.h"

#include "libcheck/alerts/check_routing.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/files.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/config/alertmanager/resources.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/workspace/kinds/alertmanager_objects.h"
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

// What the configuration does with the alerts of given rules.
void CheckAlerts(const FileCheck& check, const SourceFile& file, const schema::LoadedFile& loaded,
                 Arena& arena, Diagnostics& diagnostics) {
  const alerts::RuleAlerts* rules = check.options().alerts;
  if (rules == nullptr || !check.options().policy.run_checks || diagnostics.HasErrors()) return;
  const schema::Input input = {file, loaded.stream, arena};
  const auto config = config::alertmanager::ReadConfig(
      schema::Values(*loaded.root, input, yaml::Dialect::kGoYamlV2),
      check.options().alertmanager.matchers);
  const auto routing = config::alertmanager::MakeRouting(config);
  if (routing) alerts::CheckRouting({config, *routing, file}, *rules, diagnostics);
}

// What is not there of the files that the configuration names.
void CheckNamedFiles(const FileCheck& check, const SourceFile& file,
                     const schema::LoadedFile& loaded, Arena& arena, Diagnostics& diagnostics) {
  const config::prometheus::CheckOptions& options = check.options().prometheus;
  if (options.syntax_only || loaded.root == nullptr || !loaded.root->IsMapping()) return;
  const schema::Input input = {file, loaded.stream, arena};
  config::alertmanager::CheckFiles(schema::Values(*loaded.root, input, yaml::Dialect::kGoYamlV2),
                                   *check.options().files, options.missing_files, diagnostics);
}

void CheckPlain(FileCheck& check, const SourceBuffer& file, Arena& arena,
                Diagnostics& diagnostics) {
  const config::alertmanager::CheckOptions& options = check.options().alertmanager;
  const auto checked = config::alertmanager::CheckConfig(file, options, arena, diagnostics);
  check.Count(checked.receiver_count);
  lint::CheckAlertmanager(file, checked.loaded, check.options().policy.ActiveChecks(check.path()),
                          options.matchers, arena, diagnostics);
  CheckAlerts(check, file, checked.loaded, arena, diagnostics);
  CheckNamedFiles(check, file, checked.loaded, arena, diagnostics);
}

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  if (HasObjects(Outline(file.name(), file.text()))) {
    const auto& options = check.options().alertmanager;
    check.Count(
        config::alertmanager::CheckResources(file, options, arena, diagnostics).receiver_count);
  } else {
    CheckPlain(check, file, arena, diagnostics);
  }
  if (check.options().alerts != nullptr) {
    for (const auto& source : check.options().alerts->sources()) check.ReadComments(*source);
  }
  check.Take(file, diagnostics);
}

constexpr KindFlag kFlags[] = {KindFlag::kAlertmanagerFeatures, KindFlag::kMissingFiles,
                               KindFlag::kRules};

constexpr Example kExamples[] = {
    {"pronoia check alertmanager alertmanager.yml", "Check a configuration before a reload"},
    {"helm template . | pronoia check alertmanager -", "Check what is in the objects of a chart"},
    {"pronoia check alertmanager --enable-feature=utf8-strict-mode alertmanager.yml",
     "Know which matchers would have to change"},
    {"pronoia check alertmanager --prometheus prometheus.yml alertmanager.yml",
     "See what it does with the alerts of the rules that the server evaluates"},
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
    .is = HoldsAlertmanagerConfig,
    .schemas = kSchemas,
    .check = Check,
    .command = &kCommand,
};

}  // namespace check::workspace
