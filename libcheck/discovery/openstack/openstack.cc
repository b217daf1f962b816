#include <fmt/format.h>

#include <map>
#include <set>

#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"
#include "libcheck/discovery/openstack/session.h"

namespace check::discovery {
namespace {

using config::prometheus::kOpenstackSdConfig;

using openstack::Session;

constexpr std::string_view kPrefix = "__meta_openstack_";

constexpr JsonLabel kHypervisorLabels[] = {
    {"hypervisor_id", "id"},           {"hypervisor_hostname", "hypervisor_hostname"},
    {"hypervisor_host_ip", "host_ip"}, {"hypervisor_status", "status"},
    {"hypervisor_state", "state"},     {"hypervisor_type", "hypervisor_type"},
};

constexpr JsonLabel kInstanceLabels[] = {
    {"instance_id", "id"},       {"instance_status", "status"}, {"instance_name", "name"},
    {"project_id", "tenant_id"}, {"user_id", "user_id"},        {"instance_image", "image.id"},
};

constexpr JsonLabel kBalancerLabels[] = {
    {"loadbalancer_id", "id"},
    {"loadbalancer_name", "name"},
    {"loadbalancer_operating_status", "operating_status"},
    {"loadbalancer_provisioning_status", "provisioning_status"},
    {"loadbalancer_availability_zone", "availability_zone"},
    {"loadbalancer_vip", "vip_address"},
    {"loadbalancer_provider", "provider"},
    {"project_id", "project_id"},
};

struct Settings {
  std::int64_t port;
  bool all_tenants;
};

using Targets = Result<std::vector<Labels>>;

Targets FindHypervisors(Session& session, const Settings& settings) {
  const Result<std::string> compute = session.Endpoint("compute");
  if (!compute) return compute.error();
  const auto hypervisors = session.List(*compute + "os-hypervisors/detail", "hypervisors");
  if (!hypervisors) return hypervisors.error();
  std::vector<Labels> targets;
  for (const Json& hypervisor : *hypervisors) {
    Labels labels = {{"__address__", HostPort(TextOf(At(hypervisor, "host_ip")), settings.port)}};
    AddLabels(kPrefix, kHypervisorLabels, hypervisor, labels);
    targets.push_back(std::move(labels));
  }
  return targets;
}

// Addresses that lead from outside to those of instances.
struct FloatingIps {
  std::map<std::pair<std::string, std::string>, std::string> by_fixed;  // Instance, its address.
  std::set<std::string> all;
};

Result<FloatingIps> FindFloatingIps(Session& session, const std::string& network) {
  const Result<Json::array_t> ports = session.List(network + "v2.0/ports", "ports");
  if (!ports) return ports.error();
  std::map<std::string, std::string> devices;
  for (const Json& port : *ports) devices[TextOf(At(port, "id"))] = TextOf(At(port, "device_id"));
  const auto ips = session.List(network + "v2.0/floatingips", "floatingips");
  if (!ips) return ips.error();
  FloatingIps found;
  for (const Json& ip : *ips) {
    const std::string fixed = TextOf(At(ip, "fixed_ip_address"));
    const auto device = devices.find(TextOf(At(ip, "port_id")));
    if (fixed.empty() || device == devices.end() || device->first.empty()) continue;
    const std::string floating = TextOf(At(ip, "floating_ip_address"));
    found.by_fixed[{device->second, fixed}] = floating;
    found.all.insert(floating);
  }
  return found;
}

// One target for each address that is not a floating one.
void AddInstance(const Json& server, const FloatingIps& floating, std::int64_t port,
                 std::vector<Labels>& targets) {
  const Json& flavor = At(server, "flavor", "original_name").is_string()
                           ? At(server, "flavor", "original_name")
                           : At(server, "flavor", "id");
  if (!flavor.is_string()) return;
  const std::string id = TextOf(At(server, "id"));
  Labels shared;
  AddLabels(kPrefix, kInstanceLabels, server, shared);
  shared.emplace_back("__meta_openstack_instance_flavor", TextOf(flavor));
  AddMembers("__meta_openstack_tag_", At(server, "metadata"), shared);
  for (const auto& [pool, addresses] : MembersOf(At(server, "addresses"))) {
    for (const Json& each : ItemsOf(addresses)) {
      if (!At(each, "addr").is_string()) continue;
      const std::string address = TextOf(At(each, "addr"));
      if (floating.all.contains(address)) continue;
      Labels labels = shared;
      labels.emplace_back("__meta_openstack_address_pool", pool);
      labels.emplace_back("__meta_openstack_private_ip", address);
      const auto found = floating.by_fixed.find({id, address});
      if (found != floating.by_fixed.end()) {
        labels.emplace_back("__meta_openstack_public_ip", found->second);
      }
      labels.emplace_back("__address__", HostPort(address, port));
      targets.push_back(std::move(labels));
    }
  }
}

Targets FindInstances(Session& session, const Settings& settings) {
  const Result<std::string> compute = session.Endpoint("compute");
  if (!compute) return compute.error();
  const Result<std::string> network = session.Endpoint("network");
  if (!network) return network.error();
  const Result<FloatingIps> floating = FindFloatingIps(session, *network);
  if (!floating) return floating.error();
  const Result<Json::array_t> servers = session.List(
      *compute + "servers/detail" + (settings.all_tenants ? "?all_tenants=true" : ""), "servers");
  if (!servers) return servers.error();
  std::vector<Labels> targets;
  for (const Json& server : *servers) AddInstance(server, *floating, settings.port, targets);
  return targets;
}

// The ports by which load balancers tell of themselves, by the ids of those.
std::map<std::string, std::int64_t> MetricsPorts(const Json::array_t& listeners) {
  std::map<std::string, std::int64_t> ports;
  for (const Json& listener : listeners) {
    if (TextOf(At(listener, "protocol")) != "PROMETHEUS") continue;
    for (const Json& balancer : ItemsOf(At(listener, "loadbalancers"))) {
      ports.emplace(TextOf(At(balancer, "id")), IntegerOf(At(listener, "protocol_port")));
    }
  }
  return ports;
}

Targets FindBalancers(Session& session, const Settings&) {
  Result<std::string> endpoint = session.Endpoint("load-balancer");
  if (!endpoint) return endpoint.error();
  const Result<std::string> network = session.Endpoint("network");
  if (!network) return network.error();
  // Some catalogs have the version in the URL, and others do not.
  const std::size_t version = endpoint->find("v2.0/");
  const std::string base = endpoint->substr(0, version) + "v2.0/lbaas/";
  const auto balancers = session.List(base + "loadbalancers", "loadbalancers");
  if (!balancers) return balancers.error();
  const Result<Json::array_t> listeners = session.List(base + "listeners", "listeners");
  if (!listeners) return listeners.error();
  const auto ips = session.List(*network + "v2.0/floatingips", "floatingips");
  if (!ips) return ips.error();
  std::map<std::string, std::string> floating;
  for (const Json& ip : *ips) {
    floating[TextOf(At(ip, "port_id"))] = TextOf(At(ip, "floating_ip_address"));
  }
  floating.erase("");
  const std::map<std::string, std::int64_t> ports = MetricsPorts(*listeners);
  std::vector<Labels> targets;
  for (const Json& balancer : *balancers) {
    const auto port = ports.find(TextOf(At(balancer, "id")));
    if (port == ports.end()) continue;
    Labels labels = {{"__address__", HostPort(TextOf(At(balancer, "vip_address")), port->second)}};
    AddLabels(kPrefix, kBalancerLabels, balancer, labels);
    labels.emplace_back("__meta_openstack_loadbalancer_tags",
                        fmt::format("{}", fmt::join(TextsOf(At(balancer, "tags")), ",")));
    const auto ip = floating.find(TextOf(At(balancer, "vip_port_id")));
    if (ip != floating.end()) {
      labels.emplace_back("__meta_openstack_loadbalancer_floating_ip", ip->second);
    }
    targets.push_back(std::move(labels));
  }
  return targets;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Result<Session> session = Session::Begin(section, context);
  if (!session) return session.error();
  const Settings settings = {.port = section.Integer("port", kOpenstackSdConfig),
                             .all_tenants = section.Bool("all_tenants")};
  const std::string_view role = section.Text("role");
  Targets targets = role == "hypervisor" ? FindHypervisors(*session, settings)
                    : role == "instance" ? FindInstances(*session, settings)
                                         : FindBalancers(*session, settings);
  if (!targets) return targets.error();
  return OneGroup(fmt::format("OS_{}", section.Text("region")), std::move(*targets));
}

}  // namespace

const Mechanism kOpenstack = {Discover};

}  // namespace check::discovery
