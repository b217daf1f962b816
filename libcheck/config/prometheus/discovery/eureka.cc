#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/discovery/url_field.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "server",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "URL of the Eureka server.",
     .missing = "eureka_sd: empty or null eureka server"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "30s",
     .doc = "Interval at which the list of targets is refreshed."},
};

void CheckServer(Section& section) {
  const std::string_view invalid = "eureka_sd: invalid eureka server URL";
  CheckUrlField(section, "server", {.no_scheme = invalid, .no_host = invalid});
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kEurekaSdConfig = {
    .name = "eureka_sd_config",
    .doc = "Discover targets from Eureka applications.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "eureka.plain",
};

}  // namespace check::config::prometheus
