#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/config/common/client_settings.h"
#include "libcheck/discovery/kubernetes/roles.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using namespace kubernetes;  // Whose parts are put together here.

Result<Access> AccessBy(const schema::Values& section, const Context& context) {
  const std::string_view server = section.Text("api_server");
  if (!server.empty()) {
    return Access{std::string(server), config::ReadClientSettings(section, context.folder)};
  }
  if (section.IsSet("kubeconfig_file")) {
    return AccessByKubeconfig(context.files, PathIn(context, section.Text("kubeconfig_file")));
  }
  return AccessOfPod(std::string(kServiceAccount));
}

// An empty one stands for all.
Result<std::vector<std::string>> NamespacesOf(const schema::Values& section,
                                              const FileSystem& files) {
  const schema::Values namespaces = section.Sub("namespaces");
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  };
  for (const yaml::Node& name : namespaces.Items("names")) add(namespaces.TextOf(name));
  if (namespaces.Bool("own_namespace")) {
    const Result<std::string> own = files.Read(fmt::format("{}/namespace", kServiceAccount));
    if (!own) return own.error();
    if (own->empty()) return Error{fmt::format("`{}/namespace` is empty", kServiceAccount)};
    add(*own);
  }
  if (names.empty()) names.emplace_back();
  return names;
}

bool HasEndpoints(std::string_view role) { return role == "endpoints" || role == "endpointslice"; }

// What the role needs to know of a namespace besides its objects.
Result<bool> LoadClusterObjects(std::string_view role, const std::string& name_space,
                                Cluster& cluster, ClusterObjects& around) {
  const bool has_pods = role == "pod" || HasEndpoints(role);
  struct Wanted {
    bool is_wanted;
    const Kind& kind;
    Store& store;
  };
  const Wanted all[] = {
      {has_pods && around.with_deployment, kReplicaSets, around.replica_sets},
      {has_pods && (around.with_job || around.with_cronjob), kJobs, around.jobs},
      {HasEndpoints(role), kServices, around.services},
      {HasEndpoints(role), kPods, around.pods},
  };
  for (const Wanted& wanted : all) {
    if (!wanted.is_wanted) continue;
    Result<Store> store = cluster.Load(wanted.kind, name_space);
    if (!store) return store.error();
    wanted.store = std::move(*store);
  }
  return true;
}

TargetGroup GroupOf(const Json& object, std::string_view role, const ClusterObjects& around) {
  if (role == "service") return ServiceGroup(object, around);
  if (role == "ingress") return IngressGroup(object, around);
  if (role == "pod") return PodGroup(object, around);
  if (role == "endpoints") return EndpointsGroup(object, around);
  return SliceGroup(object, around);
}

Result<Found> DiscoverNodes(Cluster& cluster) {
  const Result<std::vector<Json>> nodes = cluster.List(kNodes, {});
  if (!nodes) return nodes.error();
  Found found;
  for (const Json& node : *nodes) {
    if (std::optional<TargetGroup> group = NodeGroup(node)) {
      found.groups.push_back(std::move(*group));
    } else {
      found.warnings.push_back(fmt::format("the node `{}` has no address", NameOf(node)));
    }
  }
  return found;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Result<Access> access = AccessBy(section, context);
  if (!access) return access.error();
  Cluster cluster(std::move(*access), section, context);
  const std::string_view role = section.Text("role");
  if (role == "node") return DiscoverNodes(cluster);

  const Result<std::vector<std::string>> names = NamespacesOf(section, context.files);
  if (!names) return names.error();
  const schema::Values metadata = section.Sub("attach_metadata");
  ClusterObjects around;
  around.with_node = metadata.Bool("node") && (role == "pod" || HasEndpoints(role));
  around.with_namespace = metadata.Bool("namespace");
  around.with_deployment = metadata.Bool("deployment");
  around.with_job = metadata.Bool("job");
  around.with_cronjob = metadata.Bool("cronjob");
  if (around.with_node) {
    Result<Store> nodes = cluster.Load(kNodes, {});
    if (!nodes) return nodes.error();
    around.nodes = std::move(*nodes);
  }
  if (around.with_namespace) {
    Result<Store> namespaces = cluster.Load(kNamespaces, {});
    if (!namespaces) return namespaces.error();
    around.namespaces = std::move(*namespaces);
  }
  static constexpr const Kind* kKinds[] = {&kServices, &kIngresses, &kPods, &kEndpoints, &kSlices};
  const auto* const kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                        [&](const Kind* each) { return each->role == role; });
  Found found;
  for (const std::string& name : *names) {
    const Result<bool> loaded = LoadClusterObjects(role, name, cluster, around);
    if (!loaded) return loaded.error();
    const Result<std::vector<Json>> objects = cluster.List(**kind, name);
    if (!objects) return objects.error();
    for (const Json& object : *objects) found.groups.push_back(GroupOf(object, role, around));
  }
  return found;
}

}  // namespace

const Mechanism kKubernetes = {Discover};

}  // namespace check::discovery
