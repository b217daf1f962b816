#include <fmt/format.h>

#include <algorithm>

#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {
namespace {

// A pod that addresses lead to, and the ports that they lead to.
struct SeenPod {
  const Json* pod;
  std::vector<std::int64_t> ports;
};

Labels PortLabels(const Container& container, const Json& port, const Json& protocol) {
  return {
      {"__meta_kubernetes_pod_container_name", TextOf(At(container.json, "name"))},
      {"__meta_kubernetes_pod_container_image", TextOf(At(container.json, "image"))},
      {"__meta_kubernetes_pod_container_port_name", TextOf(At(port, "name"))},
      {"__meta_kubernetes_pod_container_port_number",
       std::to_string(IntegerOf(At(port, "containerPort")))},
      {"__meta_kubernetes_pod_container_port_protocol", TextOf(protocol)},
      {"__meta_kubernetes_pod_container_init", container.is_init ? "true" : "false"},
  };
}

void Append(Labels more, Labels& labels) {
  for (auto& label : more) labels.push_back(std::move(label));
}

// Gathers the targets of endpoints of either kind.
class Gatherer {
 public:
  // `protocol_is_of_pod`: whether labels of ports have the protocol that the pod gives, and not
  // that of the endpoint.
  Gatherer(const ClusterObjects& around, bool protocol_is_of_pod)
      : around_(around), protocol_is_of_pod_(protocol_is_of_pod) {}

  // A target that `reference` may say to be a pod. `port` is that of the endpoint.
  void Add(Labels target, const Json& reference, const Json& port) {
    const Json& pod = Lookup(
        around_.pods, KeyOf(TextOf(At(reference, "namespace")), TextOf(At(reference, "name"))));
    if (pod.is_object() && TextOf(At(reference, "kind")) == "Pod") {
      AddPodLabels(pod, around_, target);
      AddPort(pod, port, target);
      Note(pod, port);
    }
    targets_.push_back(std::move(target));
  }

  // All of them, and the ports of those pods that no address leads to.
  std::vector<Labels> Finish() {
    for (const SeenPod& seen : pods_) AddOtherPorts(seen);
    return std::move(targets_);
  }

 private:
  void AddPort(const Json& pod, const Json& port, Labels& target) const {
    const Json& number = At(port, "port");
    if (!number.is_number_integer()) return;
    for (const Container& container : ContainersOf(pod)) {
      for (const Json& each : ItemsOf(At(container.json, "ports"))) {
        if (IntegerOf(At(each, "containerPort")) != IntegerOf(number)) continue;
        Append(PortLabels(container, each, At(protocol_is_of_pod_ ? each : port, "protocol")),
               target);
        break;
      }
    }
  }

  void Note(const Json& pod, const Json& port) {
    auto seen = std::find_if(pods_.begin(), pods_.end(),
                             [&](const SeenPod& each) { return each.pod == &pod; });
    if (seen == pods_.end()) seen = pods_.insert(seen, {.pod = &pod, .ports = {}});
    const Json& number = At(port, "port");
    if (number.is_number_integer()) seen->ports.push_back(IntegerOf(number));
  }

  void AddOtherPorts(const SeenPod& seen) {
    const std::string ip = TextOf(At(*seen.pod, "status", "podIP"));
    if (ip.empty()) return;
    for (const Container& container : ContainersOf(*seen.pod)) {
      for (const Json& port : ItemsOf(At(container.json, "ports"))) {
        const std::int64_t number = IntegerOf(At(port, "containerPort"));
        if (std::find(seen.ports.begin(), seen.ports.end(), number) != seen.ports.end()) continue;
        Labels target = {{"__address__", HostPort(ip, number)}};
        Append(PortLabels(container, port, At(port, "protocol")), target);
        AddPodLabels(*seen.pod, around_, target);
        targets_.push_back(std::move(target));
      }
    }
  }

  const ClusterObjects& around_;
  bool protocol_is_of_pod_;
  std::vector<Labels> targets_;
  std::vector<SeenPod> pods_;
};

// A label for a value that is there.
void AddIfGiven(std::string_view name, const Json& value, Labels& labels) {
  if (!value.is_null()) labels.emplace_back(fmt::format("{}{}", kMeta, name), TextOf(value));
}

void AddReference(std::string_view prefix, const Json& reference, Labels& labels) {
  if (!reference.is_object()) return;
  labels.emplace_back(fmt::format("{}{}_kind", kMeta, prefix), TextOf(At(reference, "kind")));
  labels.emplace_back(fmt::format("{}{}_name", kMeta, prefix), TextOf(At(reference, "name")));
}

void AddAddress(const Json& address, const Json& port, std::string_view ready,
                const ClusterObjects& around, Gatherer& gatherer) {
  const Json& reference = At(address, "targetRef");
  const Json& node = At(address, "nodeName");
  Labels target = {
      {"__address__", HostPort(TextOf(At(address, "ip")), IntegerOf(At(port, "port")))},
      {"__meta_kubernetes_endpoint_port_name", TextOf(At(port, "name"))},
      {"__meta_kubernetes_endpoint_port_protocol", TextOf(At(port, "protocol"))},
      {"__meta_kubernetes_endpoint_ready", std::string(ready)},
  };
  AddReference("endpoint_address_target", reference, target);
  AddIfGiven("endpoint_node_name", node, target);
  AddIfGiven("endpoint_hostname", At(address, "hostname"), target);
  if (!node.is_null()) {
    AttachNode(around, TextOf(node), target);
  } else if (TextOf(At(reference, "kind")) == "Node") {
    AttachNode(around, TextOf(At(reference, "name")), target);
  }
  gatherer.Add(std::move(target), reference, port);
}

void AddSliceAddress(const std::string& address, const Json& endpoint, const Json& port,
                     const ClusterObjects& around, Gatherer& gatherer) {
  const Json& number = At(port, "port");
  const Json& reference = At(endpoint, "targetRef");
  Labels target = {
      {"__address__", number.is_null() ? address : HostPort(address, IntegerOf(number))}};
  AddIfGiven("endpointslice_port_name", At(port, "name"), target);
  AddIfGiven("endpointslice_port_protocol", At(port, "protocol"), target);
  AddIfGiven("endpointslice_port", number, target);
  AddIfGiven("endpointslice_port_app_protocol", At(port, "appProtocol"), target);
  for (const char* condition : {"ready", "serving", "terminating"}) {
    AddIfGiven(fmt::format("endpointslice_endpoint_conditions_{}", condition),
               At(endpoint, "conditions", condition), target);
  }
  AddIfGiven("endpointslice_endpoint_hostname", At(endpoint, "hostname"), target);
  AddReference("endpointslice_address_target", reference, target);
  AddIfGiven("endpointslice_endpoint_node_name", At(endpoint, "nodeName"), target);
  AddIfGiven("endpointslice_endpoint_zone", At(endpoint, "zone"), target);
  for (const auto& [name, value] : MembersOf(At(endpoint, "deprecatedTopology"))) {
    const std::string suffix = SanitizedName(name);
    AddIfGiven("endpointslice_endpoint_topology_" + suffix, value, target);
    AddIfGiven("endpointslice_endpoint_topology_present_" + suffix, "true", target);
  }
  if (TextOf(At(reference, "kind")) == "Node") {
    AttachNode(around, TextOf(At(reference, "name")), target);
  } else {
    AttachNode(around, TextOf(At(endpoint, "nodeName")), target);
  }
  gatherer.Add(std::move(target), reference, port);
}

// Whether the addresses of a slice are of the second family of a service that has two: the same
// endpoints are in another slice, too.
bool IsSecondFamily(const Json& slice, const Json& service) {
  const std::string policy = TextOf(At(service, "spec", "ipFamilyPolicy"));
  if (policy != "PreferDualStack" && policy != "RequireDualStack") return false;
  const Json::array_t& families = ItemsOf(At(service, "spec", "ipFamilies"));
  return !families.empty() && TextOf(At(slice, "addressType")) != TextOf(families.front());
}

}  // namespace

TargetGroup EndpointsGroup(const Json& endpoints, const ClusterObjects& around) {
  const std::string key = KeyOf(NamespaceOf(endpoints), NameOf(endpoints));
  TargetGroup group;
  group.source = "endpoints/" + key;
  group.labels = {{"__meta_kubernetes_namespace", NamespaceOf(endpoints)}};
  const Json& service = Lookup(around.services, key);
  if (service.is_object()) AddServiceLabels(service, group.labels);
  AddMetadata(endpoints, "endpoints", group.labels);
  AttachNamespace(around, endpoints, group.labels);
  Gatherer gatherer(around, false);
  for (const Json& subset : ItemsOf(At(endpoints, "subsets"))) {
    for (const Json& port : ItemsOf(At(subset, "ports"))) {
      for (const Json& address : ItemsOf(At(subset, "addresses"))) {
        AddAddress(address, port, "true", around, gatherer);
      }
      for (const Json& address : ItemsOf(At(subset, "notReadyAddresses"))) {
        AddAddress(address, port, "false", around, gatherer);
      }
    }
  }
  group.targets = gatherer.Finish();
  return group;
}

TargetGroup SliceGroup(const Json& slice, const ClusterObjects& around) {
  TargetGroup group;
  group.source = fmt::format("endpointslice/{}", KeyOf(NamespaceOf(slice), NameOf(slice)));
  group.labels = {
      {"__meta_kubernetes_namespace", NamespaceOf(slice)},
      {"__meta_kubernetes_endpointslice_address_type", TextOf(At(slice, "addressType"))},
  };
  AddMetadata(slice, "endpointslice", group.labels);
  const Json& service_name = At(slice, "metadata", "labels", "kubernetes.io/service-name");
  const Json& service = Lookup(around.services, KeyOf(NamespaceOf(slice), TextOf(service_name)));
  if (service.is_object()) AddServiceLabels(service, group.labels);
  AttachNamespace(around, slice, group.labels);
  if (IsSecondFamily(slice, service)) return group;
  Gatherer gatherer(around, true);
  for (const Json& endpoint : ItemsOf(At(slice, "endpoints"))) {
    for (const Json& port : ItemsOf(At(slice, "ports"))) {
      for (const std::string& address : TextsOf(At(endpoint, "addresses"))) {
        AddSliceAddress(address, endpoint, port, around, gatherer);
      }
    }
  }
  group.targets = gatherer.Finish();
  return group;
}

}  // namespace check::discovery::kubernetes
