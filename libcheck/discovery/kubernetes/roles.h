#ifndef LIBCHECK_DISCOVERY_KUBERNETES_ROLES_H_
#define LIBCHECK_DISCOVERY_KUBERNETES_ROLES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/discovery/kubernetes/cluster.h"
#include "libcheck/discovery/labels.h"

/// The targets that objects of a cluster stand for.
namespace check::discovery::kubernetes {

inline constexpr std::string_view kMeta = "__meta_kubernetes_";

/// Known facts about the cluster beside the objects that are targets: what `attach_metadata` asks
/// for, and what the role needs. Not all of it is loaded for each role.
struct ClusterObjects {
  bool with_node = false;
  bool with_namespace = false;
  bool with_deployment = false;
  bool with_job = false;
  bool with_cronjob = false;
  Store nodes;
  Store namespaces;
  Store replica_sets;
  Store jobs;
  Store pods;
  Store services;
};

/// Labels with the labels and annotations of an object: those of a pod are `pod_label_NAME`,
/// `pod_labelpresent_NAME` and so on.
void AddLabelsAndAnnotations(const Json& object, std::string_view kind, Labels& labels);
/// Its name as well.
void AddMetadata(const Json& object, std::string_view kind, Labels& labels);

/// The labels of `attach_metadata`: of a node or namespace, if it is asked for and exists.
void AttachNode(const ClusterObjects& around, std::string_view name, Labels& labels);
void AttachNamespace(const ClusterObjects& around, const Json& object, Labels& labels);

void AddServiceLabels(const Json& service, Labels& labels);
void AddPodLabels(const Json& pod, const ClusterObjects& around, Labels& labels);

/// A container of a pod.
struct Container {
  const Json& json;
  bool is_init;
};
/// Those that start the pod come last.
std::vector<Container> ContainersOf(const Json& pod);

/// The group of one object. Nothing for a node that has no address.
std::optional<TargetGroup> NodeGroup(const Json& node);
TargetGroup ServiceGroup(const Json& service, const ClusterObjects& around);
TargetGroup IngressGroup(const Json& ingress, const ClusterObjects& around);
TargetGroup PodGroup(const Json& pod, const ClusterObjects& around);
TargetGroup EndpointsGroup(const Json& endpoints, const ClusterObjects& around);
TargetGroup SliceGroup(const Json& slice, const ClusterObjects& around);

}  // namespace check::discovery::kubernetes

#endif  // LIBCHECK_DISCOVERY_KUBERNETES_ROLES_H_
