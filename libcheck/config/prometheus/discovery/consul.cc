#include <algorithm>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/scheme.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kNoServer = "consul SD configuration requires a server address";
constexpr Field kFields[] = {
    {.name = "server",
     .type = kString,
     .default_value = "localhost:8500",
     .doc = "Address of the Consul server, as `host:port`.",
     .missing = kNoServer},
    {.name = "path_prefix", .type = kString, .doc = "Path prefix of the API.", .since = "2.45"},
    {.name = "token", .type = kSecret, .doc = "Consul API token."},
    {.name = "datacenter",
     .type = kString,
     .doc = "Datacenter to query; defaults to the datacenter of the server."},
    {.name = "namespace", .type = kString, .doc = "Namespace to query (Consul Enterprise)."},
    {.name = "partition", .type = kString, .doc = "Admin partition to query (Consul Enterprise)."},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "Separator between the tags of a service in the tags label."},
    {.name = "scheme",
     .type = kScheme,
     .default_value = "http",
     .doc = "Scheme of requests to Consul: `http` or `https`."},
    {.name = "username", .type = kString, .doc = "User name; prefer `basic_auth`."},
    {.name = "password", .type = kSecret, .doc = "Password; prefer `basic_auth`."},
    {.name = "allow_stale",
     .type = kBool,
     .default_value = "true",
     .doc = "Allow stale results, which reduces the load on the cluster."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "30s",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "services",
     .type = ListOf(kString),
     .doc = "Services to list; all services if not set."},
    {.name = "tags", .type = ListOf(kString), .doc = "Tags that services must have."},
    {.name = "node_meta", .type = MapOf(kString), .doc = "Metadata that nodes must have."},
    {.name = "filter",
     .type = kString,
     .doc = "Filter expression for the Consul catalog.",
     .since = "3.0"},
    {.name = "health_filter",
     .type = kString,
     .doc = "Filter expression for the Consul health API.",
     .since = "3.12"},
};
constexpr Constraint kConstraints[] = {
    Excludes("basic_auth", "username", "password")
        .Says("at most one of consul SD configuration username and password and basic auth can be "
              "configured"),
    Excludes("token", "authorization", "oauth2")
        .Says("at most one of consul SD token, authorization, or oauth2 can be configured"),
};

void CheckConsul(Section& section) {
  const Values& values = section.values();
  const auto is_space = [](char c) {
    return std::string_view(" \t\n\v\f\r").find(c) != std::string_view::npos;
  };
  const std::string_view server = values.Text("server", kConsulSdConfig);
  if (std::all_of(server.begin(), server.end(), is_space)) {
    section.Report(kMissingField, values.Given("server")->key, "`server` is empty",
                   std::string(kNoServer));
  }
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kConsulSdConfig = {
    .name = "consul_sd_config",
    .doc = "Discover targets from the Consul catalog.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .check = CheckConsul,
    .upstream = "consul.plain",
};

}  // namespace check::config::prometheus
