#include <fmt/format.h>

#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kDigitaloceanSdConfig;

constexpr std::string_view kApi = "https://api.digitalocean.com/v2/";

constexpr JsonLabel kDropletLabels[] = {
    {"droplet_id", "id", JsonKind::kNumber},
    {"droplet_name", "name"},
    {"image", "image.slug"},
    {"image_name", "image.name"},
    {"region", "region.slug"},
    {"size", "size_slug"},
    {"status", "status"},
    {"vpc", "vpc_uuid"},
};

constexpr JsonLabel kDatabaseLabels[] = {
    {"db_id", "id"},         {"db_name", "name"},
    {"db_engine", "engine"}, {"db_version", "version"},
    {"db_status", "status"}, {"db_region", "region"},
    {"db_size", "size"},     {"db_num_nodes", "num_nodes", JsonKind::kNumber},
};

// The first address of a droplet that is "public", or "private".
std::string AddressOf(const Json& droplet, std::string_view family, std::string_view type) {
  for (const Json& network : ItemsOf(At(droplet, "networks", family))) {
    if (TextOf(At(network, "type")) == type) return TextOf(At(network, "ip_address"));
  }
  return {};
}

Labels DropletLabels(const Json& droplet, std::int64_t port) {
  constexpr std::string_view kPrefix = "__meta_digitalocean_";
  const std::string address = AddressOf(droplet, "v4", "public");
  Labels labels = {
      {"__address__", HostPort(address, port)},
      {"__meta_digitalocean_private_ipv4", AddressOf(droplet, "v4", "private")},
      {"__meta_digitalocean_public_ipv4", address},
      {"__meta_digitalocean_public_ipv6", AddressOf(droplet, "v6", "public")},
  };
  AddLabels(kPrefix, kDropletLabels, droplet, labels);
  for (const char* list : {"features", "tags"}) {
    const std::vector<std::string> items = TextsOf(At(droplet, list));
    if (!items.empty()) labels.emplace_back(fmt::format("{}{}", kPrefix, list), Surrounded(items));
  }
  return labels;
}

Result<Found> DiscoverDroplets(Client& client, std::int64_t port) {
  const std::string url = fmt::format("{}droplets", kApi);
  std::vector<Labels> targets;
  for (int page = 1; page <= kMostPages; ++page) {
    const Result<Json> answer = client.Get(page == 1 ? url : fmt::format("{}?page={}", url, page));
    if (!answer) return answer.error();
    for (const Json& droplet : ItemsOf(At(*answer, "droplets"))) {
      if (ItemsOf(At(droplet, "networks", "v4")).empty()) continue;
      targets.push_back(DropletLabels(droplet, port));
    }
    if (TextOf(At(*answer, "links", "pages", "next")).empty()) {
      return OneGroup("DigitalOcean", std::move(targets));
    }
  }
  return TooManyPages(url);
}

Labels DatabaseLabels(const Json& cluster, std::int64_t port) {
  Labels labels;
  AddLabels("__meta_digitalocean_", kDatabaseLabels, cluster, labels);
  const std::string private_host = TextOf(At(cluster, "private_connection", "host"));
  const std::string public_host = TextOf(At(cluster, "connection", "host"));
  labels.emplace_back("__meta_digitalocean_db_private_host", private_host);
  labels.emplace_back("__meta_digitalocean_db_host", public_host);
  const std::string& host = private_host.empty() ? public_host : private_host;
  if (!host.empty()) labels.emplace_back("__address__", HostPort(host, port));
  // Prometheus: these names are what was written, whatever a label can be called.
  for (const std::string& tag : TextsOf(At(cluster, "tags"))) {
    labels.emplace_back("__meta_digitalocean_db_tag_" + tag, "true");
  }
  return labels;
}

// The API says nothing of the last page: an empty one comes after it.
Result<Found> DiscoverDatabases(Client& client, std::int64_t port) {
  const std::string url = fmt::format("{}databases", kApi);
  std::vector<Labels> targets;
  for (int page = 1; page <= kMostPages; ++page) {
    const Result<Json> answer = client.Get(fmt::format("{}?page={}&per_page=100", url, page));
    if (!answer) return answer.error();
    const Json::array_t& clusters = ItemsOf(At(*answer, "databases"));
    if (clusters.empty()) return OneGroup("DigitalOcean Databases", std::move(targets));
    for (const Json& cluster : clusters) targets.push_back(DatabaseLabels(cluster, port));
  }
  return TooManyPages(url);
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const std::int64_t port = section.Integer("port", kDigitaloceanSdConfig);
  return section.Text("role") == "databases" ? DiscoverDatabases(client, port)
                                             : DiscoverDroplets(client, port);
}

}  // namespace

const Mechanism kDigitalocean = {Discover};

}  // namespace check::discovery
