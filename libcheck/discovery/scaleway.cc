#include <fmt/format.h>

#include <charconv>
#include <map>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kScalewaySdConfig;

constexpr std::string_view kInstance = "__meta_scaleway_instance_";
constexpr std::string_view kBaremetal = "__meta_scaleway_baremetal_";

constexpr JsonLabel kInstanceLabels[] = {
    {"boot_type", "boot_type"},
    {"hostname", "hostname"},
    {"id", "id"},
    {"name", "name"},
    {"organization_id", "organization"},
    {"project_id", "project"},
    {"status", "state"},
    {"type", "commercial_type"},
    {"zone", "zone"},
    {"image_arch", "image.arch"},
    {"image_id", "image.id"},
    {"image_name", "image.name"},
    {"location_cluster_id", "location.cluster_id"},
    {"location_hypervisor_id", "location.hypervisor_id"},
    {"location_node_id", "location.node_id"},
    {"security_group_id", "security_group.id"},
    {"security_group_name", "security_group.name"},
};

constexpr JsonLabel kBaremetalLabels[] = {
    {"id", "id"},
    {"name", "name"},
    {"zone", "zone"},
    {"status", "status"},
    {"project_id", "project_id"},
};

constexpr JsonLabel kSystemLabels[] = {{"os_name", "name"}, {"os_version", "version"}};

// "fr-par" for "fr-par-1"; nothing if that is no zone.
std::string RegionOf(std::string_view zone) {
  constexpr std::string_view kShape = "aa-aaa-1";
  if (zone.size() != kShape.size()) return {};
  for (std::size_t i = 0; i < zone.size(); ++i) {
    const char c = zone[i];
    const bool fits = kShape[i] == 'a' ? IsLower(c) : kShape[i] == '1' ? IsDigit(c) : c == '-';
    if (!fits) return {};
  }
  return std::string(zone.substr(0, zone.rfind('-')));
}

// The APIs of one zone.
class Api {
 public:
  Api(const schema::Values& section, const Context& context)
      : client_(section, context),
        url_(section.Text("api_url", kScalewaySdConfig)),
        zone_(section.Text("zone", kScalewaySdConfig)) {
    http::Secret key;
    key.text = section.Text("secret_key");
    key.file = PathIn(context, section.Text("secret_key_file"));
    client_.settings().headers.emplace_back("X-Auth-Token", std::move(key));
  }

  Result<Json::array_t> ListZone(std::string_view api, std::string_view what, std::string_view list,
                                 std::string_view before = {}, std::string_view after = {}) {
    return List(fmt::format("{}/{}/v1/zones/{}/{}", url_, api, zone_, what), list, before, after);
  }

  // The private addresses of network interfaces, by their ids.
  Result<std::map<std::string, std::string>> PrivateAddresses(
      const std::string& region, const std::vector<std::string>& nics) {
    std::string query;
    for (const std::string& nic : nics) query += "&resource_ids=" + FormEncode(nic);
    const Result<Json::array_t> ips = List(
        fmt::format("{}/ipam/v1/regions/{}/ips", url_, region), "ips", "order_by=created_at_desc&",
        query + "&resource_type=unknown_type&resource_types=instance_private_nic");
    if (!ips) return ips.error();
    std::map<std::string, std::string> addresses;
    for (const Json& ip : *ips) {
      const std::string network = TextOf(At(ip, "address"));
      const auto address = IpAddress(std::string_view(network).substr(0, network.find('/')));
      if (!At(ip, "resource").is_object() || BoolOf(At(ip, "is_ipv6")) || !address) continue;
      addresses[TextOf(At(ip, "resource", "id"))] = *address;
    }
    return addresses;
  }

 private:
  // The query has its parameters in the order of the alphabet: `before` and `after` the page.
  Result<Json::array_t> List(const std::string& url, std::string_view list, std::string_view before,
                             std::string_view after) {
    Json::array_t all;
    std::uint64_t pages = 0;
    for (int page = 1; page <= kMostPages; ++page) {
      const Result<http::HttpRequest> request =
          client_.Request(fmt::format("{}?{}page={}{}", url, before, page, after));
      if (!request) return request.error();
      const Result<Page> answer = FetchPage(*request, list);
      if (!answer) return answer.error();
      const std::size_t count = answer->items.size();
      all.insert(all.end(), answer->items.begin(), answer->items.end());
      if (count == 0) return all;
      if (page == 1) pages = (answer->total + count - 1) / count;
      if (static_cast<std::uint64_t>(page) >= pages) return all;
    }
    return TooManyPages(url);
  }

  struct Page {
    Json::array_t items;
    std::uint64_t total = 0;  // Of items on all pages.
  };

  Result<Page> FetchPage(const http::HttpRequest& request, std::string_view list) {
    const Result<Answer> answer = Fetch(client_.context(), request);
    if (!answer) return answer.error();
    const Result<Json> json = JsonOf(*answer, request);
    if (!json) return json.error();
    Page page;
    page.items = ItemsOf(At(*json, list));
    page.total = static_cast<std::uint64_t>(IntegerOf(At(*json, "total_count")));
    const std::string_view total = answer->head.Header("x-total-count");
    std::from_chars(total.data(), total.data() + total.size(), page.total);
    return page;
  }

  Client client_;
  std::string url_;
  std::string zone_;
};

std::string AddressOf(const Json& ip) { return IpAddressOrNil(TextOf(At(ip, "address"))); }

// Adds the labels of addresses, and gives back the one to scrape: "" if there is none.
std::string AddAddresses(const Json& server, const std::map<std::string, std::string>& private_ips,
                         Labels& labels) {
  std::vector<std::string> ipv4;
  std::vector<std::string> ipv6;
  for (const Json& ip : ItemsOf(At(server, "public_ips"))) {
    const std::string family = TextOf(At(ip, "family"));
    if (family == "inet") ipv4.push_back(AddressOf(ip));
    if (family == "inet6") ipv6.push_back(AddressOf(ip));
  }
  const auto add = [&](std::string_view name, std::string value) {
    labels.emplace_back(fmt::format("{}{}", kInstance, name), std::move(value));
  };
  if (!ipv4.empty()) add("public_ipv4_addresses", Surrounded(ipv4));
  if (!ipv6.empty()) add("public_ipv6_addresses", Surrounded(ipv6));
  std::string address;
  if (const Json& ip = At(server, "ipv6"); ip.is_object()) {
    address = AddressOf(ip);
    add("public_ipv6", address);
  }
  if (const Json& ip = At(server, "public_ip"); ip.is_object()) {
    address = AddressOf(ip);
    if (TextOf(At(ip, "family")) != "inet6") add("public_ipv4", address);
  }
  if (const Json& ip = At(server, "private_ip"); ip.is_string()) {
    address = TextOf(ip);
    add("private_ipv4", address);
  }
  if (!address.empty()) return address;
  for (const Json& nic : ItemsOf(At(server, "private_nics"))) {
    const auto found = private_ips.find(TextOf(At(nic, "id")));
    if (found == private_ips.end()) continue;
    add("private_ipv4", found->second);
    return found->second;
  }
  return {};
}

// The addresses of servers that have none but in private networks: their region knows these.
Result<std::map<std::string, std::string>> PrivateAddresses(Api& api,
                                                            const Json::array_t& servers) {
  std::map<std::string, std::vector<std::string>> nics_by_region;
  for (const Json& server : servers) {
    if (At(server, "private_ip").is_string() || At(server, "public_ip").is_object() ||
        At(server, "ipv6").is_object()) {
      continue;
    }
    const std::string zone = TextOf(At(server, "zone"));
    const std::string region = RegionOf(zone);
    if (region.empty()) {
      return Error{fmt::format("the server `{}` is in an unknown Scaleway zone, `{}`",
                               TextOf(At(server, "name")), zone)};
    }
    for (const Json& nic : ItemsOf(At(server, "private_nics"))) {
      const std::string id = TextOf(At(nic, "id"));
      if (!id.empty()) nics_by_region[region].push_back(id);
    }
  }
  std::map<std::string, std::string> all;
  for (const auto& [region, nics] : nics_by_region) {
    Result<std::map<std::string, std::string>> addresses = api.PrivateAddresses(region, nics);
    if (!addresses) return addresses.error();
    all.merge(*addresses);
  }
  return all;
}

void AddTags(std::string_view prefix, const Json& server, Labels& labels) {
  const std::vector<std::string> tags = TextsOf(At(server, "tags"));
  if (!tags.empty()) labels.emplace_back(fmt::format("{}tags", prefix), Surrounded(tags));
}

Result<Found> DiscoverInstances(Api& api, std::int64_t port, const std::string& name,
                                const std::vector<std::string>& tags) {
  const std::string after =
      tags.empty() ? "" : "&tags=" + FormEncode(fmt::format("{}", fmt::join(tags, ",")));
  const Result<Json::array_t> servers =
      api.ListZone("instance", "servers", "servers", name + "order=creation_date_desc&", after);
  if (!servers) return servers.error();
  const Result<std::map<std::string, std::string>> private_ips = PrivateAddresses(api, *servers);
  if (!private_ips) return private_ips.error();
  std::vector<Labels> targets;
  for (const Json& server : *servers) {
    Labels labels;
    const std::string address = AddAddresses(server, *private_ips, labels);
    if (address.empty()) continue;
    labels.emplace_back("__address__", HostPort(address, port));
    AddLabels(kInstance, kInstanceLabels, server, labels);
    labels.emplace_back("__meta_scaleway_instance_region", RegionOf(TextOf(At(server, "zone"))));
    AddTags(kInstance, server, labels);
    targets.push_back(std::move(labels));
  }
  return OneGroup("scaleway", std::move(targets));
}

const Json& FindById(const Json::array_t& list, const Json& id) {
  static const Json null;
  for (const Json& item : list) {
    if (id.is_string() && At(item, "id") == id) return item;
  }
  return null;
}

// Adds the labels of addresses. The first of each kind counts, and IPv4 comes first.
Result<bool> AddBaremetalAddresses(const Json& server, std::int64_t port, Labels& labels) {
  std::string ipv4;
  std::string ipv6;
  for (const Json& ip : ItemsOf(At(server, "ips"))) {
    const std::string version = TextOf(At(ip, "version"));
    if (version.empty() || version == "IPv4") {
      if (ipv4.empty()) ipv4 = AddressOf(ip);
    } else if (version == "IPv6") {
      if (ipv6.empty()) ipv6 = AddressOf(ip);
    } else {
      return Error{fmt::format("the server `{}` has an address of the unknown type `{}`",
                               TextOf(At(server, "name")), version)};
    }
  }
  labels.emplace_back("__meta_scaleway_baremetal_public_ipv4", ipv4);
  labels.emplace_back("__meta_scaleway_baremetal_public_ipv6", ipv6);
  const std::string& address = ipv4.empty() ? ipv6 : ipv4;
  if (!address.empty()) labels.emplace_back("__address__", HostPort(address, port));
  return true;
}

Result<Found> DiscoverBaremetal(Api& api, std::int64_t port, const std::string& name,
                                const std::vector<std::string>& tags) {
  std::string after;
  for (const std::string& tag : tags) after += "&tags=" + FormEncode(tag);
  const Result<Json::array_t> servers =
      api.ListZone("baremetal", "servers", "servers", name + "order_by=created_at_asc&", after);
  if (!servers) return servers.error();
  const Result<Json::array_t> offers = api.ListZone(
      "baremetal", "offers", "offers", {}, "&subscription_period=unknown_subscription_period");
  if (!offers) return offers.error();
  const Result<Json::array_t> systems = api.ListZone("baremetal", "os", "os");
  if (!systems) return systems.error();
  std::vector<Labels> targets;
  for (const Json& server : *servers) {
    Labels labels;
    AddLabels(kBaremetal, kBaremetalLabels, server, labels);
    labels.emplace_back("__meta_scaleway_baremetal_type",
                        TextOf(At(FindById(*offers, At(server, "offer_id")), "name")));
    AddLabels(kBaremetal, kSystemLabels, FindById(*systems, At(server, "install", "os_id")),
              labels);
    AddTags(kBaremetal, server, labels);
    const Result<bool> added = AddBaremetalAddresses(server, port, labels);
    if (!added) return added.error();
    targets.push_back(std::move(labels));
  }
  return OneGroup("scaleway", std::move(targets));
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Api api(section, context);
  const std::int64_t port = section.Integer("port", kScalewaySdConfig);
  std::string name = FormEncode(section.Text("name_filter"));
  if (!name.empty()) name = fmt::format("name={}&", name);
  std::vector<std::string> tags;
  for (const yaml::Node& tag : section.Items("tags_filter")) tags.emplace_back(section.TextOf(tag));
  return section.Text("role") == "baremetal" ? DiscoverBaremetal(api, port, name, tags)
                                             : DiscoverInstances(api, port, name, tags);
}

}  // namespace

const Mechanism kScaleway = {Discover};

}  // namespace check::discovery
