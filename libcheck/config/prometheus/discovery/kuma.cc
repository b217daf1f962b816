#include <fmt/format.h>

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
     .default_value = "15s",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "fetch_timeout",
     .type = kDuration,
     .default_value = "2m",
     .doc = "Timeout of a request."},
    {.name = "server",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "URL of the control plane.",
     .missing = "kuma SD server must not be empty: "},
    {.name = "client_id",
     .type = kString,
     .doc = "Client ID sent to the control plane.",
     .since = "2.50"},
};

void CheckServer(Section& section) {
  const std::string upstream = fmt::format("kuma SD server must not be empty and have a scheme: {}",
                                           section.values().Text("server"));
  CheckUrlField(section, "server", {.no_scheme = upstream, .no_host = upstream});
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kKumaSdConfig = {
    .name = "kuma_sd_config",
    .doc = "Discover targets from the data plane proxies of a Kuma mesh.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckServer,
    .upstream = "xds.plainKumaConf",
};

}  // namespace check::config::prometheus
