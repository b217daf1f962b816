#include <fmt/format.h>

#include <map>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kIonosSdConfig;

constexpr std::string_view kPrefix = "__meta_ionos_server_";

constexpr JsonLabel kLabels[] = {
    {"availability_zone", "properties.availabilityZone"},
    {"cpu_family", "properties.cpuFamily"},
    {"id", "id"},
    {"lifecycle", "metadata.state"},
    {"name", "properties.name"},
    {"state", "properties.vmState"},
    {"type", "properties.type"},
    {"boot_cdrom_id", "properties.bootCdrom.id"},
    {"boot_volume_id", "properties.bootVolume.id"},
};

using Texts = std::vector<std::string>;

void AddInFront(const Texts& more, Texts& list) {
  list.insert(list.begin(), more.begin(), more.end());
}

// Nothing, if there is no address.
Labels ServerLabels(const Json& server, const std::string& list_id, std::int64_t port) {
  Texts all;
  std::map<std::string, Texts> by_name;
  for (const Json& nic : ItemsOf(At(server, "entities", "nics", "items"))) {
    const Json& properties = At(nic, "properties");
    if (!properties.is_object()) continue;
    const Json& name = At(properties, "name");
    const Texts addresses = TextsOf(At(properties, "ips"));
    AddInFront(addresses, all);
    AddInFront(addresses, by_name[name.is_string() ? TextOf(name) : "unnamed"]);
  }
  if (all.empty()) return {};
  Labels labels = {
      {"__address__", HostPort(all.front(), port)},
      {"__meta_ionos_server_ip", Surrounded(all)},
      {"__meta_ionos_server_servers_id", list_id},
  };
  AddLabels(kPrefix, kLabels, server, labels);
  for (const auto& [name, addresses] : by_name) {
    labels.emplace_back("__meta_ionos_server_nic_ip_" + SanitizedName(name),
                        addresses.empty() ? ",," : Surrounded(addresses));
  }
  const Json::array_t& volumes = ItemsOf(At(server, "entities", "volumes", "items"));
  if (!volumes.empty()) {
    labels.emplace_back("__meta_ionos_server_boot_image_id",
                        TextOf(At(volumes.front(), "properties", "image")));
  }
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const Result<Json> answer =
      client.Get(fmt::format("https://api.ionos.com/cloudapi/v6/datacenters/{}/servers"
                             "?depth=3&limit=1000&offset=0&pretty=true",
                             PathEncode(section.Text("datacenter_id"))));
  if (!answer) return answer.error();
  std::vector<Labels> targets;
  for (const Json& server : ItemsOf(At(*answer, "items"))) {
    Labels labels =
        ServerLabels(server, TextOf(At(*answer, "id")), section.Integer("port", kIonosSdConfig));
    if (!labels.empty()) targets.push_back(std::move(labels));
  }
  return OneGroup("ionos", std::move(targets));
}

}  // namespace

const Mechanism kIonos = {Discover};

}  // namespace check::discovery
