#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWebexResourceFields[] = {
    Of("apiURL", kHttpUrl, "Where Webex is reached; as `global` says if left out."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kTemplate, "The text."),
    Needed(Of("roomID", kFilledTemplate, "The room that the message is for.")),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
};

}  // namespace

constexpr Object kWebexResource = {
    .name = "webex_config", .doc = "Notifications to Webex.", .fields = kWebexResourceFields};

}  // namespace check::config::alertmanager
