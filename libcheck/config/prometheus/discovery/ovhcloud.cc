#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kServices[] = {"dedicated_server", "vps"};

constexpr Field kFields[] = {
    {.name = "endpoint",
     .type = kString,
     .default_value = "ovh-eu",
     .doc = "API endpoint to query."},
    {.name = "application_key",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Application key.",
     .missing = "application key can not be empty"},
    {.name = "application_secret",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "Application secret.",
     .missing = "application secret can not be empty"},
    {.name = "consumer_key",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "Consumer key.",
     .missing = "consumer key can not be empty"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "service",
     .type = Checked(OneOf(kServices), CheckedElsewhere),
     .doc = "Role: the kind of objects to discover."},
};

void CheckOvh(Section& section) {
  const Values& values = section.values();
  if (const yaml::Entry* endpoint = values.Given("endpoint");
      endpoint != nullptr && values.Text("endpoint").empty()) {
    section.Report(kMissingField, endpoint->key, "`endpoint` is empty",
                   "endpoint can not be empty");
  }
  const std::string_view service = values.Text("service");
  if (service == kServices[0] || service == kServices[1]) return;
  const yaml::Entry* entry = values.Given("service");
  auto& problem = entry == nullptr
                      ? section.ReportHere(kMissingField, "`ovhcloud_sd_config` needs `service`")
                      : section.Report(kBadValue, entry->value,
                                       fmt::format("`service` cannot be `{}`", service));
  problem.upstream = fmt::format("unknown service: {}", service);
  problem.notes.push_back("it is " + Describe(OneOf(kServices)));
}

}  // namespace

constexpr Object kOvhcloudSdConfig = {
    .name = "ovhcloud_sd_config",
    .doc = "Discover targets from OVHcloud servers.",
    .fields = kFields,
    .check = CheckOvh,
    .upstream = "ovhcloud.plain",
};

}  // namespace check::config::prometheus
