#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"robot", "hcloud"};
constexpr Type kRole = {
    .kind = Kind::kChoice, .choices = kRoles, .upstream = "string", .refusal = "unknown role %q"};

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "Role: the Hetzner API to query.",
     .missing = "role missing (one of: robot, hcloud)"},
    {.name = "label_selector",
     .type = kString,
     .doc = "Label selector for servers; for `hcloud`.",
     .since = "3.5"},
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kHetznerSdConfig = {
    .name = "hetzner_sd_config",
    .doc = "Discover targets from Hetzner servers.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .upstream = "hetzner.plain",
};

}  // namespace check::config::prometheus
