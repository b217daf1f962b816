#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/discovery/url_field.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "url",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "URL of the target list.",
     .missing = "URL is missing"},
};

void CheckUrl(Section& section) {
  constexpr std::string_view kScheme = "URL scheme must be 'http' or 'https'";
  CheckUrlField(section, "url",
                {.no_scheme = kScheme, .no_host = "host is missing in URL", .only_http = true});
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kHttpSdConfig = {
    .name = "http_sd_config",
    .doc = "Discover targets from an HTTP endpoint that returns JSON.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckUrl,
    .upstream = "http.plain",
};

}  // namespace check::config::prometheus
