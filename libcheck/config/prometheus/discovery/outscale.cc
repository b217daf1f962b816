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
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "region", .type = kString, .default_value = "eu-west-2", .doc = "The region."},
    {.name = "access_key",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Access key for the API.",
     .missing = "outscale SD configuration requires access_key"},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "secret_key_file", .type = kFile, .doc = "File with the secret key for the API."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
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
    .doc = "Discover targets from Outscale virtual machines.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .check = CheckRegion,
    .upstream = "outscale.plain",
};

}  // namespace check::config::prometheus
