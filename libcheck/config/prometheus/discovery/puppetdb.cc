#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/discovery/url_field.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kNoQuery = "query missing";
constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "url",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "URL of PuppetDB.",
     .missing = "URL is missing"},
    {.name = "query", .type = kString, .doc = "PQL query for resources.", .missing = kNoQuery},
    {.name = "include_parameters",
     .type = kBool,
     .default_value = "false",
     .doc = "Turn resource parameters into labels. They may contain secrets."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
};

void CheckUrl(Section& section) {
  constexpr std::string_view kScheme = "URL scheme must be 'http' or 'https'";
  CheckUrlField(section, "url",
                {.no_scheme = kScheme, .no_host = "host is missing in URL", .only_http = true});
}

void CheckPuppetDb(Section& section) {
  CheckUrl(section);
  if (section.values().IsSet("query")) return;
  section.ReportHere(kMissingField, "`puppetdb_sd_config` needs `query`").upstream = kNoQuery;
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kPuppetdbSdConfig = {
    .name = "puppetdb_sd_config",
    .doc = "Discover targets from PuppetDB resources.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckPuppetDb,
    .upstream = "puppetdb.plain",
};

}  // namespace check::config::prometheus
