#include <fmt/format.h>

#include "libcheck/base/utf8.h"
#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {
namespace {

constexpr JsonLabel kPodLabels[] = {
    {"pod_ip", "status.podIP"},         {"pod_phase", "status.phase"},
    {"pod_node_name", "spec.nodeName"}, {"pod_host_ip", "status.hostIP"},
    {"pod_uid", "metadata.uid"},
};

std::string ReadinessOf(const Json& pod) {
  for (const Json& condition : ItemsOf(At(pod, "status", "conditions"))) {
    if (TextOf(At(condition, "type")) == "Ready") return ToLower(TextOf(At(condition, "status")));
  }
  return "unknown";
}

// The name of what controls the controller of a pod, if it is of that kind.
void AddGrandparent(const Store& controllers, const std::string& key, std::string_view kind,
                    std::string_view label, Labels& labels) {
  const Json& owner = ControllerOf(Lookup(controllers, key));
  if (TextOf(At(owner, "kind")) != kind) return;
  labels.emplace_back(label, TextOf(At(owner, "name")));
}

void AddOwners(const Json& pod, const ClusterObjects& around, Labels& labels) {
  const Json& owner = ControllerOf(pod);
  const std::string kind = TextOf(At(owner, "kind"));
  const std::string name = TextOf(At(owner, "name"));
  labels.emplace_back("__meta_kubernetes_pod_controller_kind", kind);
  labels.emplace_back("__meta_kubernetes_pod_controller_name", name);
  const std::string key = KeyOf(NamespaceOf(pod), name);
  if (kind == "ReplicaSet" && around.with_deployment) {
    AddGrandparent(around.replica_sets, key, "Deployment", "__meta_kubernetes_pod_deployment_name",
                   labels);
  }
  if (kind != "Job") return;
  if (around.with_job) labels.emplace_back("__meta_kubernetes_pod_job_name", name);
  if (around.with_cronjob) {
    AddGrandparent(around.jobs, key, "CronJob", "__meta_kubernetes_pod_cronjob_name", labels);
  }
}

std::string IdOf(const Json& pod, const Container& container) {
  const Json& statuses =
      At(pod, "status", container.is_init ? "initContainerStatuses" : "containerStatuses");
  for (const Json& status : ItemsOf(statuses)) {
    if (At(status, "name") == At(container.json, "name")) return TextOf(At(status, "containerID"));
  }
  return {};
}

void AddTargets(const Json& pod, const Container& container, std::vector<Labels>& targets) {
  const std::string ip = TextOf(At(pod, "status", "podIP"));
  const Labels shared = {
      {"__address__", ip},
      {"__meta_kubernetes_pod_container_name", TextOf(At(container.json, "name"))},
      {"__meta_kubernetes_pod_container_id", IdOf(pod, container)},
      {"__meta_kubernetes_pod_container_image", TextOf(At(container.json, "image"))},
      {"__meta_kubernetes_pod_container_init", container.is_init ? "true" : "false"},
  };
  const Json::array_t& ports = ItemsOf(At(container.json, "ports"));
  if (ports.empty()) targets.push_back(shared);
  for (const Json& port : ports) {
    const std::int64_t number = IntegerOf(At(port, "containerPort"));
    Labels target = shared;
    target.insert(
        target.end(),
        {
            {"__address__", HostPort(ip, number)},
            {"__meta_kubernetes_pod_container_port_number", std::to_string(number)},
            {"__meta_kubernetes_pod_container_port_name", TextOf(At(port, "name"))},
            {"__meta_kubernetes_pod_container_port_protocol", TextOf(At(port, "protocol"))},
        });
    targets.push_back(std::move(target));
  }
}

}  // namespace

void AddPodLabels(const Json& pod, const ClusterObjects& around, Labels& labels) {
  AddLabels(kMeta, kPodLabels, pod, labels);
  labels.emplace_back("__meta_kubernetes_pod_ready", ReadinessOf(pod));
  AddMetadata(pod, "pod", labels);
  AddOwners(pod, around, labels);
}

std::vector<Container> ContainersOf(const Json& pod) {
  std::vector<Container> containers;
  for (const Json& each : ItemsOf(At(pod, "spec", "containers")))
    containers.push_back({each, false});
  for (const Json& each : ItemsOf(At(pod, "spec", "initContainers"))) {
    containers.push_back({each, true});
  }
  return containers;
}

TargetGroup PodGroup(const Json& pod, const ClusterObjects& around) {
  TargetGroup group;
  group.source = fmt::format("pod/{}", KeyOf(NamespaceOf(pod), NameOf(pod)));
  const std::string node = TextOf(At(pod, "spec", "nodeName"));
  if (TextOf(At(pod, "status", "podIP")).empty()) return group;
  if (around.with_node && Lookup(around.nodes, node).is_null()) return group;
  AddPodLabels(pod, around, group.labels);
  group.labels.emplace_back("__meta_kubernetes_namespace", NamespaceOf(pod));
  AttachNode(around, node, group.labels);
  AttachNamespace(around, pod, group.labels);
  for (const Container& container : ContainersOf(pod)) AddTargets(pod, container, group.targets);
  return group;
}

}  // namespace check::discovery::kubernetes
