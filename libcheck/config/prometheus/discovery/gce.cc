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
    {.name = "filter", .type = kString, .doc = "Filter expression of the API."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "tag_separator",
     .type = kString,
     .default_value = ",",
     .doc = "Separator between the tags of an instance in the tags label."},
};

}  // namespace

constexpr Object kGceSdConfig = {
    .name = "gce_sd_config",
    .doc = "Discover targets from Google Compute Engine instances.",
    .fields = kFields,
    .upstream = "gce.plain",
};

}  // namespace check::config::prometheus
