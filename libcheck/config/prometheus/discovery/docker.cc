#include <fmt/format.h>

#include <algorithm>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/discovery/url_field.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFilterFields[] = {
    {.name = "name", .type = kString, .doc = "Name of the filter."},
    {.name = "values", .type = ListOf(kString), .doc = "Values of the filter."},
};
constexpr Object kFilter = {
    .name = "docker filter",
    .doc = "A filter of the Docker API.",
    .fields = kFilterFields,
    .upstream = "moby.Filter",
};
constexpr Type kFilterType = SectionOf(kFilter);

constexpr Field kDockerFields[] = {
    {.name = "host",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Address of the Docker daemon.",
     .missing = "host missing"},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "Port for containers that publish no port."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]moby.Filter"),
     .doc = "API filters that select what is listed."},
    {.name = "host_networking_host",
     .type = kString,
     .default_value = "localhost",
     .doc = "Host for containers in host networking mode."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "match_first_network",
     .type = kBool,
     .default_value = "true",
     .doc = "List a container only once, with its first network.",
     .since = "2.54"},
};

constexpr std::string_view kNoRole = "role missing (one of: tasks, services, nodes)";
constexpr std::string_view kRoles[] = {"services", "nodes", "tasks"};
constexpr Field kSwarmFields[] = {
    {.name = "host",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Address of the Docker daemon.",
     .missing = "host missing"},
    {.name = "role",
     .type = Checked(OneOf(kRoles), CheckedElsewhere),
     .doc = "Role: the kind of objects to discover.",
     .missing = kNoRole},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "Port for tasks and services without published ports."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]moby.Filter"),
     .doc = "API filters that select what is listed."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
};

void CheckHost(Section& section) { CheckUrlField(section, "host", {}); }

void CheckSwarm(Section& section) {
  CheckHost(section);
  const std::string_view role = section.values().Text("role");
  if (std::find(std::begin(kRoles), std::end(kRoles), role) != std::end(kRoles)) return;
  if (role.empty()) {
    auto& problem = section.ReportHere(kMissingField, "`dockerswarm_sd_config` needs `role`");
    problem.upstream = kNoRole;
    problem.notes.push_back("it is " + Describe(OneOf(kRoles)));
    return;
  }
  section
      .Report(kBadValue, section.Find("role")->value, fmt::format("`role` cannot be `{}`", role),
              fmt::format("invalid role {}, expected tasks, services, or nodes", role))
      .notes.push_back("it is " + Describe(OneOf(kRoles)));
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kDockerSdConfig = {
    .name = "docker_sd_config",
    .doc = "Discover targets from the containers of a Docker daemon.",
    .fields = kDockerFields,
    .includes = kHttpIncludes,
    .check = CheckHost,
    .upstream = "moby.plain",
};

constexpr Object kDockerswarmSdConfig = {
    .name = "dockerswarm_sd_config",
    .doc = "Discover targets from Docker Swarm.",
    .fields = kSwarmFields,
    .includes = kHttpIncludes,
    .check = CheckSwarm,
    .upstream = "moby.plain",
};

}  // namespace check::config::prometheus
