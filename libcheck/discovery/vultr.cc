#include <fmt/format.h>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kVultrSdConfig;

constexpr std::string_view kPrefix = "__meta_vultr_instance_";

constexpr JsonLabel kLabels[] = {
    {"id", "id"},
    {"label", "label"},
    {"os", "os"},
    {"os_id", "os_id", JsonKind::kNumber},
    {"region", "region"},
    {"plan", "plan"},
    {"vcpu_count", "vcpu_count", JsonKind::kNumber},
    {"ram_mb", "ram", JsonKind::kNumber},
    {"allowed_bandwidth_gb", "allowed_bandwidth", JsonKind::kNumber},
    {"disk_gb", "disk", JsonKind::kNumber},
    {"main_ip", "main_ip"},
    {"main_ipv6", "v6_main_ip"},
    {"internal_ip", "internal_ip"},
    {"hostname", "hostname"},
    {"server_status", "server_status"},
};

Labels InstanceLabels(const Json& instance, std::int64_t port) {
  Labels labels = {{"__address__", HostPort(TextOf(At(instance, "main_ip")), port)}};
  AddLabels(kPrefix, kLabels, instance, labels);
  for (const char* list : {"features", "tags"}) {
    const std::vector<std::string> items = TextsOf(At(instance, list));
    if (!items.empty()) labels.emplace_back(fmt::format("{}{}", kPrefix, list), Surrounded(items));
  }
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const std::int64_t port = section.Integer("port", kVultrSdConfig);
  std::vector<Labels> targets;
  std::string url;
  std::string cursor;
  for (int page = 0; page < kMostPages; ++page) {
    url = "https://api.vultr.com/v2/instances?";
    if (!cursor.empty()) url += fmt::format("cursor={}&", FormEncode(cursor));
    url += "per_page=100";
    const Result<Json> answer = client.Get(url);
    if (!answer) return answer.error();
    for (const Json& instance : ItemsOf(At(*answer, "instances"))) {
      targets.push_back(InstanceLabels(instance, port));
    }
    cursor = TextOf(At(*answer, "meta", "links", "next"));
    if (cursor.empty()) return OneGroup("Vultr", std::move(targets));
  }
  return TooManyPages(url);
}

}  // namespace

const Mechanism kVultr = {Discover};

}  // namespace check::discovery
