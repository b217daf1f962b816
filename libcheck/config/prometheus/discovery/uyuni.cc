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
     .doc = "URL of the Uyuni server.",
     .missing = "Uyuni SD configuration requires server host"},
    {.name = "username",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "User name.",
     .missing = "Uyuni SD configuration requires a username"},
    {.name = "password",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "The password.",
     .missing = "Uyuni SD configuration requires a password"},
    {.name = "entitlement",
     .type = kString,
     .default_value = "monitoring_entitled",
     .doc = "Entitlement that systems must have."},
    {.name = "separator",
     .type = kString,
     .default_value = ",",
     .doc = "Separator between the groups of a system in the groups label."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
};

void CheckServer(Section& section) {
  CheckUrlField(section, "server", {.prefix = "Uyuni Server URL is not valid: "});
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kUyuniSdConfig = {
    .name = "uyuni_sd_config",
    .doc = "Discover targets from systems managed by Uyuni.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "uyuni.plain",
};

}  // namespace check::config::prometheus
