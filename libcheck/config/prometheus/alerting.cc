#include <fmt/format.h>

#include "libcheck/config/common/http_client.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/schema.h"
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
     .doc = "How requests are signed for AWS.",
     .since = "2.48"},
    {.name = "scheme",
     .type = kString,
     .default_value = "http",
     .doc = "How Alertmanagers are spoken to: `http` or `https`."},
    {.name = "path_prefix",
     .type = kString,
     .default_value = "/",
     .doc = "What comes before the path that alerts are sent to."},
    {.name = "timeout",
     .type = kDuration,
     .default_value = "10s",
     .doc = "How long sending alerts may take."},
    {.name = "api_version",
     .type = kApiVersion,
     .default_value = "v2",
     .doc = "The version of the API that alerts are sent by; `v1` is gone since 3.0."},
    {.name = "relabel_configs",
     .type = kRelabelConfigs,
     .doc = "How the labels of Alertmanagers are rewritten, and which are left out.",
     .null_item = "empty or null Alertmanager target relabeling rule"},
    {.name = "alert_relabel_configs",
     .type = kRelabelConfigs,
     .doc = "How the labels of alerts for these Alertmanagers are rewritten.",
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
    .doc = "Alertmanagers, and how alerts are sent to them.",
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
     .doc = "How the labels of alerts are rewritten, and which alerts are not sent.",
     .null_item = "empty or null alert relabeling rule"},
    {.name = "alertmanagers",
     .type = ListOf(kAlertmanagerType, "config.AlertmanagerConfigs"),
     .doc = "The Alertmanagers that alerts are sent to.",
     .null_item = "runtime error: invalid memory address or nil pointer dereference"},
};

}  // namespace

constexpr Object kAlerting = {
    .name = "alerting",
    .doc = "Where alerts are sent.",
    .fields = kFields,
    .upstream = "config.plain",
};

}  // namespace check::config::prometheus
