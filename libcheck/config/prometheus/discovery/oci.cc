#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kAuths[] = {"api_key", "instance_principal"};
constexpr std::string_view kKeyFields[] = {"tenancy",  "user",           "fingerprint",
                                           "key_file", "key_passphrase", "key_passphrase_file"};

constexpr Field kFields[] = {
    {.name = "auth",
     .type = Checked(OneOf(kAuths), CheckedElsewhere),
     .default_value = "api_key",
     .doc = "Authentication method."},
    {.name = "tenancy", .type = kString, .doc = "OCID of the tenancy, for `api_key`."},
    {.name = "user", .type = kString, .doc = "OCID of the user, for `api_key`."},
    {.name = "fingerprint", .type = kString, .doc = "Fingerprint of the key, for `api_key`."},
    {.name = "key_file", .type = kFile, .doc = "File with the private key, for `api_key`."},
    {.name = "key_passphrase", .type = kSecret, .doc = "Passphrase of the private key."},
    {.name = "key_passphrase_file",
     .type = kFile,
     .doc = "File with the passphrase of the private key."},
    {.name = "region",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The region.",
     .missing = "oci_sd: region is required"},
    {.name = "compartments",
     .type = ListOf(kString),
     .doc = "Compartments to query; all compartments if not set."},
    {.name = "port", .type = kInteger, .default_value = "80", .doc = "Port to scrape targets at."},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Interval at which the list of targets is refreshed."},
};

void CheckAuth(Section& section) {
  const Values& values = section.values();
  const std::string_view auth = values.Text("auth", kOciSdConfig);
  if (auth == kAuths[0]) {
    for (const std::string_view field : std::span(kKeyFields).first(4)) {
      if (values.IsSet(field)) continue;
      section.ReportHere(kMissingField, fmt::format("`api_key` needs `{}`", field)).upstream =
          fmt::format("oci_sd: api_key auth requires {}", field);
    }
    if (values.IsSet("key_passphrase") && values.IsSet("key_passphrase_file")) {
      section.Report(
          kExclusiveFields, values.Find("key_passphrase_file")->key,
          "only one of `key_passphrase`, `key_passphrase_file` can be set",
          "oci_sd: at most one of key_passphrase and key_passphrase_file must be configured");
    }
  } else if (auth == kAuths[1]) {
    for (const std::string_view field : kKeyFields) {
      if (!values.IsSet(field)) continue;
      section.Report(kExclusiveFields, values.Find(field)->key,
                     fmt::format("`{}` cannot be combined with `instance_principal`", field),
                     "oci_sd: instance_principal auth must not have tenancy, user, fingerprint, "
                     "key_file, key_passphrase, or key_passphrase_file set");
    }
  } else {
    section
        .Report(kBadValue, values.Given("auth")->value, fmt::format("`auth` cannot be `{}`", auth),
                fmt::format("oci_sd: unknown auth method {}, expected \"api_key\" or "
                            "\"instance_principal\"",
                            GoQuote(auth)))
        .notes.push_back("it is " + Describe(OneOf(kAuths)));
  }
}

void CheckOci(Section& section) {
  CheckAuth(section);
  const Values& values = section.values();
  std::size_t index = 0;
  for (const yaml::Node& item : values.Items("compartments")) {
    if (values.TextOf(item).empty()) {
      section.Report(kBadValue, item, "`compartments` contains an empty item",
                     fmt::format("oci_sd: compartments[{}] must not be empty", index));
    }
    ++index;
  }
  if (values.Time("refresh_interval", kOciSdConfig) <= Duration::zero()) {
    section.Report(kBadValue, values.Given("refresh_interval")->value,
                   "`refresh_interval` must be greater than 0",
                   "oci_sd: refresh_interval must be positive, got 0s");
  }
}

constexpr const Object* kHttpIncludes[] = {&kHttpClient};

}  // namespace

constexpr Object kOciSdConfig = {
    .name = "oci_sd_config",
    .doc = "Discover targets from Oracle Cloud instances.",
    .fields = kFields,
    .includes = kHttpIncludes,
    .check = CheckOci,
    .upstream = "oci.plain",
};

}  // namespace check::config::prometheus
