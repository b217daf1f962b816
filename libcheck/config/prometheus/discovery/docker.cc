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
    {.name = "name", .type = kString, .doc = "The name of the filter."},
    {.name = "values", .type = ListOf(kString), .doc = "What lets a container or service through."},
};
constexpr Object kFilter = {
    .name = "docker filter",
    .doc = "A filter of Docker's API.",
    .fields = kFilterFields,
    .upstream = "moby.Filter",
};
constexpr Type kFilterType = SectionOf(kFilter);

constexpr Field kDockerFields[] = {
    {.name = "host",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The URL of the Docker daemon.",
     .missing = "host missing"},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that containers are scraped at that publish none."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]moby.Filter"),
     .doc = "Which to list, by the filters of the API."},
    {.name = "host_networking_host",
     .type = kString,
     .default_value = "localhost",
     .doc = "The host that containers are scraped at which use that of the host."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
    {.name = "match_first_network",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether a container in several networks is listed for the first of them alone.",
     .since = "2.54"},
};

constexpr std::string_view kRoles[] = {"services", "nodes", "tasks"};
constexpr Field kSwarmFields[] = {
    {.name = "host",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The URL of the Docker daemon.",
     .missing = "host missing"},
    {.name = "role", .type = Checked(OneOf(kRoles), CheckedElsewhere), .doc = "What is listed."},
    {.name = "port",
     .type = kInteger,
     .default_value = "80",
     .doc = "The port that is used where none is published."},
    {.name = "filters",
     .type = ListOf(kFilterType, "[]moby.Filter"),
     .doc = "Which to list, by the filters of the API."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the list of targets is renewed."},
};

void CheckHost(Section& section) { CheckUrlField(section, "host", {}); }

void CheckSwarm(Section& section) {
  CheckHost(section);
  const std::string_view role = section.values().Text("role");
  if (std::find(std::begin(kRoles), std::end(kRoles), role) != std::end(kRoles)) return;
  if (role.empty()) {
    auto& problem =
        section.ReportHere(kMissingField, "the `dockerswarm_sd_config` section needs `role`");
    problem.upstream = "role missing (one of: tasks, services, nodes)";
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
    .doc = "Targets among the containers of a Docker daemon.",
    .fields = kDockerFields,
    .includes = kHttpIncludes,
    .check = CheckHost,
    .upstream = "moby.plain",
};

constexpr Object kDockerswarmSdConfig = {
    .name = "dockerswarm_sd_config",
    .doc = "Targets in a Docker swarm.",
    .fields = kSwarmFields,
    .includes = kHttpIncludes,
    .check = CheckSwarm,
    .upstream = "moby.plain",
};

}  // namespace check::config::prometheus
