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
    {.name = "endpoint", .type = kString, .default_value = "ovh-eu", .doc = "Which API is asked."},
    {.name = "application_key",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The key of the application.",
     .missing = "application key can not be empty"},
    {.name = "application_secret",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "The secret of the application.",
     .missing = "application secret can not be empty"},
    {.name = "consumer_key",
     .type = kSecret,
     .presence = Presence::kRequired,
     .doc = "The key that the owner of the servers gave the application.",
     .missing = "consumer key can not be empty"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "service",
     .type = Checked(OneOf(kServices), CheckedElsewhere),
     .doc = "What is listed."},
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
  auto& problem =
      entry == nullptr
          ? section.ReportHere(kMissingField, "the `ovhcloud_sd_config` section needs `service`")
          : section.Report(kBadValue, entry->value,
                           fmt::format("`service` cannot be `{}`", service));
  problem.upstream = fmt::format("unknown service: {}", service);
  problem.notes.push_back("it is " + Describe(OneOf(kServices)));
}

}  // namespace

constexpr Object kOvhcloudSdConfig = {
    .name = "ovhcloud_sd_config",
    .doc = "Targets among the servers of OVHcloud.",
    .fields = kFields,
    .check = CheckOvh,
    .upstream = "ovhcloud.plain",
};

}  // namespace check::config::prometheus
