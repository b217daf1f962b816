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
     .doc = "How often the list of targets is renewed."},
    {.name = "url",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The URL of PuppetDB.",
     .missing = "URL is missing"},
    {.name = "query",
     .type = kString,
     .doc = "Which resources to list, in the language of Puppet."},
    {.name = "include_parameters",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the parameters of resources become labels; they may be secret."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
};

void CheckUrl(Section& section) {
  constexpr std::string_view kScheme = "URL scheme must be 'http' or 'https'";
  CheckUrlField(section, "url",
                {.no_scheme = kScheme, .no_host = "host is missing in URL", .only_http = true});
}

void CheckPuppetDb(Section& section) {
  CheckUrl(section);
  if (section.values().IsSet("query")) return;
  section.ReportHere(kMissingField, "the `puppetdb_sd_config` section needs `query`").upstream =
      "query missing";
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kPuppetdbSdConfig = {
    .name = "puppetdb_sd_config",
    .doc = "Targets among the resources that PuppetDB knows.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckPuppetDb,
    .upstream = "puppetdb.plain",
};

}  // namespace check::config::prometheus
