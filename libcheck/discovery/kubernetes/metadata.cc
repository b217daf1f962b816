#include <fmt/format.h>

#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {

void AddLabelsAndAnnotations(const Json& object, std::string_view kind, Labels& labels) {
  const auto add = [&](const char* list, std::string_view word) {
    for (const auto& [name, value] : MembersOf(At(object, "metadata", list))) {
      const std::string suffix = SanitizedName(name);
      labels.emplace_back(fmt::format("{}{}_{}_{}", kMeta, kind, word, suffix), TextOf(value));
      labels.emplace_back(fmt::format("{}{}_{}present_{}", kMeta, kind, word, suffix), "true");
    }
  };
  add("labels", "label");
  add("annotations", "annotation");
}

void AddMetadata(const Json& object, std::string_view kind, Labels& labels) {
  labels.emplace_back(fmt::format("{}{}_name", kMeta, kind), NameOf(object));
  AddLabelsAndAnnotations(object, kind, labels);
}

void AttachNode(const ClusterObjects& around, std::string_view name, Labels& labels) {
  if (!around.with_node) return;
  const Json& node = Lookup(around.nodes, name);
  if (!node.is_null()) AddMetadata(node, "node", labels);
}

void AttachNamespace(const ClusterObjects& around, const Json& object, Labels& labels) {
  if (!around.with_namespace) return;
  AddLabelsAndAnnotations(Lookup(around.namespaces, NamespaceOf(object)), "namespace", labels);
}

void AddServiceLabels(const Json& service, Labels& labels) {
  labels.emplace_back("__meta_kubernetes_namespace", NamespaceOf(service));
  AddMetadata(service, "service", labels);
}

}  // namespace check::discovery::kubernetes
