#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/utf8.h"
#include "libcheck/discovery/kubernetes/roles.h"

namespace check::discovery::kubernetes {
namespace {

using Addresses = std::vector<std::pair<std::string, std::string>>;  // By kind.

// The first of each kind.
Addresses AddressesOf(const Json& node) {
  Addresses addresses;
  for (const Json& address : ItemsOf(At(node, "status", "addresses"))) {
    const std::string kind = TextOf(At(address, "type"));
    const bool is_new = std::none_of(addresses.begin(), addresses.end(),
                                     [&](const auto& known) { return known.first == kind; });
    if (is_new) addresses.emplace_back(kind, TextOf(At(address, "address")));
  }
  return addresses;
}

}  // namespace

std::optional<TargetGroup> NodeGroup(const Json& node) {
  const Addresses addresses = AddressesOf(node);
  const std::string* address = nullptr;
  for (const std::string_view kind :
       {"InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname"}) {
    const auto found = std::find_if(addresses.begin(), addresses.end(),
                                    [&](const auto& known) { return known.first == kind; });
    if (found == addresses.end()) continue;
    address = &found->second;
    break;
  }
  if (address == nullptr) return std::nullopt;

  TargetGroup group;
  group.source = "node/" + NameOf(node);
  group.labels = {{"__meta_kubernetes_node_provider_id", TextOf(At(node, "spec", "providerID"))}};
  for (const Json& condition : ItemsOf(At(node, "status", "conditions"))) {
    group.labels.emplace_back(
        "__meta_kubernetes_node_condition_" + SanitizedName(ToLower(TextOf(At(condition, "type")))),
        ToLower(TextOf(At(condition, "status"))));
  }
  AddMetadata(node, "node", group.labels);
  Labels target = {
      {"__address__", HostPort(*address, IntegerOf(At(node, "status", "daemonEndpoints",
                                                      "kubeletEndpoint", "Port")))},
      {"instance", NameOf(node)},
  };
  for (const auto& [kind, text] : addresses) {
    target.emplace_back("__meta_kubernetes_node_address_" + SanitizedName(kind), text);
  }
  group.targets.push_back(std::move(target));
  return group;
}

}  // namespace check::discovery::kubernetes
