#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    HttpUrl("url", "URL of the alert source that notifications are posted to."),
    File("url_file", "File with the URL."),
    Secret("alert_source_token", "Token of the alert source."),
    File("alert_source_token_file", "File with the token."),
    Of("max_alerts", kUnsigned64, "Maximum number of alerts in a notification; 0 means no limit.",
       "0"),
    kTimeoutField,
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("url", "url_file").Says("one of url or url_file must be configured"),
    AtMostOne("url", "url_file").Says("at most one of url & url_file must be configured"),
    AtMostOne("alert_source_token", "alert_source_token_file")
        .Says("at most one of alert_source_token & alert_source_token_file must be configured"),
};

void CheckIncidentio(Section& section) {
  const Values& values = section.values();
  const yaml::Entry* token = values.FindSet("alert_source_token");
  if (token == nullptr) token = values.FindSet("alert_source_token_file");
  const yaml::Entry* http = values.Find("http_config");
  if (http == nullptr) return;
  if (token != nullptr && HasAuthorization(values)) {
    section.Report(kExclusiveFields, token->key,
                   "the token is sent in the header that `http_config.authorization` sets",
                   "cannot specify alert_source_token or alert_source_token_file when using "
                   "http_config.authorization");
  } else if (token == nullptr && !HasAuthorization(values)) {
    section.Report(
        kMissingField, http->key,
        "one of `alert_source_token`, `alert_source_token_file`, `http_config.authorization` must "
        "be set",
        "at least one of alert_source_token, alert_source_token_file or "
        "http_config.authorization must be configured");
  }
}

constexpr SizeLimit kLimits[] = {
    {"", std::size_t{512} * 1024, SizeLimit::Unit::kBytes, SizeLimit::Excess::kAlerts},
};

}  // namespace

constexpr Object kIncidentioConfig = {
    .name = "incidentio_config",
    .doc = "Send notifications to incident.io.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckIncidentio,
    .upstream = "incidentio.plain",
};

constexpr ReceiverType kIncidentio = {.limits = kLimits};

}  // namespace check::config::alertmanager
