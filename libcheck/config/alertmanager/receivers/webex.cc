#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    {.name = "http_config",
     .type = SectionOf(kAlertmanagerHttpClient),
     .doc = "How HTTP requests are made; it needs `authorization`."},
    HttpUrl("api_url", "Where Webex is reached; as `global` says if left out."),
    Templated("message", "The text.", "{{ template \"webex.default.message\" . }}"),
    Required(Templated("room_id", "The room that the message is for."),
             "missing room_id on webex_config"),
};

void CheckWebex(Section& section) {
  if (HasAuthorization(section.values())) return;
  const yaml::Entry* http = section.Find("http_config");
  Diagnostic& problem =
      http != nullptr
          ? section.Report(kMissingField, http->key, "`http_config` has no `authorization`")
          : section.ReportHere(kMissingField, "Webex needs `http_config` with `authorization`");
  problem.notes.emplace_back("the token of a bot is its `credentials`");
  problem.upstream = "missing webex_configs.http_config.authorization";
}

constexpr Inherited kInherited[] = {
    {{"api_url"}, {"webex_api_url"}, "no global Webex URL set"},
};

constexpr SizeLimit kLimits[] = {
    {"message", 7439, SizeLimit::Unit::kBytes},
};

}  // namespace

constexpr Object kWebexConfig = {
    .name = "webex_config",
    .doc = "Notifications to Webex.",
    .fields = kFields,
    .check = CheckWebex,
    .upstream = "config.plain",
};

constexpr ReceiverType kWebex = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
