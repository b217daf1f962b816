#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    {.name = "http_config",
     .type = SectionOf(kAlertmanagerHttpClient),
     .doc = "HTTP client settings; `authorization` is required."},
    HttpUrl("api_url", "URL of the Webex API; defaults to the one in `global`."),
    Templated("message", "The text.", "{{ template \"webex.default.message\" . }}"),
    Required(Templated("room_id", "ID of the room to send the message to."),
             "missing room_id on webex_config"),
};

void CheckWebex(Section& section) {
  if (HasAuthorization(section.values())) return;
  const yaml::Entry* http = section.Find("http_config");
  Diagnostic& problem =
      http != nullptr
          ? section.Report(kMissingField, http->key, "`http_config` has no `authorization`")
          : section.ReportHere(kMissingField, "Webex needs `http_config` with `authorization`");
  problem.notes.emplace_back("put the bot token into its `credentials`");
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
    .doc = "Send notifications to Webex.",
    .fields = kFields,
    .check = CheckWebex,
    .upstream = "config.plain",
};

constexpr ReceiverType kWebex = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
