#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kTypeWords[] = {"team", "teams", "user", "escalation", "schedule"};
constexpr Field kOpsgenieResponderFields[] = {
    Of("id", kFilledTemplate, "ID of the responder."),
    Of("name", kFilledTemplate, "Name of a team, schedule or escalation."),
    Needed(Of("type", OneOf(kTypeWords),
              "Type: `team`, `teams`, `user`, `escalation` or `schedule`. Required.")),
    Of("username", kFilledTemplate, "Name of a user."),
};
constexpr Object kOpsgenieResponder = {.name = "opsgenie_responder",
                                       .doc = "Responders for the alert.",
                                       .fields = kOpsgenieResponderFields};
constexpr Type kOpsgenieResponderType = SectionOf(kOpsgenieResponder);

constexpr Field kOpsgenieResourceFields[] = {
    Of("actions", kFilledTemplate, "Actions available for the alert, separated by commas."),
    Of("apiKey", kKeyType, "API key; defaults to the one in `global`."),
    Of("apiURL", kHttpUrl, "URL of the Opsgenie API; defaults to the one in `global`."),
    Of("description", kFilledTemplate, "Description of the alert."),
    Of("details", kKeyValuesType, "Additional details, as key-value pairs."),
    Of("entity", kFilledTemplate, "Entity that the alert is about."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kFilledTemplate, "Short description of the problem."),
    Of("note", kFilledTemplate, "A note."),
    Of("priority", kFilledTemplate, "Priority, from P1 to P5."),
    Of("responders", ListOf(kOpsgenieResponderType), "Responders for the alert."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("source", kFilledTemplate, "Source of the alert."),
    Of("tags", kFilledTemplate, "Tags, separated by commas."),
    Of("updateAlerts", kBool, "Update message and description of an existing alert."),
};

}  // namespace

constexpr Object kOpsgenieResource = {.name = "opsgenie_config",
                                      .doc = "Send notifications to Opsgenie.",
                                      .fields = kOpsgenieResourceFields};

}  // namespace check::config::alertmanager
