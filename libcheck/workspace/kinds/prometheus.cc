#include "libcheck/config/prometheus/check.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/lint/configuration.h"
#include "libcheck/lint/rule_environment.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"alerting",      "global",     "remote_read",
                                      "remote_write",  "rule_files", "scrape_config_files",
                                      "scrape_configs"};
constexpr NamedSchema kSchemas[] = {{"prometheus", &config::prometheus::kConfig}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  config::prometheus::CheckOptions options = check.options().prometheus;
  // Checks of targets would read files of them.
  options.load.files = options.syntax_only ? &NoFiles() : check.options().files;
  const auto checked = config::prometheus::CheckConfigText(check.path(), std::move(*text), options);
  check.Count(checked->job_count);
  const auto& config = *checked->config;
  lint::CheckConfiguration(config, check.options().policy.ActiveChecks(check.path()),
                           checked->diagnostics);
  for (const auto& source : config.sources()) check.ReadComments(*source);
  check.Take(*config.sources().front(), checked->diagnostics);
  check.rule_files = std::move(checked->rule_files);
  check.environment = lint::EnvironmentOf(config);
}

constexpr KindFlag kFlags[] = {
    KindFlag::kAgent,         KindFlag::kSyntaxOnly,    KindFlag::kMissingFiles,
    KindFlag::kTargetVersion, KindFlag::kLookbackDelta, KindFlag::kIgnoreUnknownFields,
    KindFlag::kFeatures,
};
constexpr Example kExamples[] = {
    {"pronoia check config prometheus.yml", "Check a configuration and all files it refers to"},
    {"pronoia check config --missing-files=warn prometheus.yml",
     "In CI, where certificates and passwords are not available"},
    {"pronoia check config --target-version 3.5 prometheus.yml",
     "Check whether another release accepts the configuration"},
    {"pronoia check config --agent agent.yml", "Check for a server in agent mode"},
    {"pronoia check config --syntax-only --format json - < prometheus.yml",
     "Check only the text, for another program"},
};

constexpr KindCommand kCommand = {
    .path = "check config",
    .summary = "Check a prometheus.yml and every file it refers to",
    .description =
        "Check every section of a prometheus.yml and all service discovery mechanisms, and report "
        "all problems at once. Files that it refers to are checked as well: rule files as by "
        "`check rules`, `scrape_config_files` and target files, and certificates, keys and "
        "passwords must exist. Static targets are relabelled with `relabel_configs` as in the "
        "server.\n\nAn error means that promtool 3.14 refuses the configuration. No secret is ever "
        "shown.",
    .argument = "Configuration files, or - for standard input (the default)",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kPrometheusKind = {
    .name = "prometheus",
    .noun = "a Prometheus configuration",
    .unit = "job",
    .keys = kKeys,
    .schemas = kSchemas,
    .check = Check,
    .leads_to_others = true,
    .command = &kCommand,
};

}  // namespace check::workspace
