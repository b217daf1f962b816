#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"container", "cn"};
constexpr std::string_view kRoleRefusal =
    "triton SD configuration requires role to be 'container' or 'cn'";

constexpr Field kFields[] = {
    {.name = "account",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The account.",
     .missing = "triton SD configuration requires an account"},
    {.name = "role",
     .type = OneOf(kRoles, kRoleRefusal),
     .default_value = "container",
     .doc = "Role: `container`, or `cn` for compute nodes."},
    {.name = "dns_suffix",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "DNS suffix of the target names.",
     .missing = "triton SD configuration requires a dns_suffix"},
    {.name = "endpoint",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Host of the API.",
     .missing = "triton SD configuration requires an endpoint"},
    {.name = "groups", .type = ListOf(kString), .doc = "Groups to list; all groups if not set."},
    {.name = "port",
     .type = kInteger,
     .default_value = "9163",
     .doc = "Port to scrape targets at."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "version", .type = kInteger, .default_value = "1", .doc = "Version of the API."},
};

void CheckTriton(Section& section) {
  const Values& values = section.values();
  if (const yaml::Entry* role = values.Given("role"); role != nullptr && role->value.IsNull()) {
    section.Report(kMissingField, role->key, "`role` is empty", std::string(kRoleRefusal));
  }
  if (values.Time("refresh_interval", kTritonSdConfig) <= Duration::zero()) {
    section.Report(kBadValue, values.Given("refresh_interval")->value,
                   "`refresh_interval` must be greater than 0",
                   "triton SD configuration requires RefreshInterval to be a positive integer");
  }
}

}  // namespace

constexpr Object kTritonSdConfig = {
    .name = "triton_sd_config",
    .doc = "Discover targets from Triton containers and compute nodes.",
    .fields = kFields,
    .check = CheckTriton,
    .upstream = "triton.plain",
};

}  // namespace check::config::prometheus
