#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kRocketchatActionFields[] = {
    Of("msg", kFilledTemplate, "Message that the button sends."),
    Of("text", kFilledTemplate, "Text of the message."),
    Of("url", kTemplate, "URL that the button opens."),
};
constexpr Object kRocketchatAction = {.name = "rocketchat_action",
                                      .doc = "Buttons below the message.",
                                      .fields = kRocketchatActionFields};
constexpr Type kRocketchatActionType = SectionOf(kRocketchatAction);

constexpr Field kRocketchatFieldFields[] = {
    Of("short", kBool, "Show the field next to other fields."),
    Of("title", kFilledTemplate, "Title of the field."),
    Of("value", kFilledTemplate, "Value of the field."),
};
constexpr Object kRocketchatField = {.name = "rocketchat_field",
                                     .doc = "Fields shown as a table in the message.",
                                     .fields = kRocketchatFieldFields};
constexpr Type kRocketchatFieldType = SectionOf(kRocketchatField);

constexpr Field kRocketchatResourceFields[] = {
    Of("actions", ListOf(kRocketchatActionType), "Buttons below the message."),
    Of("apiURL", kHttpUrl, "URL of the Rocket.Chat API; defaults to the one in `global`."),
    Of("channel", kFilledTemplate, "Channel or user to send the message to."),
    Of("color", kFilledTemplate, "Color of the bar next to the message."),
    Of("emoji", kFilledTemplate, "Emoji used as avatar of the sender."),
    Of("fields", ListOf(kRocketchatFieldType), "Fields shown as a table in the message."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("iconURL", kTemplate, "Avatar of the sender."),
    Of("imageURL", kTemplate, "URL of an image in the message."),
    Of("linkNames", kBool, "Turn channel and user names into links."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("shortFields", kBool, "Show short fields side by side."),
    Of("text", kFilledTemplate, "Text of the message."),
    Of("thumbURL", kTemplate, "URL of a thumbnail in the message."),
    Of("title", kFilledTemplate, "Title of the message."),
    Of("titleLink", kFilledTemplate, "URL that the title links to."),
    Needed(Of("token", kKeyType, "Token; defaults to the one in `global`.")),
    Needed(Of("tokenID", kKeyType,
              "ID of the user that the token belongs to; defaults to the one in `global`.")),
};

}  // namespace

constexpr Object kRocketchatResource = {.name = "rocketchat_config",
                                        .doc = "Send notifications to Rocket.Chat.",
                                        .fields = kRocketchatResourceFields};

}  // namespace check::config::alertmanager
