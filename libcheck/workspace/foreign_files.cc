#include "libcheck/workspace/foreign_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "libcheck/base/text.h"

namespace check::workspace {
namespace {

// A kind of file, known by keys at its top level, all of which it has, or by something else.
struct ForeignFile {
  std::string_view noun;
  std::string_view advice;
  std::array<std::string_view, 3> keys = {};
  bool (*is)(const Outline& outline) = nullptr;  // Beside the keys, if there are any.
  bool is_template = false;                      // What comes of it may be the file that is wanted.
};

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// The first line that is neither empty nor a comment, without what it is indented by.
std::string_view FirstLine(const Outline& outline) {
  for (std::string_view rest = outline.text; !rest.empty();) {
    std::string_view line = TakeUpTo(rest, '\n');
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t\r")));
    if (!line.empty() && !line.starts_with("# ") && !line.starts_with("---")) return line;
  }
  return {};
}

template <typename Is>
bool AnyLine(const Outline& outline, Is&& is) {
  for (std::string_view rest = outline.text; !rest.empty();) {
    if (is(TakeUpTo(rest, '\n'))) return true;
  }
  return false;
}

bool IsHelmTemplate(const Outline& outline) {
  if (!Contains(outline.text, "{{")) return false;
  constexpr std::string_view kSigns[] = {".Values.",    ".Release.", ".Chart.",    "{{- if",
                                         "{{- range",   "{{- with",  "{{- define", "{{ include",
                                         "{{- include", "{{- end"};
  // In a value, they may be a template of rules or notifications.
  return AnyLine(outline, [&](std::string_view line) {
    const bool begins =
        line.substr(std::min(line.size(), line.find_first_not_of(' '))).starts_with("{{");
    return std::ranges::any_of(kSigns, [&](std::string_view sign) {
      return Contains(line, sign) && (begins || sign.starts_with('.'));
    });
  });
}

bool IsJinja(const Outline& outline) {
  return AnyLine(outline, [](std::string_view line) {
    return Contains(line, "{% ") || Contains(line, "{%- ");
  });
}

bool IsList(const Outline& outline, std::string_view first_key) {
  std::string_view line = FirstLine(outline);
  if (!line.starts_with("- ")) return false;
  line.remove_prefix(std::min(line.size(), line.find_first_not_of("- ")));
  return line.starts_with(first_key) && line.substr(first_key.size()).starts_with(':');
}

// The word that `key` has in a line of its own at the top level; empty if it has none.
std::string_view ValueOf(const Outline& outline, std::string_view key) {
  std::string_view value;
  // In JSON all is indented.
  const bool is_json = FirstLine(outline).starts_with('{');
  AnyLine(outline, [&](std::string_view line) {
    if (is_json) line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t\"")));
    if (!line.starts_with(key)) return false;
    line.remove_prefix(key.size());
    if (is_json && line.starts_with('"')) line.remove_prefix(1);
    if (!line.starts_with(':')) return false;
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(": \"'")));
    value = line.substr(0, line.find_first_of(" \"',\r#"));
    return true;
  });
  constexpr std::size_t kLongest = 60;
  return value.substr(0, kLongest);
}

bool HasValue(const Outline& outline, std::string_view key, std::string_view value) {
  return ValueOf(outline, key).starts_with(value);
}

constexpr std::string_view kOperator = "check the prometheus.yml that the operator makes of it";
constexpr std::string_view kNothing = "pronoia does not check such files";
constexpr std::string_view kRender = "check what comes out of it";

constexpr ForeignFile kFiles[] = {
    {.noun = "an HTML page",
     .advice = "was it downloaded from the wrong address?",
     .is =
         [](const Outline& o) {
           const std::string_view line = FirstLine(o);
           return line.starts_with("<!DOCTYPE") || line.starts_with("<!doctype") ||
                  line.starts_with("<html");
         }},
    {.noun = "a script",
     .advice = kNothing,
     .is = [](const Outline& o) { return o.text.starts_with("#!/"); }},
    {.noun = "rules in the format of Prometheus 1.x",
     .advice = "convert them with `promtool update rules` of Prometheus 2.0 to 2.4",
     .is =
         [](const Outline& o) {
           return AnyLine(o, [](std::string_view line) {
             return line.starts_with("ALERT ") && !Contains(line, ":");
           });
         }},
    {.noun = "a Jinja template",
     .advice = "render it first, and check the result",
     .is = IsJinja,
     .is_template = true},
    {.noun = "a Helm template",
     .advice = "render it with `helm template`, and check the result",
     .is = IsHelmTemplate,
     .is_template = true},
    {.noun = "a Terraform file",
     .advice = kRender,
     .is =
         [](const Outline& o) {
           return o.extension() == ".tf" || AnyLine(o, [](std::string_view line) {
                    return (line.starts_with("resource \"") || line.starts_with("provider \"") ||
                            line.starts_with("variable \"")) &&
                           Contains(line, "{");
                  });
         }},
    {.noun = "a Jsonnet file",
     .advice = "check what `jsonnet` makes of it",
     .is =
         [](const Outline& o) {
           return o.extension() == ".jsonnet" || o.extension() == ".libsonnet" ||
                  FirstLine(o).starts_with("local ");
         }},
    {.noun = "a TOML or INI file",
     .advice = kNothing,
     .is =
         [](const Outline& o) {
           const std::string_view line = FirstLine(o);
           if (!line.starts_with('[') || !Contains(line, "]") || Contains(line, ",")) return false;
           return AnyLine(o, [](std::string_view one) {
             const std::size_t sign = one.find('=');
             return sign != one.npos && sign > 0 && one.find(':') > sign;
           });
         }},
    {.noun = "a list of rules without a group",
     .advice = "write `groups:`, a group with a `name`, and these below its `rules:`",
     .is = [](const Outline& o) { return IsList(o, "alert") || IsList(o, "record"); }},
    {.noun = "a list of groups without `groups:`",
     .advice = "write `groups:` in front of it",
     .is =
         [](const Outline& o) {
           return IsList(o, "name") &&
                  AnyLine(o, [](std::string_view line) { return line.starts_with("  rules:"); });
         }},
    {.noun = "a list of scrape jobs without `scrape_configs:`",
     .advice = "write `scrape_configs:` in front of it",
     .is = [](const Outline& o) { return IsList(o, "job_name"); }},
    {.noun = "an Ansible playbook",
     .advice = kRender,
     .is = [](const Outline& o) { return IsList(o, "hosts"); }},
    {.noun = "a Docker Compose file",
     .advice = "check the files that it mounts",
     .keys = {"services"},
     .is =
         [](const Outline& o) { return Contains(o.text, "image:") || Contains(o.text, "build:"); }},
    {.noun = "a workflow of GitHub Actions", .advice = kNothing, .keys = {"on", "jobs"}},
    {.noun = "a pipeline of GitLab CI", .advice = kNothing, .keys = {"stages"}},
    {.noun = "a Chart.yaml of Helm",
     .advice = "check what `helm template` makes of the chart",
     .keys = {"apiVersion", "name", "version"}},
    {.noun = "a Kustomize file",
     .advice = "check what `kubectl kustomize` makes of it",
     .keys = {"apiVersion", "kind"},
     .is = [](const Outline& o) { return HasValue(o, "kind", "Kustomization"); }},
    {.noun = "a ServiceMonitor of the Prometheus operator",
     .advice = kOperator,
     .keys = {"apiVersion", "kind"},
     .is = [](const Outline& o) { return HasValue(o, "kind", "ServiceMonitor"); }},
    {.noun = "a PodMonitor of the Prometheus operator",
     .advice = kOperator,
     .keys = {"apiVersion", "kind"},
     .is = [](const Outline& o) { return HasValue(o, "kind", "PodMonitor"); }},
    {.noun = "a Probe of the Prometheus operator",
     .advice = kOperator,
     .keys = {"apiVersion", "kind"},
     .is = [](const Outline& o) { return HasValue(o, "kind", "Probe"); }},
    {.noun = "a ScrapeConfig of the Prometheus operator",
     .advice = kOperator,
     .keys = {"apiVersion", "kind"},
     .is = [](const Outline& o) { return HasValue(o, "kind", "ScrapeConfig"); }},
    {.noun = "a Prometheus resource of the Prometheus operator",
     .advice = kOperator,
     .keys = {"apiVersion", "kind"},
     .is =
         [](const Outline& o) {
           return HasValue(o, "kind", "Prometheus") &&
                  HasValue(o, "apiVersion", "monitoring.coreos.com") &&
                  !HasValue(o, "kind", "PrometheusRule");
         }},
    {.noun = "a ConfigMap with a prometheus.yml",
     .advice = "check the file inside it: `kubectl get configmap NAME -o "
               "jsonpath='{.data.prometheus\\.yml}' | pronoia check config -`",
     .keys = {"apiVersion", "kind"},
     .is =
         [](const Outline& o) {
           return HasValue(o, "kind", "ConfigMap") && Contains(o.text, "prometheus.yml:");
         }},
    {.noun = "provisioning of Grafana", .advice = kNothing, .keys = {"apiVersion", "datasources"}},
    {.noun = "provisioning of Grafana", .advice = kNothing, .keys = {"apiVersion", "providers"}},
    {.noun = "provisioning of Grafana",
     .advice = kNothing,
     .keys = {"apiVersion", "contactPoints"}},
    {.noun = "alert rules of Grafana",
     .advice = "pronoia checks rules of Prometheus only",
     .keys = {"apiVersion", "groups"},
     .is = [](const Outline& o) { return !o.Has("kind") && Contains(o.text, "folder"); }},
    {.noun = "a Grafana dashboard", .advice = kNothing, .keys = {"panels", "title"}},
    {.noun = "a Grafana dashboard", .advice = kNothing, .keys = {"panels", "schemaVersion"}},
    {.noun = "a Grafana dashboard", .advice = kNothing, .keys = {"dashboard"}},
    {.noun = "a configuration of the OpenTelemetry collector",
     .advice = kNothing,
     .keys = {"receivers", "exporters", "service"}},
    {.noun = "a configuration of Promtail", .advice = kNothing, .keys = {"positions", "clients"}},
    {.noun = "a configuration of Loki", .advice = kNothing, .keys = {"schema_config"}},
    {.noun = "a configuration of Grafana Agent",
     .advice = "check the `scrape_configs` in it as a prometheus.yml",
     .keys = {"metrics", "server"}},
    {.noun = "a configuration of the SNMP exporter",
     .advice = kNothing,
     .keys = {"modules"},
     .is =
         [](const Outline& o) {
           return o.Has("auths") || Contains(o.text, "walk:") || Contains(o.text, "get:");
         }},
    {.noun = "values of a Helm chart",
     .advice = "check what `helm template` makes of them",
     .is =
         [](const Outline& o) {
           constexpr std::string_view kKeys[] = {"additionalPrometheusRulesMap",
                                                 "fullnameOverride",
                                                 "grafana",
                                                 "kube-state-metrics",
                                                 "kubeStateMetrics",
                                                 "nameOverride",
                                                 "podAnnotations",
                                                 "prometheusOperator",
                                                 "replicaCount",
                                                 "serverFiles",
                                                 "serviceAccount"};
           return std::ranges::any_of(kKeys, [&](std::string_view key) { return o.Has(key); });
         }},
};

}  // namespace

std::string DescribeForeignFile(const Outline& outline, bool with_templates) {
  for (const ForeignFile& file : kFiles) {
    if (file.is_template && !with_templates) continue;
    const bool has_keys = std::ranges::all_of(
        file.keys, [&](std::string_view key) { return key.empty() || outline.Has(key); });
    if (!has_keys || (file.is != nullptr && !file.is(outline))) continue;
    return fmt::format("{}: {}", file.noun, file.advice);
  }
  return {};
}

std::string DescribeKubernetesObject(const Outline& outline) {
  const std::string_view kind = ValueOf(outline, "kind");
  if (kind.empty() || !outline.Has("apiVersion")) return {};
  return fmt::format("a Kubernetes object of kind `{}`: pronoia does not check such objects", kind);
}

}  // namespace check::workspace
