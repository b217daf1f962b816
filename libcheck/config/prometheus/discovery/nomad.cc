#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "allow_stale",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether answers may be a little old, which spares the leader of the cluster."},
    {.name = "namespace",
     .type = kString,
     .default_value = "default",
     .doc = "The namespace to look at."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "region", .type = kString, .default_value = "global", .doc = "The region to look at."},
    {.name = "server",
     .type = kString,
     .default_value = "http://localhost:4646",
     .doc = "The URL of Nomad."},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "What stands between the tags of a service in the label made of them."},
};

void CheckServer(Section& section) {
  const yaml::Entry* server = section.values().Given("server");
  if (server == nullptr) return;
  const std::string_view text = section.values().Text("server");
  if (text.find_first_not_of(" \t\n\v\f\r") != std::string_view::npos) return;
  section.Report(kMissingField, server->key, "`server` is empty",
                 "nomad SD configuration requires a server address");
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kNomadSdConfig = {
    .name = "nomad_sd_config",
    .doc = "Targets among the services that Nomad knows.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "nomad.plain",
};

}  // namespace check::config::prometheus
