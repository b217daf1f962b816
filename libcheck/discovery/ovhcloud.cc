#include <fmt/format.h>

#include "libcheck/base/sha1.h"
#include "libcheck/base/text.h"
#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kOvhcloudSdConfig;

constexpr std::pair<std::string_view, std::string_view> kEndpoints[] = {
    {"ovh-eu", "https://eu.api.ovh.com/1.0"},
    {"ovh-ca", "https://ca.api.ovh.com/1.0"},
    {"ovh-us", "https://api.us.ovhcloud.com/1.0"},
    {"kimsufi-eu", "https://eu.api.kimsufi.com/1.0"},
    {"kimsufi-ca", "https://ca.api.kimsufi.com/1.0"},
    {"soyoustart-eu", "https://eu.api.soyoustart.com/1.0"},
    {"soyoustart-ca", "https://ca.api.soyoustart.com/1.0"},
};

constexpr JsonLabel kVpsLabels[] = {
    {"offer", "model.offer"},
    {"model_vcore", "model.vcore", JsonKind::kNumber},
    {"maximum_additional_ip", "model.maximumAdditionnalIp", JsonKind::kNumber},
    {"version", "model.version"},
    {"model_name", "model.name"},
    {"disk", "model.disk", JsonKind::kNumber},
    {"memory", "model.memory", JsonKind::kNumber},
    {"zone", "zone"},
    {"display_name", "displayName"},
    {"cluster", "cluster"},
    {"state", "state"},
    {"name", "name"},
    {"netboot_mode", "netbootMode"},
    {"memory_limit", "memoryLimit", JsonKind::kNumber},
    {"offer_type", "offerType"},
    {"vcore", "vcore", JsonKind::kNumber},
};

constexpr JsonLabel kServerLabels[] = {
    {"state", "state"},
    {"commercial_range", "commercialRange"},
    {"link_speed", "linkSpeed", JsonKind::kNumber},
    {"rack", "rack"},
    {"no_intervention", "noIntervention", JsonKind::kBool},
    {"os", "os"},
    {"support_level", "supportLevel"},
    {"server_id", "serverId", JsonKind::kNumber},
    {"reverse", "reverse"},
    {"datacenter", "datacenter"},
    {"name", "name"},
};

// The API, to which requests are signed.
class Api {
 public:
  Api(const schema::Values& section, const Context& context)
      : client_(section, context),
        key_(section.Text("application_key")),
        secret_(section.Text("application_secret")),
        consumer_(section.Text("consumer_key")) {
    // Go's default for requests.
    client_.settings().proxy.from_environment = true;
    const std::string_view endpoint = section.Text("endpoint", kOvhcloudSdConfig);
    if (endpoint.find('/') != endpoint.npos) url_ = endpoint;
    for (const auto& [name, url] : kEndpoints) {
      if (name == endpoint) url_ = url;
    }
  }

  // Reads the clock of the server, which signatures are to be of.
  Result<bool> Begin(const schema::Values& section) {
    if (url_.empty() || url_.ends_with('/')) {
      return Error{fmt::format("unknown OVHcloud endpoint `{}`", section.Text("endpoint"))};
    }
    Result<http::HttpRequest> request = Unsigned("/auth/time");
    if (!request) return request.error();
    const Result<Json> time = FetchJson(client_.context(), *request);
    if (!time) return time.error();
    time_ = std::to_string(IntegerOf(*time));
    return true;
  }

  Result<Json> Get(std::string_view path) {
    Result<http::HttpRequest> request = Unsigned(path);
    if (!request) return request.error();
    const std::string signature =
        Sha1Hex(fmt::format("{}+{}+GET+{}++{}", secret_, consumer_, request->url, time_));
    request->headers.push_back("X-Ovh-Timestamp: " + time_);
    request->headers.push_back("X-Ovh-Consumer: " + consumer_);
    request->headers.push_back("X-Ovh-Signature: $1$" + signature);
    return FetchJson(client_.context(), *request);
  }

 private:
  Result<http::HttpRequest> Unsigned(std::string_view path) {
    Result<http::HttpRequest> request = client_.Request(fmt::format("{}{}", url_, path));
    if (!request) return request.error();
    request->headers.push_back("Accept: application/json");
    request->headers.push_back("X-Ovh-Application: " + key_);
    return request;
  }

  Client client_;
  std::string url_;
  std::string key_;
  std::string secret_;
  std::string consumer_;
  std::string time_;
};

// The last address of each kind in a list. Networks that are not of one address do not count.
struct Addresses {
  std::string ipv4;
  std::string ipv6;
};

Result<Addresses> AddressesIn(const Json& list, std::string_view name) {
  const Error unreadable{fmt::format("cannot read the addresses of `{}`", name)};
  Addresses found;
  bool has_any = false;
  for (const std::string& text : TextsOf(list)) {
    const std::size_t slash = text.find('/');
    const std::optional<std::string> address = IpAddress(text.substr(0, slash));
    if (!address || (slash != text.npos && !IpNetwork(text))) return unreadable;
    if (slash != text.npos && text.substr(slash) != "/32") continue;
    if (*address == "0.0.0.0" || *address == "::") continue;
    has_any = true;
    (address->find(':') == address->npos ? found.ipv4 : found.ipv6) = *address;
  }
  if (!has_any) return unreadable;
  return found;
}

Result<Labels> ServerLabels(Api& api, std::string_view path, bool is_vps, const std::string& name) {
  const std::string own = fmt::format("{}/{}", path, FormEncode(name));
  const Result<Json> server = api.Get(own);
  if (!server) return server.error();
  const Result<Json> ips = api.Get(own + "/ips");
  if (!ips) return ips.error();
  const Result<Addresses> addresses = AddressesIn(*ips, name);
  if (!addresses) return addresses.error();
  const std::string prefix = is_vps ? "__meta_ovhcloud_vps_" : "__meta_ovhcloud_dedicated_server_";
  Labels labels = {
      {"__address__", addresses->ipv4.empty() ? addresses->ipv6 : addresses->ipv4},
      {"instance", TextOf(At(*server, "name"))},
      {prefix + "ipv4", addresses->ipv4},
      {prefix + "ipv6", addresses->ipv6},
  };
  AddLabels(prefix, is_vps ? std::span<const JsonLabel>(kVpsLabels) : kServerLabels, *server,
            labels);
  if (is_vps) {
    labels.emplace_back(
        prefix + "datacenter",
        fmt::format("[{}]", fmt::join(TextsOf(At(*server, "model", "datacenter")), " ")));
  }
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Api api(section, context);
  const Result<bool> begun = api.Begin(section);
  if (!begun) return begun.error();
  const bool is_vps = section.Text("service") == "vps";
  const std::string_view path = is_vps ? "/vps" : "/dedicated/server";
  const Result<Json> names = api.Get(path);
  if (!names) return names.error();
  Found found = OneGroup(is_vps ? "ovhcloud_vps" : "ovhcloud_dedicated_server", {});
  for (const std::string& name : TextsOf(*names)) {
    Result<Labels> labels = ServerLabels(api, path, is_vps, name);
    if (labels) {
      found.groups[0].targets.push_back(std::move(*labels));
    } else {
      found.warnings.push_back(labels.error().message);
    }
  }
  return found;
}

}  // namespace

const Mechanism kOvhcloud = {Discover};

}  // namespace check::discovery
