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
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "Separator between the tags of an instance in the tags label."},
    {.name = "region",
     .type = kString,
     .doc = "Region to query; all regions if not set.",
     .since = "2.52"},
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kLinodeSdConfig = {
    .name = "linode_sd_config",
    .doc = "Discover targets from Linode instances.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .upstream = "linode.plain",
};

}  // namespace check::config::prometheus
