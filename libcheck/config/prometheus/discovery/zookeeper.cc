#include <fmt/format.h>

#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kServersetFields[] = {
    {.name = "servers",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "ZooKeeper servers, as `host:port`.",
     .missing = "serverset SD config must contain at least one Zookeeper server"},
    {.name = "paths",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "ZooKeeper paths of the services.",
     .missing = "serverset SD config must contain at least one path"},
    {.name = "timeout", .type = kDuration, .default_value = "10s", .doc = "Session timeout."},
};

constexpr Field kNerveFields[] = {
    {.name = "servers",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "ZooKeeper servers, as `host:port`.",
     .missing = "nerve SD config must contain at least one Zookeeper server"},
    {.name = "paths",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "ZooKeeper paths of the services.",
     .missing = "nerve SD config must contain at least one path"},
    {.name = "timeout", .type = kDuration, .default_value = "10s", .doc = "Session timeout."},
};

void CheckPaths(Section& section, std::string_view mechanism) {
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items("paths")) {
    const std::string_view path = values.TextOf(item);
    if (path.starts_with('/')) continue;
    section.Report(kBadValue, item, fmt::format("`{}` must start with `/`", path),
                   fmt::format("{} SD config paths must begin with '/': {}", mechanism, path));
  }
}
void CheckServerset(Section& section) { CheckPaths(section, "serverset"); }
void CheckNerve(Section& section) { CheckPaths(section, "nerve"); }

}  // namespace

constexpr Object kServersetSdConfig = {
    .name = "serverset_sd_config",
    .doc = "Discover targets from ZooKeeper serversets (Finagle, Aurora).",
    .fields = kServersetFields,
    .check = CheckServerset,
    .upstream = "zookeeper.plain",
};

constexpr Object kNerveSdConfig = {
    .name = "nerve_sd_config",
    .doc = "Discover targets from AirBnB Nerve in ZooKeeper.",
    .fields = kNerveFields,
    .check = CheckNerve,
    .upstream = "zookeeper.plain",
};

}  // namespace check::config::prometheus
