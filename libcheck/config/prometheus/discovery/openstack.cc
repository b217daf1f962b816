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

constexpr Field kFields[] = {
    {.name = "identity_endpoint", .type = kString, .doc = "The URL of the identity API."},
    {.name = "username", .type = kString, .doc = "The name of the user."},
    {.name = "userid", .type = kString, .doc = "The user, in the place of a name."},
    {.name = "password", .type = kSecret, .doc = "The password."},
    {.name = "project_name", .type = kString, .doc = "The name of the project."},
    {.name = "project_id", .type = kString, .doc = "The project, in the place of a name."},
    {.name = "domain_name", .type = kString, .doc = "The name of the domain."},
    {.name = "domain_id", .type = kString, .doc = "The domain, in the place of a name."},
    {.name = "application_credential_name",
     .type = kString,
     .doc = "The name of an application credential."},
    {.name = "application_credential_id",
     .type = kString,
     .doc = "The application credential, in the place of a name."},
    {.name = "application_credential_secret",
     .type = kSecret,
     .doc = "The secret of the application credential."},
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "What is listed.",
     .missing = "role missing (one of: instance, hypervisor, loadbalancer)"},
    {.name = "region",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The region.",
     .missing = "openstack SD configuration requires a region"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that targets are scraped at."},
    {.name = "all_tenants",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether instances of all projects are listed, which needs an administrator."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
    {.name = "availability",
     .type = OneOf(kAvailabilities,
                   "unknown availability %s, must be one of admin, internal or public"),
     .default_value = "public",
     .doc = "Which endpoint of the API is used."},
};

void CheckAvailability(Section& section) {
  const yaml::Entry* entry = section.values().Given("availability");
  if (entry == nullptr || !entry->value.IsNull()) return;
  section.Report(kMissingField, entry->key, "`availability` is empty",
                 "unknown availability , must be one of admin, internal or public");
}

}  // namespace

constexpr Object kOpenstackSdConfig = {
    .name = "openstack_sd_config",
    .doc = "Targets among the instances, hypervisors and load balancers of OpenStack.",
    .fields = kFields,
    .check = CheckAvailability,
    .upstream = "openstack.plain",
};

}  // namespace check::config::prometheus
