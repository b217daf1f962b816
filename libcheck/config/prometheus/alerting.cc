#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/scheme.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kApiVersions[] = {"v2"};
constexpr std::string_view kFormerApiVersions[] = {"v1"};
constexpr Type kApiVersion = {
    .kind = Kind::kChoice,
    .choices = kApiVersions,
    .upstream = "config.plain",
    .refusal = "expected Alertmanager api version to be one of [v2] but got %s",
    .gone = kFormerApiVersions,
    .gone_since = "3.0",
};

constexpr Field kAlertmanagerFields[] = {
    {.name = "sigv4",
     .type = SectionOf(kSigV4),
     .doc = "AWS Signature Version 4 settings.",
     .since = "2.48"},
    {.name = "scheme",
     .type = kScheme,
     .default_value = "http",
     .doc = "Scheme of requests to Alertmanagers: `http` or `https`."},
    {.name = "path_prefix",
     .type = kString,
     .default_value = "/",
     .doc = "Path prefix of the URL that alerts are sent to."},
    {.name = "timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "Timeout for sending alerts."},
    {.name = "api_version",
     .type = kApiVersion,
     .default_value = "v2",
     .doc = "Version of the Alertmanager API; `v1` was removed in 3.0."},
    {.name = "relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of discovered Alertmanagers.",
     .null_item = "empty or null Alertmanager target relabeling rule"},
    {.name = "alert_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of alerts sent to these Alertmanagers.",
     .since = "2.51",
     .null_item = "empty or null Alertmanager alert relabeling rule"},
};
constexpr const Object* kIncludes[] = {&kHttpClient, &kDiscovery};

void CheckAlertmanager(Section& section) {
  if (const yaml::Entry* sigv4 = section.Find("sigv4")) {
    for (const char* other :
         {"basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file"}) {
      const yaml::Entry* entry = section.FindSet(other);
      if (entry == nullptr) continue;
      const bool later = entry->key.span.begin > sigv4->key.span.begin;
      section
          .Report(kExclusiveFields, later ? entry->key : sigv4->key,
                  fmt::format("`sigv4` and `{}` cannot both be set", other),
                  "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured")
          .labels.push_back(
              {{&section.file(), later ? sigv4->key.span : entry->key.span}, "already set here"});
      break;
    }
  }
  CheckStaticTargets(section);
}

}  // namespace

constexpr Object kAlertmanager = {
    .name = "alertmanager_config",
    .doc = "A set of Alertmanagers, and how alerts are sent to them.",
    .fields = kAlertmanagerFields,
    .includes = kIncludes,
    .check_last = CheckAlertmanager,
    .upstream = "config.AlertmanagerConfig",
};

namespace {

constexpr Type kAlertmanagerType = SectionOf(kAlertmanager);

constexpr Field kFields[] = {
    {.name = "alert_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "Relabelling of alerts before they are sent.",
     .null_item = "empty or null alert relabeling rule"},
    {.name = "alertmanagers",
     .type = ListOf(kAlertmanagerType, "config.AlertmanagerConfigs"),
     .doc = "Alertmanagers that alerts are sent to.",
     .null_item = "runtime error: invalid memory address or nil pointer dereference"},
};

}  // namespace

constexpr Object kAlerting = {
    .name = "alerting",
    .doc = "Settings for sending alerts.",
    .fields = kFields,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
