#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/docker_host.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kDockerswarmSdConfig;

using LabelsById = std::map<std::string, Labels>;

constexpr std::string_view kNodePrefix = "__meta_dockerswarm_node_";
constexpr JsonLabel kNodeLabels[] = {
    {"id", "ID"},
    {"role", "Spec.Role"},
    {"address", "Status.Addr"},
    {"availability", "Spec.Availability"},
    {"hostname", "Description.Hostname"},
    {"platform_architecture", "Description.Platform.Architecture"},
    {"platform_os", "Description.Platform.OS"},
    {"status", "Status.State"},
};
constexpr JsonLabel kTaskLabels[] = {
    {"id", "ID"},
    {"desired_state", "DesiredState"},
    {"state", "Status.State"},
    {"slot", "Slot", JsonKind::kNumber},
};

void Append(const Labels& more, Labels& labels) {
  labels.insert(labels.end(), more.begin(), more.end());
}

const Labels& Of(const LabelsById& all, const std::string& id) {
  static const Labels none;
  const auto found = all.find(id);
  return found == all.end() ? none : found->second;
}

// "192.0.2.7" for "192.0.2.7/24".
std::optional<std::string> HostOf(const Json& prefix) {
  const std::string text = TextOf(prefix);
  if (!IpNetwork(text)) return std::nullopt;
  return IpAddress(text.substr(0, text.find('/')));
}

Labels NodeLabels(const Json& node) {
  Labels labels;
  AddLabels(kNodePrefix, kNodeLabels, node, labels);
  AddMembers(fmt::format("{}label_", kNodePrefix), At(node, "Spec", "Labels"), labels);
  return labels;
}

Labels ServiceLabels(const Json& service) {
  const Json& mode = At(service, "Spec", "Mode");
  Labels labels = {
      {"__meta_dockerswarm_service_id", TextOf(At(service, "ID"))},
      {"__meta_dockerswarm_service_name", TextOf(At(service, "Spec", "Name"))},
      {"__meta_dockerswarm_service_mode", !At(mode, "Global").is_null()       ? "global"
                                          : !At(mode, "Replicated").is_null() ? "replicated"
                                                                              : ""},
  };
  AddMembers("__meta_dockerswarm_service_label_", At(service, "Spec", "Labels"), labels);
  return labels;
}

class Swarm {
 public:
  Swarm(const schema::Values& section, const DockerHost& host)
      : host_(host),
        role_(section.Text("role")),
        port_(section.Integer("port", kDockerswarmSdConfig)) {}

  Result<Found> Run() {
    std::optional<Error> failure;
    if (role_ == "nodes") failure = FindNodes();
    if (role_ == "services") failure = FindServices();
    if (role_ == "tasks") failure = FindTasks();
    if (failure) return *failure;
    return OneGroup("DockerSwarm", std::move(targets_));
  }

 private:
  std::optional<Error> FindNodes() {
    const Result<Json> nodes = host_.Get("/nodes", true);
    if (!nodes) return nodes.error();
    for (const Json& node : ItemsOf(*nodes)) {
      Labels& labels = targets_.emplace_back(NodeLabels(node));
      labels.emplace_back("__address__", HostPort(TextOf(At(node, "Status", "Addr")), port_));
      labels.emplace_back("__meta_dockerswarm_node_engine_version",
                          TextOf(At(node, "Description", "Engine", "EngineVersion")));
      const Json& manager = At(node, "ManagerStatus");
      if (manager.is_null()) continue;
      constexpr JsonLabel kManagerLabels[] = {
          {"leader", "Leader", JsonKind::kBool},
          {"reachability", "Reachability"},
          {"address", "Addr"},
      };
      AddLabels("__meta_dockerswarm_node_manager_", kManagerLabels, manager, labels);
    }
    return std::nullopt;
  }

  std::optional<Error> FindServices() {
    const Result<Json> services = host_.Get("/services", true);
    if (!services) return services.error();
    if (auto failure = ReadNetworks()) return failure;
    for (const Json& service : ItemsOf(*services)) {
      Labels labels = ServiceLabels(service);
      const Json& container = At(service, "Spec", "TaskTemplate", "ContainerSpec");
      if (!container.is_null()) {
        labels.emplace_back("__meta_dockerswarm_service_task_container_hostname",
                            TextOf(At(container, "Hostname")));
        labels.emplace_back("__meta_dockerswarm_service_task_container_image",
                            TextOf(At(container, "Image")));
      }
      const Json& update = At(service, "UpdateStatus");
      if (!update.is_null()) {
        labels.emplace_back("__meta_dockerswarm_service_updating_status",
                            TextOf(At(update, "State")));
      }
      for (const Json& address : ItemsOf(At(service, "Endpoint", "VirtualIPs"))) {
        const auto host = HostOf(At(address, "Addr"));
        if (!host) return NoAddress("/services", At(address, "Addr"));
        Labels of_address = labels;
        Append(Of(networks_, TextOf(At(address, "NetworkID"))), of_address);
        AddPorts(*host, At(service, "Endpoint", "Ports"), of_address, [](const Json& port) {
          return Labels{
              {"__meta_dockerswarm_service_endpoint_port_name", TextOf(At(port, "Name"))},
              {"__meta_dockerswarm_service_endpoint_port_publish_mode",
               TextOf(At(port, "PublishMode"))},
          };
        });
      }
    }
    return std::nullopt;
  }

  std::optional<Error> FindTasks() {
    const Result<Json> tasks = host_.Get("/tasks", true);
    if (!tasks) return tasks.error();
    const Result<Json> services = host_.Get("/services");
    if (!services) return services.error();
    const Result<Json> nodes = host_.Get("/nodes");
    if (!nodes) return nodes.error();
    if (auto failure = ReadNetworks()) return failure;
    LabelsById of_services;
    std::map<std::string, const Json*> ports;
    for (const Json& service : ItemsOf(*services)) {
      const std::string id = TextOf(At(service, "ID"));
      of_services[id] = ServiceLabels(service);
      ports[id] = &At(service, "Endpoint", "Ports");
    }
    LabelsById of_nodes;
    for (const Json& node : ItemsOf(*nodes)) of_nodes[TextOf(At(node, "ID"))] = NodeLabels(node);

    static const Json kNoPorts;
    for (const Json& task : ItemsOf(*tasks)) {
      Labels labels;
      AddLabels("__meta_dockerswarm_task_", kTaskLabels, task, labels);
      const Json& container = At(task, "Status", "ContainerStatus");
      if (!container.is_null()) {
        labels.emplace_back("__meta_dockerswarm_task_container_id",
                            TextOf(At(container, "ContainerID")));
      }
      AddMembers("__meta_dockerswarm_container_label_", At(task, "Spec", "ContainerSpec", "Labels"),
                 labels);
      const std::string service = TextOf(At(task, "ServiceID"));
      const Labels& node = Of(of_nodes, TextOf(At(task, "NodeID")));
      Append(Of(of_services, service), labels);
      Append(node, labels);
      std::string node_address;
      for (const auto& [name, value] : node) {
        if (name == "__meta_dockerswarm_node_address") node_address = value;
      }
      AddPublished(node_address, At(task, "Status", "PortStatus", "Ports"), labels);
      const auto of_service = ports.find(service);
      for (const Json& network : ItemsOf(At(task, "NetworksAttachments"))) {
        for (const Json& address : ItemsOf(At(network, "Addresses"))) {
          const auto host = HostOf(address);
          if (!host) return NoAddress("/tasks", address);
          Labels of_address = labels;
          Append(Of(networks_, TextOf(At(network, "Network", "ID"))), of_address);
          AddPorts(*host, of_service == ports.end() ? kNoPorts : *of_service->second, of_address,
                   PublishMode);
        }
      }
    }
    return std::nullopt;
  }

  static Labels PublishMode(const Json& port) {
    return {{"__meta_dockerswarm_task_port_publish_mode", TextOf(At(port, "PublishMode"))}};
  }

  // Ports that a task has published itself.
  void AddPublished(const std::string& node_address, const Json& ports, const Labels& labels) {
    for (const Json& port : ItemsOf(ports)) {
      if (TextOf(At(port, "Protocol")) != "tcp") continue;
      Labels& target = targets_.emplace_back(labels);
      Append(PublishMode(port), target);
      target.emplace_back("__address__",
                          HostPort(node_address, IntegerOf(At(port, "PublishedPort"))));
    }
  }

  // A target for each port, or for the usual one if there are none.
  template <typename Extra>
  void AddPorts(const std::string& host, const Json& ports, const Labels& labels, Extra&& extra) {
    bool added = false;
    for (const Json& port : ItemsOf(ports)) {
      if (TextOf(At(port, "Protocol")) != "tcp") continue;
      Labels& target = targets_.emplace_back(labels);
      Append(extra(port), target);
      target.emplace_back("__address__", HostPort(host, IntegerOf(At(port, "PublishedPort"))));
      added = true;
    }
    if (added) return;
    targets_.emplace_back(labels).emplace_back("__address__", HostPort(host, port_));
  }

  std::optional<Error> ReadNetworks() {
    Result<LabelsById> networks = host_.NetworkLabels("__meta_dockerswarm_");
    if (!networks) return networks.error();
    networks_ = std::move(*networks);
    return std::nullopt;
  }

  // Prometheus: all targets are lost for one address.
  static Error NoAddress(std::string_view path, const Json& address) {
    return Error{
        fmt::format("the response to `{}` has an invalid address: `{}`", path, TextOf(address))};
  }

  const DockerHost& host_;
  std::string role_;
  std::int64_t port_;
  LabelsById networks_;
  std::vector<Labels> targets_;
};

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const Result<DockerHost> host = DockerHost::From(section, context);
  if (!host) return host.error();
  return Swarm(section, *host).Run();
}

}  // namespace

const Mechanism kDockerswarm = {Discover};

}  // namespace check::discovery
