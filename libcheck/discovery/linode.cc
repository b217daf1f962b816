#include <fmt/format.h>

#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kLinodeSdConfig;

constexpr std::string_view kPrefix = "__meta_linode_";

constexpr JsonLabel kLabels[] = {
    {"instance_id", "id", JsonKind::kNumber},
    {"instance_label", "label"},
    {"image", "image"},
    {"region", "region"},
    {"type", "type"},
    {"status", "status"},
    {"group", "group"},
    {"gpus", "specs.gpus", JsonKind::kNumber},
    {"hypervisor", "hypervisor"},
    {"specs_vcpus", "specs.vcpus", JsonKind::kNumber},
};

// What the API gives in MiB.
constexpr JsonLabel kSizes[] = {
    {"specs_disk_bytes", "specs.disk"},
    {"specs_memory_bytes", "specs.memory"},
    {"specs_transfer_bytes", "specs.transfer"},
};

struct Lists {
  Json::array_t instances;
  Json::array_t addresses;
  Json::array_t ranges;
};

Result<Json::array_t> List(Client& client, std::string_view what, std::string_view region) {
  Json::array_t all;
  std::string url;
  for (int page = 1; page <= kMostPages; ++page) {
    url = fmt::format("https://api.linode.com/v4/{}?page={}&page_size=500", what, page);
    Result<http::HttpRequest> request = client.Request(url);
    if (!request) return request.error();
    if (!region.empty()) {
      request->headers.push_back(fmt::format("X-Filter: {{\"region\": \"{}\"}}", region));
    }
    const Result<Json> answer = FetchJson(client.context(), *request);
    if (!answer) return answer.error();
    const Json::array_t& items = ItemsOf(At(*answer, "data"));
    all.insert(all.end(), items.begin(), items.end());
    if (page >= IntegerOf(At(*answer, "pages"))) return all;
  }
  return TooManyPages(url);
}

// An address, and the name that it resolves to.
struct Named {
  std::string address;
  std::string name;

  explicit Named(const Json& detail) : address(TextOf(At(detail, "address"))) {
    name = TextOf(At(detail, "rdns"));
    if (name == "null") name.clear();
  }
  Named() = default;
};

void AddNamed(std::string_view which, const Named& named, Labels& labels) {
  labels.emplace_back(fmt::format("{}{}", kPrefix, which), named.address);
  labels.emplace_back(fmt::format("{}{}_rdns", kPrefix, which), named.name);
}

// Gives back the public address.
std::string AddIpv4(const Json& instance, const Lists& lists, std::string_view separator,
                    Labels& labels) {
  Named public_address;
  Named private_address;
  std::vector<std::string> others;
  for (const std::string& text : TextsOf(At(instance, "ipv4"))) {
    const std::string address = IpAddress(text).value_or(text);
    for (const Json& detail : lists.addresses) {
      if (TextOf(At(detail, "address")) != address) continue;
      Named& first = BoolOf(At(detail, "public")) ? public_address : private_address;
      if (first.address.empty()) {
        first = Named(detail);
      } else {
        others.push_back(address);
      }
    }
  }
  AddNamed("public_ipv4", public_address, labels);
  AddNamed("private_ipv4", private_address, labels);
  if (!others.empty()) {
    labels.emplace_back("__meta_linode_extra_ips", Surrounded(others, separator));
  }
  return public_address.address;
}

void AddIpv6(const Json& instance, const Lists& lists, std::string_view separator, Labels& labels) {
  const std::string network = TextOf(At(instance, "ipv6"));
  if (network.empty()) return;
  const std::string address = network.substr(0, network.find('/'));
  Named found;
  for (const Json& detail : lists.addresses) {
    if (TextOf(At(detail, "address")) != address) continue;
    const Named named(detail);
    found.address = named.address;
    if (!named.name.empty()) found.name = named.name;
  }
  AddNamed("public_ipv6", found, labels);
  std::vector<std::string> ranges;
  for (const Json& range : lists.ranges) {
    if (TextOf(At(range, "route_target")) != address) continue;
    ranges.push_back(
        fmt::format("{}/{}", TextOf(At(range, "range")), IntegerOf(At(range, "prefix"))));
  }
  if (!ranges.empty()) {
    labels.emplace_back("__meta_linode_ipv6_ranges", Surrounded(ranges, separator));
  }
}

Labels InstanceLabels(const Json& instance, const Lists& lists, std::string_view separator,
                      std::int64_t port) {
  Labels labels;
  AddLabels(kPrefix, kLabels, instance, labels);
  for (const JsonLabel& size : kSizes) {
    const auto mebibytes = static_cast<std::uint64_t>(IntegerOf(AtPath(instance, size.path)));
    labels.emplace_back(fmt::format("{}{}", kPrefix, size.name),
                        std::to_string(static_cast<std::int64_t>(mebibytes << 20)));
  }
  labels.emplace_back("__meta_linode_backups",
                      BoolOf(At(instance, "backups", "enabled")) ? "enabled" : "disabled");
  const std::vector<std::string> tags = TextsOf(At(instance, "tags"));
  if (!tags.empty()) labels.emplace_back("__meta_linode_tags", Surrounded(tags, separator));
  const std::string address = AddIpv4(instance, lists, separator, labels);
  AddIpv6(instance, lists, separator, labels);
  labels.emplace_back("__address__", HostPort(address, port));
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const std::string_view region = section.Text("region");
  Lists lists;
  const std::pair<std::string_view, Json::array_t&> wanted[] = {
      {"linode/instances", lists.instances},
      {"networking/ips", lists.addresses},
      {"networking/ipv6/ranges", lists.ranges},
  };
  for (const auto& [what, list] : wanted) {
    Result<Json::array_t> items = List(client, what, region);
    if (!items) return items.error();
    list = std::move(*items);
  }
  std::vector<Labels> targets;
  for (const Json& instance : lists.instances) {
    if (ItemsOf(At(instance, "ipv4")).empty()) continue;
    targets.push_back(InstanceLabels(instance, lists,
                                     section.Text("tag_separator", kLinodeSdConfig),
                                     section.Integer("port", kLinodeSdConfig)));
  }
  return OneGroup("Linode", std::move(targets));
}

}  // namespace

const Mechanism kLinode = {Discover};

}  // namespace check::discovery
