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
     .doc = "What is listed: containers, or the nodes that they run on."},
    {.name = "dns_suffix",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "What the names of targets end in.",
     .missing = "triton SD configuration requires a dns_suffix"},
    {.name = "endpoint",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The host of the API.",
     .missing = "triton SD configuration requires an endpoint"},
    {.name = "groups",
     .type = ListOf(kString),
     .doc = "The groups to list; all of them if left out."},
    {.name = "port",
     .type = kInteger,
     .default_value = "9163",
     .doc = "The port that targets are scraped at."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
    {.name = "version", .type = kInteger, .default_value = "1", .doc = "The version of the API."},
};

void CheckTriton(Section& section) {
  const Values& values = section.values();
  if (const yaml::Entry* role = values.Given("role"); role != nullptr && role->value.IsNull()) {
    section.Report(kMissingField, role->key, "`role` is empty", std::string(kRoleRefusal));
  }
  if (values.Time("refresh_interval", kTritonSdConfig) <= Duration::zero()) {
    section.Report(kBadValue, values.Given("refresh_interval")->value,
                   "`refresh_interval` must be more than 0",
                   "triton SD configuration requires RefreshInterval to be a positive integer");
  }
}

}  // namespace

constexpr Object kTritonSdConfig = {
    .name = "triton_sd_config",
    .doc = "Targets among the containers and nodes of Triton.",
    .fields = kFields,
    .check = CheckTriton,
    .upstream = "triton.plain",
};

}  // namespace check::config::prometheus
