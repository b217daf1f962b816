#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"droplets", "databases"};
constexpr Type kRole = {.kind = Kind::kChoice,
                        .choices = kRoles,
                        .upstream = "string",
                        .refusal = "unknown DigitalOcean SD role %q"};

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "role",
     .type = kRole,
     .default_value = "droplets",
     .doc = "What is listed.",
     .since = "3.12"},
};

void CheckRole(Section& section) {
  const yaml::Entry* role = section.values().Given("role");
  if (role == nullptr || !role->value.IsNull()) return;
  section.Report(kMissingField, role->key, "`role` is empty",
                 "role missing (one of: droplets, databases)");
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kDigitaloceanSdConfig = {
    .name = "digitalocean_sd_config",
    .doc = "Targets among the droplets and databases of DigitalOcean.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckRole,
    .upstream = "digitalocean.plain",
};

}  // namespace check::config::prometheus
