#include <fmt/format.h>

#include <algorithm>

#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {
namespace {

// Whether `host` is what a certificate is for, which may begin with `*.` for any one part.
bool IsFor(std::string_view pattern, std::string_view host) {
  if (pattern == host) return true;
  if (!pattern.starts_with("*.")) return pattern == "*" && host.find('.') == host.npos;
  const std::size_t dot = host.find('.');
  return dot != host.npos && host.substr(dot) == pattern.substr(1);
}

std::vector<std::string> PathsOf(const Json& rule) {
  if (!At(rule, "http").is_object()) return {"/"};
  std::vector<std::string> paths;
  for (const Json& way : ItemsOf(At(rule, "http", "paths"))) {
    std::string path = TextOf(At(way, "path"));
    paths.push_back(path.empty() ? "/" : std::move(path));
  }
  return paths;
}

}  // namespace

TargetGroup IngressGroup(const Json& ingress, const ClusterObjects& around) {
  TargetGroup group;
  group.source = fmt::format("ingress/{}", KeyOf(NamespaceOf(ingress), NameOf(ingress)));
  group.labels = {
      {"__meta_kubernetes_namespace", NamespaceOf(ingress)},
      {"__meta_kubernetes_ingress_class_name", TextOf(At(ingress, "spec", "ingressClassName"))},
  };
  AddMetadata(ingress, "ingress", group.labels);
  AttachNamespace(around, ingress, group.labels);
  std::vector<std::string> secured;
  for (const Json& tls : ItemsOf(At(ingress, "spec", "tls"))) {
    for (std::string& host : TextsOf(At(tls, "hosts"))) secured.push_back(std::move(host));
  }
  for (const Json& rule : ItemsOf(At(ingress, "spec", "rules"))) {
    const std::string host = TextOf(At(rule, "host"));
    const bool is_secured =
        std::any_of(secured.begin(), secured.end(),
                    [&](const std::string& pattern) { return IsFor(pattern, host); });
    for (const std::string& path : PathsOf(rule)) {
      group.targets.push_back({
          {"__address__", host},
          {"__meta_kubernetes_ingress_scheme", is_secured ? "https" : "http"},
          {"__meta_kubernetes_ingress_host", host},
          {"__meta_kubernetes_ingress_path", path},
      });
    }
  }
  return group;
}

}  // namespace check::discovery::kubernetes
