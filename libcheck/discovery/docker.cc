#include <map>
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

using config::prometheus::kDockerSdConfig;

using Networks = std::vector<const Json*>;

// Those that are not null, by name.
Networks NetworksOf(const Json& container) {
  Networks networks;
  for (const auto& [name, network] : MembersOf(At(container, "NetworkSettings", "Networks"))) {
    if (!network.is_null()) networks.push_back(&network);
  }
  return networks;
}

// The networks of a container, or of that whose networks it shares.
Networks SharedNetworks(const Json& container, const std::map<std::string, const Json*>& by_id) {
  constexpr std::string_view kContainer = "container:";
  const Json* owner = &container;
  // None is asked twice, even if containers refer to each other.
  for (std::size_t i = 0; i <= by_id.size(); ++i) {
    if (!MembersOf(At(*owner, "NetworkSettings", "Networks")).empty()) return NetworksOf(*owner);
    const std::string mode = TextOf(At(*owner, "HostConfig", "NetworkMode"));
    if (!mode.starts_with(kContainer)) break;
    const auto next = by_id.find(mode.substr(kContainer.size()));
    if (next == by_id.end()) break;
    owner = next->second;
  }
  return {};
}

std::string AddressOf(const Json& network) {
  if (auto address = IpAddress(TextOf(At(network, "IPAddress")))) return *address;
  return IpAddress(TextOf(At(network, "GlobalIPv6Address"))).value_or("");
}

Labels LabelsOf(const Json& container) {
  Labels labels = {
      {"__meta_docker_container_id", TextOf(At(container, "Id"))},
      {"__meta_docker_container_name", TextOf(At(container, "Names")[0])},
      {"__meta_docker_container_network_mode", TextOf(At(container, "HostConfig", "NetworkMode"))},
  };
  AddMembers("__meta_docker_container_label_", At(container, "Labels"), labels);
  return labels;
}

class Docker {
 public:
  Docker(const schema::Values& section, std::map<std::string, Labels> network_labels)
      : port_(section.Integer("port", kDockerSdConfig)),
        host_address_(section.Text("host_networking_host", kDockerSdConfig)),
        first_only_(section.Bool("match_first_network", kDockerSdConfig)),
        network_labels_(std::move(network_labels)) {}

  std::vector<Labels> TargetsOf(const Json& containers) {
    std::map<std::string, const Json*> by_id;
    for (const Json& container : ItemsOf(containers)) {
      by_id[TextOf(At(container, "Id"))] = &container;
    }
    for (const Json& container : ItemsOf(containers)) {
      if (ItemsOf(At(container, "Names")).empty()) continue;
      Networks networks = SharedNetworks(container, by_id);
      if (first_only_ && networks.size() > 1) networks.erase(networks.begin() + 1, networks.end());
      const Labels labels = LabelsOf(container);
      for (const Json* network : networks) AddTargets(container, *network, labels);
    }
    return std::move(targets_);
  }

 private:
  void AddTargets(const Json& container, const Json& network, const Labels& labels) {
    const std::string address = AddressOf(network);
    const std::string id = TextOf(At(network, "NetworkID"));
    const auto add = [&](std::string target) -> Labels& {
      Labels& added = targets_.emplace_back(labels);
      const Labels& of_network = network_labels_[id];
      added.insert(added.end(), of_network.begin(), of_network.end());
      added.emplace_back("__meta_docker_network_ip", address);
      added.emplace_back("__address__", std::move(target));
      return added;
    };
    bool has_port = false;
    for (const Json& port : ItemsOf(At(container, "Ports"))) {
      if (TextOf(At(port, "Type")) != "tcp") continue;
      has_port = true;
      const std::int64_t inside = IntegerOf(At(port, "PrivatePort"));
      Labels& added = add(HostPort(address, inside));
      added.emplace_back("__meta_docker_port_private", std::to_string(inside));
      const std::int64_t outside = IntegerOf(At(port, "PublicPort"));
      if (outside <= 0) continue;
      added.emplace_back("__meta_docker_port_public", std::to_string(outside));
      added.emplace_back("__meta_docker_port_public_ip",
                         IpAddress(TextOf(At(port, "IP"))).value_or(""));
    }
    if (has_port) return;
    const bool in_host = TextOf(At(container, "HostConfig", "NetworkMode")) == "host";
    add(in_host ? host_address_ : HostPort(address, port_));
  }

  std::int64_t port_;
  std::string host_address_;
  bool first_only_;
  std::map<std::string, Labels> network_labels_;
  std::vector<Labels> targets_;
};

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const Result<DockerHost> host = DockerHost::From(section, context);
  if (!host) return host.error();
  const Result<Json> containers = host->Get("/containers/json", true);
  if (!containers) return containers.error();
  Result<std::map<std::string, Labels>> networks = host->NetworkLabels("__meta_docker_");
  if (!networks) return networks.error();
  return OneGroup("Docker", Docker(section, std::move(*networks)).TargetsOf(*containers));
}

}  // namespace

const Mechanism kDocker = {Discover};

}  // namespace check::discovery
