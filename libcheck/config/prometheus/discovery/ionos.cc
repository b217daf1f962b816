#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "datacenter_id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "ID of the datacenter to query.",
     .missing = "datacenter id can't be empty"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kIonosSdConfig = {
    .name = "ionos_sd_config",
    .doc = "Discover targets from IONOS Cloud servers.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .upstream = "ionos.plain",
};

}  // namespace check::config::prometheus
