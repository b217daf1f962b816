#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kNoServer = "nomad SD configuration requires a server address";
constexpr Field kFields[] = {
    {.name = "allow_stale",
     .type = kBool,
     .default_value = "true",
     .doc = "Allow stale results, which reduces the load on the cluster."},
    {.name = "namespace",
     .type = kString,
     .default_value = "default",
     .doc = "Namespace to query."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "region", .type = kString, .default_value = "global", .doc = "Region to query."},
    {.name = "server",
     .type = kString,
     .default_value = "http://localhost:4646",
     .doc = "URL of the Nomad API.",
     .missing = kNoServer},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "Separator between the tags of a service in the tags label."},
};

void CheckServer(Section& section) {
  const yaml::Entry* server = section.values().Given("server");
  if (server == nullptr) return;
  const std::string_view text = section.values().Text("server");
  if (text.find_first_not_of(" \t\n\v\f\r") != std::string_view::npos) return;
  section.Report(kMissingField, server->key, "`server` is empty", std::string(kNoServer));
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kNomadSdConfig = {
    .name = "nomad_sd_config",
    .doc = "Discover targets from Nomad services.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "nomad.plain",
};

}  // namespace check::config::prometheus
