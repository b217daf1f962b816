#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kRocketchatActionFields[] = {
    Of("msg", kFilledTemplate, "What the button sends."),
    Of("text", kFilledTemplate, "The text of the message."),
    Of("url", kTemplate, "The page that the button opens."),
};
constexpr Object kRocketchatAction = {.name = "rocketchat_action",
                                      .doc = "Buttons below the message.",
                                      .fields = kRocketchatActionFields};
constexpr Type kRocketchatActionType = SectionOf(kRocketchatAction);

constexpr Field kRocketchatFieldFields[] = {
    Of("short", kBool, "Whether it can stand beside others."),
    Of("title", kFilledTemplate, "The title of the message."),
    Of("value", kFilledTemplate, "What it says."),
};
constexpr Object kRocketchatField = {
    .name = "rocketchat_field", .doc = "A table in the message.", .fields = kRocketchatFieldFields};
constexpr Type kRocketchatFieldType = SectionOf(kRocketchatField);

constexpr Field kRocketchatResourceFields[] = {
    Of("actions", ListOf(kRocketchatActionType), "Buttons below the message."),
    Of("apiURL", kHttpUrl, "Where Rocket.Chat is reached; as `global` says if left out."),
    Of("channel", kFilledTemplate, "The channel or user that the message is for."),
    Of("color", kFilledTemplate, "The color of the bar beside the message."),
    Of("emoji", kFilledTemplate, "The emoji of the sender."),
    Of("fields", ListOf(kRocketchatFieldType), "A table in the message."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("iconURL", kTemplate, "The picture of the sender."),
    Of("imageURL", kTemplate, "A picture in the message."),
    Of("linkNames", kBool, "Whether names of channels and users become links."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("shortFields", kBool, "Whether fields may stand beside each other."),
    Of("text", kFilledTemplate, "The text of the message."),
    Of("thumbURL", kTemplate, "A small picture in the message."),
    Of("title", kFilledTemplate, "The title of the message."),
    Of("titleLink", kFilledTemplate, "The page that the title leads to."),
    Needed(Of("token", kKeyType, "The token; that of `global` if left out.")),
    Needed(Of("tokenID", kKeyType, "The user whose token it is; that of `global` if left out.")),
};

}  // namespace

constexpr Object kRocketchatResource = {.name = "rocketchat_config",
                                        .doc = "Notifications to Rocket.Chat.",
                                        .fields = kRocketchatResourceFields};

}  // namespace check::config::alertmanager
