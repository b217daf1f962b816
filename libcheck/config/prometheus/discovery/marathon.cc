#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kBearer =
    "marathon_sd: at most one of bearer_token, bearer_token_file, auth_token & auth_token_file "
    "must be configured";

constexpr Field kFields[] = {
    {.name = "servers",
     .type = ListOf(kString),
     .presence = Presence::kRequired,
     .doc = "URLs of Marathon servers.",
     .missing = "marathon_sd: must contain at least one Marathon server"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "30s",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "auth_token", .type = kSecret, .doc = "DC/OS authentication token."},
    {.name = "auth_token_file", .type = kFile, .doc = "File with a DC/OS authentication token."},
};
constexpr Constraint kConstraints[] = {
    AtMostOne("auth_token", "auth_token_file")
        .Says("marathon_sd: at most one of auth_token & auth_token_file must be configured"),
    Excludes("basic_auth", "auth_token", "auth_token_file")
        .Says("marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be "
              "configured"),
    Excludes("bearer_token", "auth_token", "auth_token_file").Says(kBearer),
    Excludes("bearer_token_file", "auth_token", "auth_token_file").Says(kBearer),
    Excludes("authorization", "auth_token", "auth_token_file")
        .Says("marathon_sd: at most one of auth_token, auth_token_file & authorization must be "
              "configured"),
};

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kMarathonSdConfig = {
    .name = "marathon_sd_config",
    .doc = "Discover targets from Marathon tasks.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .upstream = "marathon.plain",
};

}  // namespace check::config::prometheus
