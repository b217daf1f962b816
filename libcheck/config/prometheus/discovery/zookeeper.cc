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
     .doc = "The `host:port` of each server of ZooKeeper.",
     .missing = "serverset SD config must contain at least one Zookeeper server"},
    {.name = "paths",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "Where services are listed.",
     .missing = "serverset SD config must contain at least one path"},
    {.name = "timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "How long a session lasts without a word from ZooKeeper."},
};

constexpr Field kNerveFields[] = {
    {.name = "servers",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "The `host:port` of each server of ZooKeeper.",
     .missing = "nerve SD config must contain at least one Zookeeper server"},
    {.name = "paths",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "Where services are listed.",
     .missing = "nerve SD config must contain at least one path"},
    {.name = "timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "How long a session lasts without a word from ZooKeeper."},
};

void CheckPaths(Section& section, std::string_view mechanism) {
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items("paths")) {
    const std::string_view path = values.TextOf(item);
    if (path.starts_with('/')) continue;
    section.Report(kBadValue, item, fmt::format("`{}` does not begin with `/`", path),
                   fmt::format("{} SD config paths must begin with '/': {}", mechanism, path));
  }
}
void CheckServerset(Section& section) { CheckPaths(section, "serverset"); }
void CheckNerve(Section& section) { CheckPaths(section, "nerve"); }

}  // namespace

constexpr Object kServersetSdConfig = {
    .name = "serverset_sd_config",
    .doc = "Targets that serversets in ZooKeeper list, as Finagle and Aurora make them.",
    .fields = kServersetFields,
    .check = CheckServerset,
    .upstream = "zookeeper.plain",
};

constexpr Object kNerveSdConfig = {
    .name = "nerve_sd_config",
    .doc = "Targets that AirBnB's Nerve lists in ZooKeeper.",
    .fields = kNerveFields,
    .check = CheckNerve,
    .upstream = "zookeeper.plain",
};

}  // namespace check::config::prometheus
