#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "What stands between the tags of an instance in the label made of them."},
    {.name = "region",
     .type = kString,
     .doc = "The region to look at; all of them if left out.",
     .since = "2.52"},
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kLinodeSdConfig = {
    .name = "linode_sd_config",
    .doc = "Targets among the instances of Linode.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .upstream = "linode.plain",
};

}  // namespace check::config::prometheus
