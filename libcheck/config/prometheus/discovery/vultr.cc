#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kVultrSdConfig = {
    .name = "vultr_sd_config",
    .doc = "Discover targets from Vultr instances.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .upstream = "vultr.plain",
};

}  // namespace check::config::prometheus
