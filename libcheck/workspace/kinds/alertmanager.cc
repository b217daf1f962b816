#include "libcheck/lint/alertmanager.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "libcheck/alerts/check_annotations.h"
#include "libcheck/alerts/check_routing.h"
#include "libcheck/base/text.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/check_templates.h"
#include "libcheck/config/alertmanager/files.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/config/alertmanager/resources.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "libcheck/workspace/kinds/template_files.h"

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

using config::alertmanager::AlertmanagerConfig;

// Checks what is a configuration by itself, or stands within an object of Kubernetes.
class ConfigCheckRun {
 public:
  ConfigCheckRun(FileCheck& check, Arena& arena) : check_(check), arena_(arena) {}

  /// Gives how many receivers it has. `is_file`: it stands by itself, beside the files it names.
  std::size_t Check(const SourceFile& file, bool is_file, Diagnostics& diagnostics) {
    const config::alertmanager::CheckOptions& options = check_.options().alertmanager;
    const auto checked = config::alertmanager::CheckConfig(file, options, arena_, diagnostics);
    const yaml::Node* root = checked.loaded.root;
    if (root == nullptr || !root->IsMapping()) return checked.receiver_count;
    const schema::Input input = {file, checked.loaded.stream, arena_};
    const schema::Values values(*root, input, yaml::Dialect::kGoYamlV2);
    const AlertmanagerConfig config = config::alertmanager::ReadConfig(values, options.matchers);
    CheckTemplatesOf(config, is_file, diagnostics);
    lint::CheckAlertmanager(config, check_.options().policy.ActiveChecks(check_.path()),
                            diagnostics);
    CheckAlerts(config, diagnostics);
    const config::prometheus::CheckOptions& files = check_.options().prometheus;
    if (is_file && !files.syntax_only) {
      config::alertmanager::CheckFiles(values, *check_.options().files, files.missing_files,
                                       diagnostics);
    }
    return checked.receiver_count;
  }

 private:
  // Templates beside a configuration in an object are in a container.
  void CheckTemplatesOf(const AlertmanagerConfig& config, bool is_file, Diagnostics& diagnostics) {
    config::alertmanager::TemplateOptions options = TemplateOptionsOf(check_);
    if (!is_file) options.files = &NoFiles();
    options.warns_of_missing_files &= is_file;
    auto checked = config::alertmanager::CheckTemplates(config, options, arena_, diagnostics);
    for (auto& source : checked.files) {
      check_.ReadComments(*source);
      templates_.push_back(std::move(source));
    }
    CheckReads(checked.reads, diagnostics);
  }

  // Whether rules set the annotations that templates read.
  void CheckReads(std::span<const gotemplate::EntryRead> reads, Diagnostics& diagnostics) const {
    const alerts::RuleAlerts* rules = check_.options().alerts;
    if (rules == nullptr || !check_.options().policy.run_checks) return;
    std::vector<alerts::AnnotationRead> annotations;
    for (const gotemplate::EntryRead& read : reads) {
      const auto part = gotemplate::PartOf(*read.of);
      if (part == gotemplate::NotificationPart::kAnnotationsOfAlert ||
          part == gotemplate::NotificationPart::kCommonAnnotations) {
        annotations.push_back({read.name, read.where});
      }
    }
    alerts::CheckAnnotations(annotations, *rules, diagnostics);
  }

  // What the configuration does with the alerts of given rules.
  void CheckAlerts(const AlertmanagerConfig& config, Diagnostics& diagnostics) const {
    const alerts::RuleAlerts* rules = check_.options().alerts;
    if (rules == nullptr || !check_.options().policy.run_checks || diagnostics.HasErrors()) return;
    const auto routing = config::alertmanager::MakeRouting(config);
    if (routing)
      alerts::CheckRouting({config, *routing, config.section.input().file}, *rules, diagnostics);
    for (const auto& source : rules->sources()) check_.ReadComments(*source);
  }

  FileCheck& check_;
  Arena& arena_;
  std::vector<std::unique_ptr<SourceBuffer>> templates_;  // To which diagnostics point.
};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  if (config::alertmanager::IsTemplateFile(check.path())) return CheckTemplates(check, file);
  Arena arena;
  Diagnostics diagnostics;
  ConfigCheckRun run(check, arena);
  if (IsKubernetes(Outline(file.name(), file.text()))) {
    const auto check_text = [&](const SourceFile& config, Diagnostics& found) {
      return run.Check(config, false, found);
    };
    check.Count(
        config::alertmanager::CheckResources(file, check_text, arena, diagnostics).receiver_count);
  } else {
    check.Count(run.Check(file, true, diagnostics));
  }
  check.Take(file, diagnostics);
}

constexpr KindFlag kFlags[] = {KindFlag::kAlertmanagerFeatures, KindFlag::kAlertmanagerVersion,
                               KindFlag::kMissingFiles, KindFlag::kRules};

constexpr Example kExamples[] = {
    {"pronoia check alertmanager alertmanager.yml", "Check a configuration before a reload"},
    {"helm template . | pronoia check alertmanager -", "Check the objects of a chart"},
    {"pronoia check alertmanager --enable-feature=utf8-strict-mode alertmanager.yml",
     "Show which matchers would have to change"},
    {"pronoia check alertmanager --prometheus prometheus.yml alertmanager.yml",
     "Show how it routes the alerts of the rules that the server evaluates"},
};

constexpr KindCommand kCommand = {
    .path = "check alertmanager",
    .summary = "Check an alertmanager.yml as Alertmanager would read it",
    .description =
        "Check every section of an alertmanager.yml: routes, inhibition rules, time intervals, and "
        "all fields of all types of receivers, with their defaults from `global`. All problems are "
        "reported at once. Configurations inside Kubernetes ConfigMaps and Secrets are checked as "
        "well, and so are AlertmanagerConfig resources of the Prometheus operator.\n\nAn error "
        "means that amtool 0.34 refuses the configuration, or that Alertmanager crashes when it "
        "reads it. Warnings are about valid configuration that is probably a mistake: routes that "
        "no alert reaches, inhibition rules without effect, time intervals that are never true, "
        "unused receivers, templates that fail. No secret is ever shown.\n\nWith `--rules` or "
        "`--prometheus`, the alerts of those rules are sent through the routes, which reports "
        "alerts that only the default route matches, routes and inhibition rules that no alert can "
        "match, and labels of `group_by` and `equal` that no alert has. Results that depend on "
        "labels of a query are not reported.",
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
    .leads_to_others = true,
    .command = &kCommand,
};

}  // namespace check::workspace
