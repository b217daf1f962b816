#include <algorithm>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "server",
     .type = kString,
     .default_value = "localhost:8500",
     .doc = "The `host:port` of Consul."},
    {.name = "path_prefix",
     .type = kString,
     .doc = "What comes before the paths of the API.",
     .since = "2.45"},
    {.name = "token", .type = kSecret, .doc = "A token of Consul."},
    {.name = "datacenter",
     .type = kString,
     .doc = "The data centre to look at; that of the server if left out."},
    {.name = "namespace",
     .type = kString,
     .doc = "The namespace to look at, of Consul Enterprise."},
    {.name = "partition",
     .type = kString,
     .doc = "The admin partition to look at, of Consul Enterprise."},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "What stands between the tags of a service in the label made of them."},
    {.name = "scheme",
     .type = kString,
     .default_value = "http",
     .doc = "How Consul is spoken to: `http` or `https`."},
    {.name = "username",
     .type = kString,
     .doc = "The name of the user; better say so in `basic_auth`."},
    {.name = "password", .type = kSecret, .doc = "The password; better say so in `basic_auth`."},
    {.name = "allow_stale",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether answers may be a little old, which spares the leader of the cluster."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "30s",
     .doc = "How often the list of targets is renewed."},
    {.name = "services",
     .type = ListOf(kString),
     .doc = "The services to list; all of them if left out."},
    {.name = "tags",
     .type = ListOf(kString),
     .doc = "Tags that services need to have to be listed."},
    {.name = "node_meta",
     .type = MapOf(kString),
     .doc = "Metadata that nodes need to have to be listed."},
    {.name = "filter",
     .type = kString,
     .doc = "Which services to list, in the words of Consul's catalogue.",
     .since = "3.0"},
    {.name = "health_filter",
     .type = kString,
     .doc = "Which instances to list, in the words of Consul's health API.",
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
                   "consul SD configuration requires a server address");
  }
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kConsulSdConfig = {
    .name = "consul_sd_config",
    .doc = "Targets among the services that Consul knows.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .check = CheckConsul,
    .upstream = "consul.plain",
};

}  // namespace check::config::prometheus
