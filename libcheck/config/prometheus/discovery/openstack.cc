#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"hypervisor", "instance", "loadbalancer"};
constexpr NewerWord kNewerRoles[] = {{"loadbalancer", "3.2"}};
constexpr Type kRole = {.kind = Kind::kChoice,
                        .choices = kRoles,
                        .upstream = "string",
                        .refusal = "unknown OpenStack SD role %q",
                        .newer = kNewerRoles};

constexpr std::string_view kAvailabilities[] = {"public", "internal", "admin"};

constexpr std::string_view kNoAvailability =
    "unknown availability , must be one of admin, internal or public";
constexpr Field kFields[] = {
    {.name = "identity_endpoint", .type = kString, .doc = "URL of the identity API."},
    {.name = "username", .type = kString, .doc = "User name."},
    {.name = "userid", .type = kString, .doc = "User ID, instead of a user name."},
    {.name = "password", .type = kSecret, .doc = "The password."},
    {.name = "project_name", .type = kString, .doc = "Name of the project."},
    {.name = "project_id", .type = kString, .doc = "Project ID, instead of a project name."},
    {.name = "domain_name", .type = kString, .doc = "Name of the domain."},
    {.name = "domain_id", .type = kString, .doc = "Domain ID, instead of a domain name."},
    {.name = "application_credential_name",
     .type = kString,
     .doc = "Name of an application credential."},
    {.name = "application_credential_id",
     .type = kString,
     .doc = "ID of an application credential, instead of its name."},
    {.name = "application_credential_secret",
     .type = kSecret,
     .doc = "Secret of the application credential."},
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "Role: the kind of objects to discover.",
     .missing = "role missing (one of: instance, hypervisor, loadbalancer)"},
    {.name = "region",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The region.",
     .missing = "openstack SD configuration requires a region"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "all_tenants",
     .type = kBool,
     .default_value = "false",
     .doc = "List instances of all projects; needs administrator rights."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "availability",
     .type = OneOf(kAvailabilities,
                   "unknown availability %s, must be one of admin, internal or public"),
     .default_value = "public",
     .doc = "Availability of the API endpoint to use.",
     .missing = kNoAvailability},
};

void CheckAvailability(Section& section) {
  const yaml::Entry* entry = section.values().Given("availability");
  if (entry == nullptr || !entry->value.IsNull()) return;
  section.Report(kMissingField, entry->key, "`availability` is empty",
                 std::string(kNoAvailability));
}

}  // namespace

constexpr Object kOpenstackSdConfig = {
    .name = "openstack_sd_config",
    .doc = "Discover targets from OpenStack instances, hypervisors and load balancers.",
    .fields = kFields,
    .check = CheckAvailability,
    .upstream = "openstack.plain",
};

}  // namespace check::config::prometheus
