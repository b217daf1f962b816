#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "endpoint",
     .type = kString,
     .doc = "The endpoint of the API, if not that of the region."},
    {.name = "region", .type = kString, .default_value = "eu-west-2", .doc = "The region."},
    {.name = "access_key",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The name of the key for the API.",
     .missing = "outscale SD configuration requires access_key"},
    {.name = "secret_key", .type = kSecret, .doc = "The key for the API."},
    {.name = "secret_key_file", .type = kFile, .doc = "A file to read the key for the API from."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("secret_key", "secret_key_file")
        .Says("one of secret_key & secret_key_file must be configured"),
    AtMostOne("secret_key", "secret_key_file")
        .Says("at most one of secret_key & secret_key_file must be configured"),
};

void CheckRegion(Section& section) {
  const yaml::Entry* region = section.values().Given("region");
  if (region == nullptr || !section.values().Text("region").empty()) return;
  section.Report(kMissingField, region->key, "`region` is empty",
                 "outscale SD configuration requires a region");
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kOutscaleSdConfig = {
    .name = "outscale_sd_config",
    .doc = "Targets among the virtual machines of Outscale.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .check = CheckRegion,
    .upstream = "outscale.plain",
};

}  // namespace check::config::prometheus
