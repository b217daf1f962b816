#include <fmt/format.h>

#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kStackitSdConfig;

constexpr JsonLabel kLabels[] = {
    {"id", "id"},
    {"name", "name"},
    {"availability_zone", "availabilityZone"},
    {"status", "status"},
    {"power_status", "powerStatus"},
    {"type", "machineType"},
};

// Nothing, if there is no address.
Labels ServerLabels(const Json& server, std::string_view project, std::int64_t port) {
  Labels labels = {{"__meta_stackit_project", std::string(project)}};
  AddLabels("__meta_stackit_", kLabels, server, labels);
  std::string public_address;
  std::string private_address;
  for (const Json& nic : ItemsOf(At(server, "nics"))) {
    if (public_address.empty()) public_address = TextOf(At(nic, "publicIp"));
    const std::string ipv4 = TextOf(At(nic, "ipv4"));
    if (ipv4.empty()) continue;
    labels.emplace_back(
        "__meta_stackit_private_ipv4_" + SanitizedName(TextOf(At(nic, "networkName"))), ipv4);
    if (private_address.empty()) private_address = ipv4;
  }
  const std::string& address = public_address.empty() ? private_address : public_address;
  if (address.empty()) return {};
  labels.emplace_back("__meta_stackit_public_ipv4", public_address);
  labels.emplace_back("__address__", HostPort(address, port));
  for (const auto& [name, value] : MembersOf(At(server, "labels"))) {
    if (!value.is_string()) continue;
    const std::string suffix = SanitizedName(name);
    labels.emplace_back("__meta_stackit_labelpresent_" + suffix, "true");
    labels.emplace_back("__meta_stackit_label_" + suffix, TextOf(value));
  }
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  if (section.IsSet("service_account_key") || section.IsSet("service_account_key_path")) {
    return Error{
        "STACKIT cannot be queried as a service account: this needs a token signed with the "
        "account's private key"};
  }
  Client client(section, context);
  const std::string_view project = section.Text("project");
  std::string url(section.Text("endpoint"));
  if (url.empty()) {
    url =
        fmt::format("https://iaas.api.{}.stackit.cloud", section.Text("region", kStackitSdConfig));
  }
  const Result<Json> answer =
      client.Get(WithPath(url, fmt::format("v1/projects/{}/servers", project)) + "?details=true");
  if (!answer) return answer.error();
  std::vector<Labels> targets;
  for (const Json& server : ItemsOf(At(*answer, "items"))) {
    Labels labels = ServerLabels(server, project, section.Integer("port", kStackitSdConfig));
    if (!labels.empty()) targets.push_back(std::move(labels));
  }
  return OneGroup("stackit", std::move(targets));
}

}  // namespace

const Mechanism kStackit = {Discover};

}  // namespace check::discovery
