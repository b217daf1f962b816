#include <fmt/format.h>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"droplets", "databases"};
constexpr Type kRole = {.kind = Kind::kChoice,
                        .choices = kRoles,
                        .upstream = "string",
                        .refusal = "unknown DigitalOcean SD role %q"};

// Prometheus: an http.Client without a YAML tag. The server prints `httpclient: null` and ignores
// what it reads.
std::optional<TextProblem> GoTimeProblem(std::string_view text) {
  // A plain number counts nanoseconds.
  if (ParseGoFloat(text) || ParseGoDuration(text)) return std::nullopt;
  return TextProblem{"invalid duration `" + std::string(text) + "`",
                     "write numbers with units, such as `5s` or `1m30s`"};
}
constexpr Type kGoTime = {
    .kind = Kind::kString, .upstream = "time.Duration", .check = GoTimeProblem};
constexpr std::string_view kNoRole = "role missing (one of: droplets, databases)";
constexpr Field kClientFields[] = {
    {.name = "transport", .type = kAny, .doc = "Internal field; must be null."},
    {.name = "checkredirect", .type = kAny, .doc = "Internal field; must be null."},
    {.name = "jar", .type = kAny, .doc = "Internal field; must be null."},
    {.name = "timeout", .type = kGoTime, .doc = "Ignored."},
};
void CheckClient(Section& section) {
  for (const std::string_view field : {"transport", "checkredirect", "jar"}) {
    const yaml::Entry* entry = section.Find(field);
    if (entry == nullptr) continue;
    section.Report(kWrongType, entry->value, fmt::format("`{}` must be null", field));
  }
}
constexpr Object kClient = {
    .name = "httpclient",
    .doc = "Internal HTTP client; the server prints it as null.",
    .fields = kClientFields,
    .check = CheckClient,
    .upstream = "http.Client",
};

constexpr Field kFields[] = {
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "role",
     .type = kRole,
     .default_value = "droplets",
     .doc = "Role: the kind of objects to discover.",
     .since = "3.12",
     .missing = kNoRole},
    {.name = "httpclient",
     .type = SectionOf(kClient),
     .doc = "Printed by the server as null. Ignored.",
     .since = "3.12"},
};

void CheckRole(Section& section) {
  const yaml::Entry* role = section.values().Given("role");
  if (role == nullptr || !role->value.IsNull()) return;
  section.Report(kMissingField, role->key, "`role` is empty", std::string(kNoRole));
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kDigitaloceanSdConfig = {
    .name = "digitalocean_sd_config",
    .doc = "Discover targets from DigitalOcean droplets and databases.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckRole,
    .upstream = "digitalocean.plain",
};

}  // namespace check::config::prometheus
