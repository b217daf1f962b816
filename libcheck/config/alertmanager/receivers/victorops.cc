#include <fmt/format.h>

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("api_key", "API key; defaults to the one in `global`."),
    Since(File("api_key_file", "File with the API key."), "0.25"),
    HttpUrl("api_url", "URL of the VictorOps API; defaults to the one in `global`."),
    Required(Templated("routing_key", "Routing key of the team to notify."),
             "missing Routing key in VictorOps config"),
    Templated("message_type", "Severity of the event.", "CRITICAL"),
    Templated("state_message", "Long description of the problem.",
              "{{ template \"victorops.default.state_message\" . }}"),
    Templated("entity_display_name", "Short description of the problem.",
              "{{ template \"victorops.default.entity_display_name\" . }}"),
    Templated("monitoring_tool", "Monitoring tool that reports the problem.",
              "{{ template \"victorops.default.monitoring_tool\" . }}"),
    Of("custom_fields", kTemplateMap, "Additional details, as key-value pairs."),
};
constexpr Constraint kConstraints[] = {
    AtMostOne("api_key", "api_key_file")
        .Says("at most one of api_key & api_key_file must be configured"),
};

void CheckVictorops(Section& section) {
  const Values custom = section.values().Sub("custom_fields");
  for (const std::string_view name :
       {"routing_key", "message_type", "state_message", "entity_display_name", "monitoring_tool",
        "entity_id", "entity_state"}) {
    const yaml::Entry* entry = custom.Given(name);
    if (entry == nullptr) continue;
    section.Report(kExclusiveFields, entry->key,
                   fmt::format("custom field `{}` conflicts with a standard field", name),
                   fmt::format("victorOps config contains custom field {} which cannot be used as "
                               "it conflicts with the fixed/static fields",
                               name));
  }
}

constexpr Inherited kInherited[] = {
    {{"api_url"}, {"victorops_api_url"}, "no global VictorOps URL set"},
    {{"api_key", "api_key_file"},
     {"victorops_api_key", "victorops_api_key_file"},
     "no global VictorOps API Key set"},
};

constexpr SizeLimit kLimits[] = {
    {"state_message", 20'480},
};

}  // namespace

constexpr Object kVictoropsConfig = {
    .name = "victorops_config",
    .doc = "Send notifications to VictorOps.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckVictorops,
    .upstream = "config.plain",
};

constexpr ReceiverType kVictorops = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
