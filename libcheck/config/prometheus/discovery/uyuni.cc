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
     .doc = "The URL of Uyuni.",
     .missing = "Uyuni SD configuration requires server host"},
    {.name = "username",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The name of the user.",
     .missing = "Uyuni SD configuration requires a username"},
    {.name = "password",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "The password.",
     .missing = "Uyuni SD configuration requires a password"},
    {.name = "entitlement",
     .type = kString,
     .default_value = "monitoring_entitled",
     .doc = "What systems have to be entitled to, to be listed."},
    {.name = "separator",
     .type = kString,
     .default_value = ",",
     .doc = "What stands between the groups of a system in the label made of them."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
};

void CheckServer(Section& section) {
  CheckUrlField(section, "server", {.prefix = "Uyuni Server URL is not valid: "});
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kUyuniSdConfig = {
    .name = "uyuni_sd_config",
    .doc = "Targets among the systems that Uyuni manages.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "uyuni.plain",
};

}  // namespace check::config::prometheus
