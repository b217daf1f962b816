#include <fmt/format.h>

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("api_key", "The key; that of `global` if left out."),
    Since(File("api_key_file", "A file to read the key from."), "0.25"),
    HttpUrl("api_url", "Where VictorOps is reached; as `global` says if left out."),
    Required(Templated("routing_key", "Which team is notified."),
             "missing Routing key in VictorOps config"),
    Templated("message_type", "How grave it is.", "CRITICAL"),
    Templated("state_message", "What has happened, at length.",
              "{{ template \"victorops.default.state_message\" . }}"),
    Templated("entity_display_name", "What has happened.",
              "{{ template \"victorops.default.entity_display_name\" . }}"),
    Templated("monitoring_tool", "Who notices it.",
              "{{ template \"victorops.default.monitoring_tool\" . }}"),
    Of("custom_fields", kTemplateMap, "What else is to be said."),
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
    section.Report(
        kExclusiveFields, entry->key,
        fmt::format("`{}` is a field of every message, and cannot be one of one's own", name),
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
    .doc = "Notifications to VictorOps.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckVictorops,
    .upstream = "config.plain",
};

constexpr ReceiverType kVictorops = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
