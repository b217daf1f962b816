#include <fmt/format.h>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kTritonSdConfig;

constexpr JsonLabel kContainerLabels[] = {
    {"machine_id", "vm_uuid"},     {"machine_alias", "vm_alias"},
    {"machine_brand", "vm_brand"}, {"machine_image", "vm_image_uuid"},
    {"server_id", "server_uuid"},
};

constexpr JsonLabel kNodeLabels[] = {
    {"machine_id", "server_uuid"},
    {"machine_alias", "server_hostname"},
};

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const bool is_container = section.Text("role", kTritonSdConfig) == "container";
  const std::int64_t port = section.Integer("port", kTritonSdConfig);
  std::string url = fmt::format("https://{}:{}/v{}/{}", section.Text("endpoint"), port,
                                section.Integer("version", kTritonSdConfig),
                                is_container ? "discover" : "gz/discover");
  std::vector<std::string> groups;
  for (const yaml::Node& group : section.Items("groups"))
    groups.emplace_back(section.TextOf(group));
  if (!groups.empty()) {
    url += "?groups=" + FormEncode(fmt::format("{}", fmt::join(groups, ",")));
  }
  const Result<Json> answer = client.Get(url);
  if (!answer) return answer.error();

  const std::span<const JsonLabel> table =
      is_container ? std::span<const JsonLabel>(kContainerLabels) : kNodeLabels;
  std::vector<Labels> targets;
  for (const Json& machine : ItemsOf(At(*answer, is_container ? "containers" : "cns"))) {
    Labels labels = {{"__address__", fmt::format("{}.{}:{}", TextOf(AtPath(machine, table[0].path)),
                                                 section.Text("dns_suffix"), port)}};
    AddLabels("__meta_triton_", table, machine, labels);
    const std::vector<std::string> members = TextsOf(At(machine, "groups"));
    if (is_container && !members.empty()) {
      labels.emplace_back("__meta_triton_groups", Surrounded(members));
    }
    targets.push_back(std::move(labels));
  }
  return OneGroup(url, std::move(targets));
}

}  // namespace

const Mechanism kTriton = {Discover};

}  // namespace check::discovery
