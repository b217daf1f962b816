#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kPushoverResourceFields[] = {
    Of("device", kFilledTemplate, "Device to notify; all devices of the user if not set."),
    Of("expire", kDuration, "How long to repeat emergency notifications."),
    Of("html", kBool, "Treat the message as HTML."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kFilledTemplate, "The text."),
    Of("monospace", kBool, "Show the message in a monospace font."),
    Of("priority", kFilledTemplate, "Priority, from -2 to 2."),
    Of("retry", kDuration,
       "Interval between repeated emergency notifications, until acknowledged."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("sound", kFilledTemplate, "Sound to play."),
    Of("title", kFilledTemplate, "The title."),
    Of("token", kKeyType, "Token of the application."),
    Of("tokenFile", kFilled, "File with the token."),
    Of("ttl", kDuration, "Time after which the message is deleted."),
    Of("url", kTemplate, "URL shown with the message."),
    Of("urlTitle", kFilledTemplate, "Title of the URL."),
    Of("userKey", kKeyType, "User or group key to notify."),
    Of("userKeyFile", kFilled, "File with the user."),
};

}  // namespace

constexpr Object kPushoverResource = {.name = "pushover_config",
                                      .doc = "Send notifications to Pushover.",
                                      .fields = kPushoverResourceFields};

}  // namespace check::config::alertmanager
