#include <fmt/format.h>

#include <cmath>

#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kHetznerSdConfig;

constexpr std::string_view kPrefix = "__meta_hetzner_";

constexpr JsonLabel kCloudLabels[] = {
    {"server_id", "id", JsonKind::kNumber},
    {"server_name", "name"},
    {"server_status", "status"},
    {"hcloud_location", "location.name"},
    {"hcloud_location_network_zone", "location.network_zone"},
    {"hcloud_datacenter_location", "location.name"},
    {"hcloud_datacenter_location_network_zone", "location.network_zone"},
    {"hcloud_server_type", "server_type.name"},
    {"hcloud_cpu_cores", "server_type.cores", JsonKind::kNumber},
    {"hcloud_cpu_type", "server_type.cpu_type"},
    {"hcloud_disk_size_gb", "server_type.disk", JsonKind::kNumber},
};

constexpr JsonLabel kImageLabels[] = {
    {"hcloud_image_name", "name"},
    {"hcloud_image_description", "description"},
    {"hcloud_image_os_version", "os_version"},
    {"hcloud_image_os_flavor", "os_flavor"},
};

constexpr JsonLabel kRobotLabels[] = {
    {"server_id", "server_number", JsonKind::kNumber},
    {"server_name", "server_name"},
    {"public_ipv4", "server_ip"},
    {"server_status", "status"},
    {"robot_product", "product"},
    {"robot_cancelled", "cancelled", JsonKind::kBool},
};

// All pages of a list of the cloud.
Result<Json::array_t> ListCloud(Client& client, std::string_view what, std::string_view selector) {
  Json::array_t all;
  std::int64_t next = 1;
  std::string url;
  for (int page = 0; page < kMostPages; ++page) {
    url = "https://api.hetzner.cloud/v1/" + std::string(what) + "?";
    if (!selector.empty()) url += fmt::format("label_selector={}&", FormEncode(selector));
    url += fmt::format("page={}&per_page=50", next);
    const Result<Json> answer = client.Get(url);
    if (!answer) return answer.error();
    const Json::array_t& items = ItemsOf(At(*answer, what));
    all.insert(all.end(), items.begin(), items.end());
    next = IntegerOf(At(*answer, "meta", "pagination", "next_page"));
    if (next == 0) return all;
  }
  return TooManyPages(url);
}

Labels CloudLabels(const Json& server, const Json::array_t& networks, std::int64_t port) {
  const Json& net = At(server, "public_net");
  const std::string ipv4 = IpAddressOrNil(TextOf(At(net, "ipv4", "ip")));
  const Json& memory = At(server, "server_type", "memory");
  const double gigabytes = memory.is_number() ? memory.get<double>() : 0;
  Labels labels = {
      {"__address__", HostPort(ipv4, port)},
      {"__meta_hetzner_role", "hcloud"},
      {"__meta_hetzner_public_ipv4", ipv4},
      {"__meta_hetzner_public_ipv6_network",
       IpNetwork(TextOf(At(net, "ipv6", "ip"))).value_or("<nil>")},
      {"__meta_hetzner_hcloud_memory_size_gb", fmt::format("{:.0f}", std::trunc(gigabytes))},
  };
  AddLabels(kPrefix, kCloudLabels, server, labels);
  const Json& image = At(server, "image");
  if (image.is_object()) AddLabels(kPrefix, kImageLabels, image, labels);
  for (const Json& joined : ItemsOf(At(server, "private_net"))) {
    for (const Json& network : networks) {
      if (At(network, "id") != At(joined, "network")) continue;
      labels.emplace_back(
          "__meta_hetzner_hcloud_private_ipv4_" + SanitizedName(TextOf(At(network, "name"))),
          IpAddressOrNil(TextOf(At(joined, "ip"))));
    }
  }
  for (const auto& [name, value] : MembersOf(At(server, "labels"))) {
    const std::string suffix = SanitizedName(name);
    labels.emplace_back("__meta_hetzner_hcloud_labelpresent_" + suffix, "true");
    labels.emplace_back("__meta_hetzner_hcloud_label_" + suffix, TextOf(value));
  }
  return labels;
}

Result<Found> DiscoverCloud(Client& client, std::int64_t port, std::string_view selector) {
  const Result<Json::array_t> servers = ListCloud(client, "servers", selector);
  if (!servers) return servers.error();
  const Result<Json::array_t> networks = ListCloud(client, "networks", {});
  if (!networks) return networks.error();
  std::vector<Labels> targets;
  for (const Json& server : *servers) targets.push_back(CloudLabels(server, *networks, port));
  return OneGroup("hetzner", std::move(targets));
}

Labels RobotLabels(const Json& server, std::int64_t port) {
  const std::string datacenter = ToLower(TextOf(At(server, "dc")));
  Labels labels = {
      {"__address__", HostPort(TextOf(At(server, "server_ip")), port)},
      {"__meta_hetzner_role", "robot"},
      {"__meta_hetzner_datacenter", datacenter},
      {"__meta_hetzner_robot_datacenter", datacenter},
  };
  AddLabels(kPrefix, kRobotLabels, server, labels);
  for (const Json& subnet : ItemsOf(At(server, "subnet"))) {
    const std::string ip = TextOf(At(subnet, "ip"));
    if (IsIpv4(ip)) continue;
    labels.emplace_back("__meta_hetzner_public_ipv6_network",
                        fmt::format("{}/{}", ip, TextOf(At(subnet, "mask"))));
    break;
  }
  return labels;
}

Result<Found> DiscoverRobot(Client& client, std::int64_t port) {
  const Result<Json> answer = client.Get("https://robot-ws.your-server.de/server");
  if (!answer) return answer.error();
  std::vector<Labels> targets;
  for (const Json& item : ItemsOf(*answer))
    targets.push_back(RobotLabels(At(item, "server"), port));
  return OneGroup("hetzner", std::move(targets));
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const std::int64_t port = section.Integer("port", kHetznerSdConfig);
  if (section.Text("role") == "robot") return DiscoverRobot(client, port);
  return DiscoverCloud(client, port, section.Text("label_selector"));
}

}  // namespace

const Mechanism kHetzner = {Discover};

}  // namespace check::discovery
