#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kVictoropsResourceFields[] = {
    Of("apiKey", kKeyType, "The key; that of `global` if left out."),
    Of("apiUrl", kHttpUrl, "Where VictorOps is reached; as `global` says if left out."),
    Of("customFields", kKeyValuesType, "What else is to be said."),
    Of("entityDisplayName", kFilledTemplate, "What has happened."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("messageType", kFilledTemplate, "How grave it is."),
    Of("monitoringTool", kFilledTemplate, "Who notices it."),
    Needed(Of("routingKey", kFilledTemplate, "Which team is notified.")),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("stateMessage", kFilledTemplate, "What has happened, at length."),
};

}  // namespace

constexpr Object kVictoropsResource = {.name = "victorops_config",
                                       .doc = "Notifications to VictorOps.",
                                       .fields = kVictoropsResourceFields};

}  // namespace check::config::alertmanager
