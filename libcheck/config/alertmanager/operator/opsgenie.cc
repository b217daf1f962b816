#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kTypeWords[] = {"team", "teams", "user", "escalation", "schedule"};
constexpr Field kOpsgenieResponderFields[] = {
    Of("id", kFilledTemplate, "The identifier of the responder."),
    Of("name", kFilledTemplate, "The name of a team, schedule or escalation."),
    Needed(Of("type", OneOf(kTypeWords),
              "What it is: `team`, `teams`, `user`, `escalation` or `schedule`. Required.")),
    Of("username", kFilledTemplate, "The name of a user."),
};
constexpr Object kOpsgenieResponder = {.name = "opsgenie_responder",
                                       .doc = "Who is to look after the alert.",
                                       .fields = kOpsgenieResponderFields};
constexpr Type kOpsgenieResponderType = SectionOf(kOpsgenieResponder);

constexpr Field kOpsgenieResourceFields[] = {
    Of("actions", kFilledTemplate, "What can be done, separated by commas."),
    Of("apiKey", kKeyType, "The key; that of `global` if left out."),
    Of("apiURL", kHttpUrl, "Where Opsgenie is reached; as `global` says if left out."),
    Of("description", kFilledTemplate, "The same at length."),
    Of("details", kKeyValuesType, "What else is to be said."),
    Of("entity", kFilledTemplate, "What the alert is about."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kFilledTemplate, "What has happened."),
    Of("note", kFilledTemplate, "A note."),
    Of("priority", kFilledTemplate, "The priority, from P1 to P5."),
    Of("responders", ListOf(kOpsgenieResponderType), "Who is to look after the alert."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("source", kFilledTemplate, "Where the alert comes from."),
    Of("tags", kFilledTemplate, "Tags, separated by commas."),
    Of("updateAlerts", kBool, "Whether message and description are brought up to date."),
};

}  // namespace

constexpr Object kOpsgenieResource = {.name = "opsgenie_config",
                                      .doc = "Notifications to Opsgenie.",
                                      .fields = kOpsgenieResourceFields};

}  // namespace check::config::alertmanager
