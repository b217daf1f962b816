#include <fmt/format.h>

#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {

TargetGroup ServiceGroup(const Json& service, const ClusterObjects& around) {
  TargetGroup group;
  group.source = fmt::format("svc/{}", KeyOf(NamespaceOf(service), NameOf(service)));
  AddServiceLabels(service, group.labels);
  AttachNamespace(around, service, group.labels);
  const std::string host = fmt::format("{}.{}.svc", NameOf(service), NamespaceOf(service));
  const std::string type = TextOf(At(service, "spec", "type"));
  for (const Json& port : ItemsOf(At(service, "spec", "ports"))) {
    const std::int64_t number = IntegerOf(At(port, "port"));
    Labels target = {
        {"__address__", HostPort(host, number)},
        {"__meta_kubernetes_service_port_name", TextOf(At(port, "name"))},
        {"__meta_kubernetes_service_port_number", std::to_string(number)},
        {"__meta_kubernetes_service_port_protocol", TextOf(At(port, "protocol"))},
        {"__meta_kubernetes_service_type", type},
    };
    if (type == "ExternalName") {
      target.emplace_back("__meta_kubernetes_service_external_name",
                          TextOf(At(service, "spec", "externalName")));
    } else {
      target.emplace_back("__meta_kubernetes_service_cluster_ip",
                          TextOf(At(service, "spec", "clusterIP")));
    }
    if (type == "LoadBalancer") {
      target.emplace_back("__meta_kubernetes_service_loadbalancer_ip",
                          TextOf(At(service, "spec", "loadBalancerIP")));
    }
    group.targets.push_back(std::move(target));
  }
  return group;
}

}  // namespace check::discovery::kubernetes
