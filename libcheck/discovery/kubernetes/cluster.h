#ifndef LIBCHECK_DISCOVERY_KUBERNETES_CLUSTER_H_
#define LIBCHECK_DISCOVERY_KUBERNETES_CLUSTER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/discovery/client.h"
#include "libcheck/discovery/kubernetes/access.h"

/// The objects of a cluster.
namespace check::discovery::kubernetes {

/// Where a kind of objects is, and the role whose selector picks among them.
struct Kind {
  std::string_view api;       ///< "api/v1"
  std::string_view resource;  ///< "pods"
  std::string_view role;      ///< "pod"; empty if they are not picked among.
};

inline constexpr Kind kNodes = {"api/v1", "nodes", "node"};
inline constexpr Kind kNamespaces = {"api/v1", "namespaces", ""};
inline constexpr Kind kPods = {"api/v1", "pods", "pod"};
inline constexpr Kind kServices = {"api/v1", "services", "service"};
inline constexpr Kind kEndpoints = {"api/v1", "endpoints", "endpoints"};
inline constexpr Kind kSlices = {"apis/discovery.k8s.io/v1", "endpointslices", "endpointslice"};
inline constexpr Kind kIngresses = {"apis/networking.k8s.io/v1", "ingresses", "ingress"};
inline constexpr Kind kReplicaSets = {"apis/apps/v1", "replicasets", ""};
inline constexpr Kind kJobs = {"apis/batch/v1", "jobs", ""};

/// By "namespace/name", or by the name of what is in no namespace.
using Store = std::map<std::string, Json, std::less<>>;

class Cluster {
 public:
  Cluster(Access access, const schema::Values& section, const Context& context);

  /// All objects of a kind, as its selector says. `name_space` is empty for those of all
  /// namespaces, and for kinds that are in none.
  Result<std::vector<Json>> List(const Kind& kind, const std::string& name_space);

  /// The same, to look them up.
  Result<Store> Load(const Kind& kind, const std::string& name_space);

 private:
  Client client_;
  std::string server_;
  const schema::Values& section_;
};

/// `metadata.name` and `metadata.namespace`.
std::string NameOf(const Json& object);
std::string NamespaceOf(const Json& object);
std::string KeyOf(std::string_view name_space, std::string_view name);

/// The object of that key; null if there is none.
const Json& Lookup(const Store& store, std::string_view key);

/// The owner that controls `object`; null if there is none.
const Json& ControllerOf(const Json& object);

}  // namespace check::discovery::kubernetes

#endif  // LIBCHECK_DISCOVERY_KUBERNETES_CLUSTER_H_
