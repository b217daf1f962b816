#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/base/url.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kRoles[] = {"baremetal", "instance"};
constexpr Type kRole = {
    .kind = Kind::kChoice, .choices = kRoles, .upstream = "string", .refusal = "unknown role %q"};

constexpr Field kFields[] = {
    {.name = "role",
     .type = kRole,
     .presence = Presence::kRequired,
     .doc = "Role: the kind of objects to discover.",
     .missing = "role missing (one of: instance, baremetal)"},
    {.name = "project_id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The project.",
     .missing = "project_id is mandatory"},
    {.name = "api_url",
     .type = kString,
     .default_value = "https://api.scaleway.com",
     .doc = "URL of the API."},
    {.name = "zone", .type = kString, .default_value = "fr-par-1", .doc = "The zone."},
    {.name = "access_key",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Access key for the API.",
     .missing = "access_key is mandatory"},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key for the API."},
    {.name = "secret_key_file", .type = kFile, .doc = "File with the secret key for the API."},
    {.name = "name_filter", .type = kString, .doc = "Substring of the names of servers to list."},
    {.name = "tags_filter", .type = ListOf(kString), .doc = "Tags that servers must have."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("secret_key", "secret_key_file")
        .Says("one of secret_key & secret_key_file must be configured"),
    AtMostOne("secret_key", "secret_key_file")
        .Says("at most one of secret_key & secret_key_file must be configured"),
};

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool hex = IsHexDigit(c);
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? c != '-' : !hex) return false;
  }
  return true;
}

bool IsAccessKey(std::string_view text) {
  return text.size() == 20 && text.starts_with("SCW") &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsUpper(c) || IsDigit(c); });
}

// Two letters, three to seven letters, one or two digits: "fr-par-1".
bool IsZone(std::string_view text) {
  const auto take = [&](char first, char last, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= first && text[count] <= last) ++count;
    text.remove_prefix(count);
    return count >= least && count <= most;
  };
  const auto hyphen = [&] {
    const bool is = text.starts_with('-');
    if (is) text.remove_prefix(1);
    return is;
  };
  return take('a', 'z', 2, 2) && hyphen() && take('a', 'z', 3, 7) && hyphen() &&
         take('0', '9', 1, 2) && text.empty();
}

// Scaleway's client looks at the form of what it is given when it is made.
void CheckClient(Section& section) {
  const Values& values = section.values();
  const auto refuse = [&](std::string_view field, std::string message, std::string upstream) {
    section.Report(kBadValue, values.Given(field)->value, std::move(message),
                   "scaleway-sdk-go: " + std::move(upstream));
  };
  constexpr std::string_view kUuid = "expected a UUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (const std::string_view key = values.Text("access_key"); !key.empty() && !IsAccessKey(key)) {
    refuse(
        "access_key", "invalid `access_key`: expected `SCW` and 17 letters and digits",
        fmt::format("invalid access key format '{}', expected SCWXXXXXXXXXXXXXXXXX format", key));
  }
  if (const std::string_view key = values.Text("secret_key"); !key.empty() && !IsUuid(key)) {
    // Upstream shows the key.
    refuse("secret_key", "`secret_key` is not a UUID",
           fmt::format("invalid secret key format '<secret>', {}", kUuid));
  }
  if (const std::string_view project = values.Text("project_id");
      !project.empty() && !IsUuid(project)) {
    refuse("project_id", fmt::format("invalid UUID `{}`", project),
           fmt::format("invalid project ID format '{}', {}", project, kUuid));
  }
  if (const std::string_view zone = values.Text("zone", kScalewaySdConfig); !IsZone(zone)) {
    constexpr std::string_view kZones =
        "fr-par-1, fr-par-2, fr-par-3, nl-ams-1, nl-ams-2, nl-ams-3, pl-waw-1, pl-waw-2, pl-waw-3, "
        "it-mil-1";
    refuse("zone", fmt::format("unknown zone `{}`", zone),
           zone.empty() ? std::string("default zone cannot be empty")
                        : fmt::format("invalid default zone format '{}', available zones are: {}",
                                      zone, kZones));
  }
  const std::string_view url = values.Text("api_url", kScalewaySdConfig);
  if (url.empty() || !ParseUrl(url)) {
    refuse("api_url", "invalid URL in `api_url`", fmt::format("invalid API url '{}'", url));
  } else if (url.ends_with('/')) {
    refuse("api_url", "`api_url` cannot end in `/`",
           fmt::format("invalid API url '{}' it should not have a trailing slash", url));
  }
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kScalewaySdConfig = {
    .name = "scaleway_sd_config",
    .doc = "Discover targets from Scaleway servers.",
    .fields = kFields,
    .constraints = kConstraints,
    .includes = kHttpIncludes,
    .check = CheckClient,
    .upstream = "scaleway.plain",
};

}  // namespace check::config::prometheus
