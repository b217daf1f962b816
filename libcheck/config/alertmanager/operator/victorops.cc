#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kVictoropsResourceFields[] = {
    Of("apiKey", kKeyType, "API key; defaults to the one in `global`."),
    Of("apiUrl", kHttpUrl, "URL of the VictorOps API; defaults to the one in `global`."),
    Of("customFields", kKeyValuesType, "Additional details, as key-value pairs."),
    Of("entityDisplayName", kFilledTemplate, "Short description of the problem."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("messageType", kFilledTemplate, "Severity of the event."),
    Of("monitoringTool", kFilledTemplate, "Monitoring tool that reports the problem."),
    Needed(Of("routingKey", kFilledTemplate, "Routing key of the team to notify.")),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("stateMessage", kFilledTemplate, "Long description of the problem."),
};

}  // namespace

constexpr Object kVictoropsResource = {.name = "victorops_config",
                                       .doc = "Send notifications to VictorOps.",
                                       .fields = kVictoropsResourceFields};

}  // namespace check::config::alertmanager
