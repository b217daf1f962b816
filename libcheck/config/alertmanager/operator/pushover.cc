#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kPushoverResourceFields[] = {
    Of("device", kFilledTemplate, "The device that is notified; all if left out."),
    Of("expire", kDuration, "How long that goes on."),
    Of("html", kBool, "Whether the text is HTML."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kFilledTemplate, "The text."),
    Of("monospace", kBool, "Whether the text is shown in letters of one width."),
    Of("priority", kFilledTemplate, "The priority, from -2 to 2."),
    Of("retry", kDuration, "How often the user is notified until they answer."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("sound", kFilledTemplate, "The sound that is played."),
    Of("title", kFilledTemplate, "The title."),
    Of("token", kKeyType, "The token of the application."),
    Of("tokenFile", kFilled, "A file to read the token from."),
    Of("ttl", kDuration, "After how long the message is deleted."),
    Of("url", kTemplate, "A page to look at."),
    Of("urlTitle", kFilledTemplate, "What stands in the place of the URL."),
    Of("userKey", kKeyType, "The user or group that is notified."),
    Of("userKeyFile", kFilled, "A file to read the user from."),
};

}  // namespace

constexpr Object kPushoverResource = {.name = "pushover_config",
                                      .doc = "Notifications to Pushover.",
                                      .fields = kPushoverResourceFields};

}  // namespace check::config::alertmanager
