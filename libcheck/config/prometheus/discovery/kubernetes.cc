#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/discovery/kubernetes_selector.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"node",      "pod",           "service",
                                       "endpoints", "endpointslice", "ingress"};
constexpr Type kRole = {.kind = Kind::kChoice,
                        .choices = kRoles,
                        .upstream = "string",
                        .refusal = "unknown Kubernetes SD role %q"};

constexpr Field kNamespacesFields[] = {
    {.name = "own_namespace",
     .type = kBool,
     .default_value = "false",
     .doc = "Include the namespace that Prometheus runs in."},
    {.name = "names",
     .type = ListOf(kString),
     .doc = "Namespaces to query; all namespaces if not set."},
};
constexpr Object kNamespaces = {
    .name = "namespaces",
    .doc = "Namespaces to query.",
    .fields = kNamespacesFields,
    .upstream = "kubernetes.plain",
};

constexpr Field kSelectorFields[] = {
    {.name = "role", .type = kRole, .doc = "Kind of objects that the selector applies to."},
    {.name = "label", .type = kString, .doc = "Label selector, as for `kubectl -l`."},
    {.name = "field", .type = kString, .doc = "Field selector, as for `kubectl --field-selector`."},
};
constexpr Object kSelector = {
    .name = "kubernetes selector",
    .doc = "A selector for objects of one kind.",
    .fields = kSelectorFields,
    .upstream = "kubernetes.SelectorConfig",
};
constexpr Type kSelectorType = SectionOf(kSelector);

constexpr Field kMetadataFields[] = {
    {.name = "node",
     .type = kBool,
     .default_value = "false",
     .doc = "Attach metadata of the node to pods."},
    {.name = "namespace",
     .type = kBool,
     .default_value = "false",
     .doc = "Attach metadata of the namespace to targets.",
     .since = "3.6"},
    {.name = "deployment",
     .type = kBool,
     .default_value = "false",
     .doc = "Attach metadata of the Deployment to pods.",
     .since = "3.11"},
    {.name = "job",
     .type = kBool,
     .default_value = "false",
     .doc = "Attach metadata of the Job to pods.",
     .since = "3.11"},
    {.name = "cronjob",
     .type = kBool,
     .default_value = "false",
     .doc = "Attach metadata of the CronJob to pods.",
     .since = "3.11"},
};
constexpr Object kMetadata = {
    .name = "attach_metadata",
    .doc = "Metadata to attach to targets.",
    .fields = kMetadataFields,
    .upstream = "kubernetes.AttachMetadataConfig",
};

constexpr Field kFields[] = {
    {.name = "api_server",
     .type = kUrl,
     .doc = "URL of the Kubernetes API; defaults to the cluster that Prometheus runs in."},
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "Role: the kind of objects to discover.",
     .missing = "role missing (one of: pod, service, endpoints, endpointslice, node, ingress)"},
    {.name = "kubeconfig_file", .type = kFile, .doc = "Path of a kubeconfig file."},
    {.name = "namespaces", .type = SectionOf(kNamespaces), .doc = "Namespaces to query."},
    {.name = "selectors",
     .type = ListOf(kSelectorType, "[]kubernetes.SelectorConfig"),
     .doc = "Selectors for objects; all objects if not set."},
    {.name = "attach_metadata",
     .type = SectionOf(kMetadata),
     .doc = "Metadata to attach to targets."},
};
constexpr const Object* kIncludes[] = {&kHttpClient};

// The first field that changes how requests are made.
const yaml::Entry* FindHttpSetting(const Section& section) {
  const Values& values = section.values();
  for (const char* field : {"basic_auth", "authorization", "oauth2", "proxy_url",
                            "proxy_connect_header", "http_headers"}) {
    if (const yaml::Entry* entry = values.Find(field)) return entry;
  }
  for (const char* field : {"bearer_token", "bearer_token_file", "no_proxy"}) {
    if (const yaml::Entry* entry = values.FindSet(field)) return entry;
  }
  for (const char* field : {"follow_redirects", "enable_http2"}) {
    if (!values.Bool(field, true)) return values.Given(field);
  }
  if (values.Bool("proxy_from_environment")) return values.Given("proxy_from_environment");
  const Values tls = values.Sub("tls_config");
  for (const yaml::Entry& entry : tls.entries()) {
    const std::string_view name = entry.key.scalar();
    if (name == "insecure_skip_verify" ? tls.Bool(name) : tls.IsSet(name)) {
      return values.Given("tls_config");
    }
  }
  return nullptr;
}

void CheckAccess(Section& section) {
  const yaml::Entry* server = section.Find("api_server");
  const yaml::Entry* kubeconfig = section.FindSet("kubeconfig_file");
  const bool own = section.values().Sub("namespaces").Bool("own_namespace");
  const auto clash = [&](const yaml::Entry& entry, std::string message, std::string upstream) {
    section.Report(kExclusiveFields, entry.key, std::move(message), std::move(upstream));
  };
  if (server != nullptr && kubeconfig != nullptr) {
    clash(*kubeconfig, "only one of `api_server`, `kubeconfig_file` can be set",
          "cannot use 'kubeconfig_file' and 'api_server' simultaneously");
  }
  const yaml::Entry* http = FindHttpSetting(section);
  if (http != nullptr && kubeconfig != nullptr) {
    clash(*http, fmt::format("`{}` cannot be combined with `kubeconfig_file`", http->key.scalar()),
          "cannot use a custom HTTP client configuration together with 'kubeconfig_file'");
  }
  if (http != nullptr && server == nullptr && kubeconfig == nullptr) {
    section.Report(kDependentField, http->key,
                   fmt::format("`{}` needs `api_server`", http->key.scalar()),
                   "to use custom HTTP client configuration please provide the 'api_server' URL "
                   "explicitly");
  }
  if (!own) return;
  const yaml::Entry* other = server != nullptr ? server : kubeconfig;
  if (other == nullptr) return;
  clash(*section.Find("namespaces"),
        fmt::format("`own_namespace` cannot be combined with `{}`", other->key.scalar()),
        fmt::format("cannot use '{}' and 'namespaces.own_namespace' simultaneously",
                    other->key.scalar()));
}

// The kinds of objects that can be selected for each role.
std::span<const std::string_view> SelectorsOf(std::string_view role,
                                              std::string_view target_version) {
  static constexpr std::string_view kPod[] = {"pod", "node"};
  static constexpr std::string_view kService[] = {"service"};
  static constexpr std::string_view kSlice[] = {"pod", "service", "endpointslice"};
  static constexpr std::string_view kEndpoints[] = {"pod", "service", "endpoints"};
  static constexpr std::string_view kNode[] = {"node"};
  static constexpr std::string_view kIngress[] = {"ingress"};
  if (role == "pod") {
    // Nodes can be selected since 3.11.
    const std::span<const std::string_view> pod = kPod;
    return IsForBefore(target_version, "3.11") ? pod.first(1) : pod;
  }
  if (role == "service") return kService;
  if (role == "endpointslice") return kSlice;
  if (role == "endpoints") return kEndpoints;
  if (role == "node") return kNode;
  if (role == "ingress") return kIngress;
  return {};
}

void CheckSelectors(Section& section) {
  const Values& values = section.values();
  const std::string_view role = values.Text("role");
  const std::span<const std::string_view> allowed =
      SelectorsOf(role, section.input().target_version);
  if (allowed.empty()) return;
  std::set<std::string_view> known;
  for (const yaml::Node& item : values.Items("selectors")) {
    const Values selector = values.Of(item);
    const std::string_view kind = selector.Text("role");
    const yaml::Entry* entry = selector.Find("role");
    const yaml::Node& at = entry != nullptr ? entry->value : item;
    if (!known.insert(kind).second) {
      section.Report(kDuplicateValue, at, fmt::format("duplicate selector for `{}`", kind),
                     fmt::format("duplicated selector role: {}", kind));
    }
    if (std::find(allowed.begin(), allowed.end(), kind) == allowed.end()) {
      section
          .Report(kBadValue, at,
                  kind.empty() ? std::string("the selector needs a `role`")
                               : fmt::format("the role `{}` does not support selectors for `{}`",
                                             role, kind),
                  fmt::format("{} role supports only {} selectors", role, fmt::join(allowed, ", ")))
          .notes.push_back(fmt::format("supported: `{}`", fmt::join(allowed, "`, `")));
    }
    if (auto problem = FieldSelectorProblem(selector.Text("field"))) {
      section.Report(kBadValue, selector.Find("field")->value,
                     fmt::format("invalid field selector `{}`", selector.Text("field")), *problem);
    }
    if (auto problem = LabelSelectorProblem(selector.Text("label"))) {
      section.Report(kBadValue, selector.Find("label")->value,
                     fmt::format("invalid label selector `{}`", selector.Text("label")), *problem);
    }
  }
}

void CheckKubernetes(Section& section) {
  CheckAccess(section);
  CheckSelectors(section);
}

}  // namespace

constexpr Object kKubernetesSdConfig = {
    .name = "kubernetes_sd_config",
    .doc = "Discover targets from the Kubernetes API.",
    .fields = kFields,
    .includes = kIncludes,
    .check_last = CheckKubernetes,
    .upstream = "kubernetes.plain",
};

}  // namespace check::config::prometheus
