#include "libcheck/rules/resources.h"
#include "libcheck/rules/schema.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kExtensions[] = {".rules", ".yaml", ".yml"};
constexpr std::string_view kKeys[] = {"groups"};
constexpr NamedSchema kSchemas[] = {
    {"mimir-rules", &rules::kMimirRuleFile},
    {"prometheus-rule", &rules::kPrometheusRuleResource},
    {"rules", &rules::kRuleFile},
};

// What follows `key` on a line at the top level that begins with it; empty if there is none.
std::string_view ValueOf(std::string_view line, std::string_view key) {
  if (!line.starts_with(key)) return {};
  line.remove_prefix(key.size());
  constexpr std::string_view kAround = " \t\r\"'";
  line.remove_prefix(std::min(line.find_first_not_of(kAround), line.size()));
  return line.substr(0, line.find_first_of(kAround));
}

// Whether one of the Kubernetes objects is of a kind that holds rules.
bool IsResource(const Outline& outline) {
  if (!outline.Has("apiVersion") || !outline.Has("kind")) return false;
  if (outline.extension() == ".json") return false;
  std::string_view api;
  std::string_view kind;
  for (std::string_view rest = outline.text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (line.starts_with("---")) api = kind = {};
    if (const std::string_view value = ValueOf(line, "apiVersion:"); !value.empty()) api = value;
    if (const std::string_view value = ValueOf(line, "kind:"); !value.empty()) kind = value;
    if (kind.ends_with("List")) return true;
    if (!api.empty() && !kind.empty() && rules::FindResourceKind(kind, api) != nullptr) return true;
  }
  return false;
}

constexpr KindFlag kFlags[] = {
    KindFlag::kIgnoreUnknownFields,
    KindFlag::kFeatures,
    KindFlag::kNames,
    KindFlag::kPrometheus,
};
constexpr Example kExamples[] = {
    {"pronoia check rules rules/", "Check every rule file in a folder"},
    {"pronoia check rules --prometheus prometheus.yml 'rules/**/*.yml'",
     "Use the scrape interval of a server, and search folders recursively"},
    {"helm template . | pronoia check rules -", "Check the output of a chart"},
    {"pronoia check rules --lint-fatal --format github rules/",
     "In CI: fail on warnings too, and annotate the changed lines"},
    {"pronoia check rules --write-baseline baseline.json rules/",
     "Accept existing findings, and report only new ones from now on"},
};

constexpr KindCommand kCommand = {
    .path = "check rules",
    .summary = "Check rule files",
    .description =
        "Check Prometheus rule files, PrometheusRule, AlertingRule (OpenShift), Rules, "
        "ClusterRules and GlobalRules (Google) and VMRule resources, rule files inside ConfigMaps "
        "and Secrets, Mimir's files with a `namespace:`, and several YAML documents in one file; "
        "the format is detected. All problems of all files are reported in one run.\n\nAn error "
        "means that Prometheus refuses the file, as promtool 3.14 does. A warning means that it "
        "loads, but a rule cannot do what its author meant; `pronoia lint --list` lists the checks "
        "and `pronoia explain CODE` explains them.",
    .argument = "Rule files, folders, patterns, or - for standard input (the default)",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kRulesKind = {
    .name = "rules",
    .noun = "a rule file",
    .unit = "rule",
    .keys = kKeys,
    .is = IsResource,
    .extensions = kExtensions,
    .schemas = kSchemas,
    .is_rules = true,
    .may_be_empty = true,
    .command = &kCommand,
};

}  // namespace check::workspace
