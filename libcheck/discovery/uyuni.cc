#include <fmt/format.h>

#include <map>

#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"
#include "libcheck/discovery/xml_rpc.h"

namespace check::discovery {
namespace {

using config::prometheus::kUyuniSdConfig;

constexpr std::string_view kPrefix = "__meta_uyuni_";

constexpr JsonLabel kEndpointLabels[] = {
    {"system_id", "system_id", JsonKind::kNumber},
    {"endpoint_name", "endpoint_name"},
    {"exporter", "exporter_name"},
    {"proxy_module", "module"},
    {"metrics_path", "path"},
};

constexpr JsonLabel kNetworkLabels[] = {
    {"minion_hostname", "hostname"},
    {"primary_fqdn", "primary_fqdn"},
};

class Server {
 public:
  Server(const schema::Values& section, const Context& context)
      : client_(section, context), url_(WithPath(section.Text("server"), "rpc/api")) {}

  const std::string& url() const { return url_; }

  Result<Json> Call(std::string_view method, const Json::array_t& parameters) {
    Result<http::HttpRequest> request = client_.Request(url_);
    if (!request) return request.error();
    request->method = "POST";
    request->headers.emplace_back("Content-Type: text/xml");
    request->body = XmlRpcCall(method, parameters);
    const Result<std::string> answer = FetchText(client_.context(), *request);
    if (!answer) return answer.error();
    Result<Json> value = ReadXmlRpc(*answer);
    if (value) return value;
    return Error{fmt::format("cannot read `{}`: response to `{}`: {}", http::PublicUrl(url_),
                             method, value.error().message)};
  }

 private:
  Client client_;
  std::string url_;
};

using ById = std::map<std::int64_t, Json>;

// The items of a list by the number in their member `field`.
ById IndexBy(const Json& list, std::string_view field) {
  ById index;
  for (const Json& item : ItemsOf(list)) index[IntegerOf(At(item, field))] = item;
  return index;
}

const Json& Find(const ById& index, std::int64_t id) {
  static const Json null;
  const auto found = index.find(id);
  return found == index.end() ? null : found->second;
}

Labels EndpointLabels(const Json& endpoint, const Json& groups, const Json& network,
                      std::string_view separator) {
  std::vector<std::string> names;
  for (const Json& group : ItemsOf(groups)) names.push_back(TextOf(At(group, "name")));
  Labels labels = {
      {"__address__",
       fmt::format("{}:{}", TextOf(At(network, "hostname")), IntegerOf(At(endpoint, "port")))},
      {"__meta_uyuni_groups", fmt::format("{}", fmt::join(names, separator))},
      {"__meta_uyuni_scheme", BoolOf(At(endpoint, "tls_enabled")) ? "https" : "http"},
  };
  AddLabels(kPrefix, kEndpointLabels, endpoint, labels);
  AddLabels(kPrefix, kNetworkLabels, network, labels);
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  constexpr int kSeconds = 600;  // Of a session.
  Server server(section, context);
  const Result<Json> token =
      server.Call("auth.login", {section.Text("username"), section.Text("password"), kSeconds});
  if (!token) return token.error();
  const Result<Json> systems = server.Call("system.listSystemGroupsForSystemsWithEntitlement",
                                           {*token, section.Text("entitlement", kUyuniSdConfig)});
  if (!systems) return systems.error();
  const ById groups = IndexBy(*systems, "id");
  Json ids = Json::array();
  for (const auto& [id, system] : groups) ids.push_back(id);
  const Result<Json> endpoints = server.Call("system.monitoring.listEndpoints", {*token, ids});
  if (!endpoints) return endpoints.error();
  const Result<Json> addresses = server.Call("system.getNetworkForSystems", {*token, ids});
  if (!addresses) return addresses.error();
  const ById networks = IndexBy(*addresses, "system_id");

  std::vector<Labels> targets;
  for (const Json& endpoint : ItemsOf(*endpoints)) {
    const std::int64_t id = IntegerOf(At(endpoint, "system_id"));
    targets.push_back(EndpointLabels(endpoint, At(Find(groups, id), "system_groups"),
                                     Find(networks, id),
                                     section.Text("separator", kUyuniSdConfig)));
  }
  return OneGroup(server.url(), std::move(targets));
}

}  // namespace

const Mechanism kUyuni = {Discover};

}  // namespace check::discovery
