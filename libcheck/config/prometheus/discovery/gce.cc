#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "project",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The project.",
     .missing = "GCE SD configuration requires a project"},
    {.name = "zone",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The zone.",
     .missing = "GCE SD configuration requires a zone"},
    {.name = "filter", .type = kString, .doc = "Which instances to list, in the words of the API."},
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
};

}  // namespace

constexpr Object kGceSdConfig = {
    .name = "gce_sd_config",
    .doc = "Targets among the instances of Google Compute Engine.",
    .fields = kFields,
    .upstream = "gce.plain",
};

}  // namespace check::config::prometheus
