#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "project", .type = kString, .doc = "The project."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "region", .type = kString, .default_value = "eu01", .doc = "The region."},
    {.name = "endpoint",
     .type = kString,
     .doc = "API endpoint; defaults to the endpoint of the region."},
    {.name = "service_account_key", .type = kSecret, .doc = "Key of the service account."},
    {.name = "private_key", .type = kSecret, .doc = "Private key of the service account."},
    {.name = "service_account_key_path",
     .type = kFile,
     .doc = "File with the key of the service account."},
    {.name = "private_key_path",
     .type = kFile,
     .doc = "File with the private key of the service account."},
    {.name = "credentials_file_path", .type = kFile, .doc = "File with credentials."},
};

void CheckEndpoint(Section& section) {
  const Values& values = section.values();
  const std::string_view endpoint = values.Text("endpoint");
  if (endpoint.empty() && values.Text("region", kStackitSdConfig).empty()) {
    section.ReportHere(kMissingField, "one of `endpoint`, `region` must be set").upstream =
        "stackit_sd: endpoint and region missing";
  }
  if (const auto url = ParseUrl(endpoint); !url) {
    section.Report(
        kBadValue, values.Find("endpoint")->value,
        fmt::format("invalid URL in `endpoint`: {}", UrlFault(url.error())),
        fmt::format("stackit_sd: invalid endpoint {}: {}", GoQuote(endpoint), url.error().message));
  }
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kStackitSdConfig = {
    .name = "stackit_sd_config",
    .doc = "Discover targets from STACKIT servers.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckEndpoint,
    .upstream = "stackit.plain",
};

}  // namespace check::config::prometheus
