#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kMethods[] = {"OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"};
constexpr NewerWord kNewerMethods[] = {{"SDK", "2.52"}, {"WorkloadIdentity", "3.11"}};
constexpr Field kFields[] = {
    {.name = "environment",
     .type = kString,
     .default_value = "AzurePublicCloud",
     .doc = "Azure cloud environment of the subscription."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "subscription_id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The subscription.",
     .missing = "azure SD configuration requires a subscription_id"},
    {.name = "tenant_id", .type = kString, .doc = "Tenant ID, for `OAuth`."},
    {.name = "client_id", .type = kString, .doc = "Client ID, for `OAuth`."},
    {.name = "client_secret", .type = kSecret, .doc = "Client secret, for `OAuth`."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "5m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "authentication_method",
     .type = WithNewer(Checked(OneOf(kMethods), CheckedElsewhere), kNewerMethods),
     .default_value = "OAuth",
     .doc = "Authentication method."},
    {.name = "resource_group",
     .type = kString,
     .doc = "Resource group to query; all groups if not set."},
};

void CheckAzure(Section& section) {
  const std::string_view method = section.values().Text("authentication_method", kAzureSdConfig);
  if (method == kMethods[0]) {
    for (const std::string_view field : {"tenant_id", "client_id", "client_secret"}) {
      if (section.values().IsSet(field)) continue;
      section.ReportHere(kMissingField, fmt::format("`OAuth` needs `{}`", field)).upstream =
          fmt::format("azure SD configuration requires a {}", field);
    }
    return;
  }
  if (std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods)) return;
  section
      .Report(kBadValue, section.values().Given("authentication_method")->value,
              fmt::format("`authentication_method` cannot be `{}`", method),
              fmt::format("unknown authentication_type {}. Supported types are \"OAuth\", "
                          "\"ManagedIdentity\", \"SDK\" or \"WorkloadIdentity\"",
                          GoQuote(method)))
      .notes.push_back("it is " + Describe(OneOf(kMethods)));
}

constexpr const Object* kHttpIncludes[] = {&kLaterHttpClient};

}  // namespace

constexpr Object kAzureSdConfig = {
    .name = "azure_sd_config",
    .doc = "Discover targets from Azure virtual machines.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckAzure,
    .upstream = "azure.plain",
};

}  // namespace check::config::prometheus
