#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/fetch_all.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kNomadSdConfig;

constexpr JsonLabel kLabels[] = {
    {"address", "Address"},
    {"dc", "Datacenter"},
    {"node_id", "NodeID"},
    {"namespace", "Namespace"},
    {"service_address", "Address"},
    {"service_id", "ID"},
    {"service_port", "Port", JsonKind::kNumber},
    {"service", "ServiceName"},
};

// Where the API is: Nomad's own client takes no path either.
std::string Base(std::string_view server) {
  const std::size_t scheme = server.find("://");
  const std::size_t host = scheme == server.npos ? 0 : scheme + 3;
  return std::string(server.substr(0, server.find_first_of("/?#", host)));
}

std::string QueryOf(const schema::Values& section) {
  std::string query;
  const auto add = [&](std::string_view name, std::string_view value) {
    query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, FormEncode(value));
  };
  const std::string_view space = section.Text("namespace", kNomadSdConfig);
  const std::string_view region = section.Text("region", kNomadSdConfig);
  if (!space.empty()) add("namespace", space);
  if (!region.empty()) add("region", region);
  if (section.Bool("allow_stale", kNomadSdConfig)) add("stale", "");
  return query;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const std::string base = Base(section.Text("server", kNomadSdConfig));
  const std::string query = QueryOf(section);
  Client client(section, context);
  const Result<Json> stubs = client.Get(base + "/v1/services" + query);
  if (!stubs) return stubs.error();

  std::vector<http::HttpRequest> requests;
  for (const Json& stub : ItemsOf(*stubs)) {
    for (const Json& service : ItemsOf(At(stub, "Services"))) {
      Result<http::HttpRequest> request = client.Request(fmt::format(
          "{}/v1/service/{}{}", base, PathEncode(TextOf(At(service, "ServiceName"))), query));
      if (!request) return request.error();
      requests.push_back(std::move(*request));
    }
  }
  const std::string separator(section.Text("tag_separator", kNomadSdConfig));
  std::vector<Labels> targets;
  for (const Result<Json>& instances : FetchAll(context, requests)) {
    if (!instances) return instances.error();
    for (const Json& instance : ItemsOf(*instances)) {
      Labels& labels = targets.emplace_back();
      labels.emplace_back("__address__", HostPort(TextOf(At(instance, "Address")),
                                                  IntegerOf(At(instance, "Port"))));
      AddLabels("__meta_nomad_", kLabels, instance, labels);
      const std::vector<std::string> tags = TextsOf(At(instance, "Tags"));
      if (!tags.empty()) labels.emplace_back("__meta_nomad_tags", Surrounded(tags, separator));
    }
  }
  return OneGroup("Nomad", std::move(targets));
}

}  // namespace

const Mechanism kNomad = {Discover};

}  // namespace check::discovery
