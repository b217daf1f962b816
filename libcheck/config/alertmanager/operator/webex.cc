#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWebexResourceFields[] = {
    Of("apiURL", kHttpUrl, "URL of the Webex API; defaults to the one in `global`."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kTemplate, "The text."),
    Needed(Of("roomID", kFilledTemplate, "ID of the room to send the message to.")),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
};

}  // namespace

constexpr Object kWebexResource = {
    .name = "webex_config", .doc = "Send notifications to Webex.", .fields = kWebexResourceFields};

}  // namespace check::config::alertmanager
