#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kSlackConfirmFields[] = {
    Of("dismissText", kFilledTemplate, "What is on the button that does not."),
    Of("okText", kFilledTemplate, "What is on the button that agrees."),
    Needed(Of("text", kFilledTemplate, "The text of the message.")),
    Of("title", kFilledTemplate, "The title of the message."),
};
constexpr Object kSlackConfirm = {.name = "slack_confirm",
                                  .doc = "What is asked before the action is taken.",
                                  .fields = kSlackConfirmFields};
constexpr Type kSlackConfirmType = SectionOf(kSlackConfirm);

constexpr Field kSlackActionFields[] = {
    Of("confirm", kSlackConfirmType, "What is asked before the action is taken."),
    Of("name", kFilledTemplate, "The name of the action, for a bot."),
    Of("style", kFilledTemplate, "The look of the button."),
    Needed(Of("text", kFilledTemplate, "The text of the message.")),
    Needed(Of("type", kFilledTemplate, "The type of the action, such as `button`.")),
    Of("url", kTemplate, "The page that a button opens."),
    Of("value", kFilledTemplate, "What it says."),
};
constexpr Object kSlackAction = {
    .name = "slack_action", .doc = "Buttons below the message.", .fields = kSlackActionFields};
constexpr Type kSlackActionType = SectionOf(kSlackAction);

constexpr Field kSlackFieldFields[] = {
    Of("short", kBool, "Whether it can stand beside others."),
    Needed(Of("title", kFilledTemplate, "The title of the message.")),
    Needed(Of("value", kFilledTemplate, "What it says.")),
};
constexpr Object kSlackField = {
    .name = "slack_field", .doc = "A table in the message.", .fields = kSlackFieldFields};
constexpr Type kSlackFieldType = SectionOf(kSlackField);

constexpr Field kSlackResourceFields[] = {
    Of("actions", ListOf(kSlackActionType), "Buttons below the message."),
    Of("apiURL", kKeyType, "The webhook; that of `global` if left out."),
    Of("callbackId", kFilledTemplate, "What a bot is told that actions come from."),
    Of("channel", kFilledTemplate, "The channel or user that the message is for."),
    Of("color", kFilledTemplate, "The color of the bar beside the message."),
    Of("fallback", kFilledTemplate, "What is shown where messages cannot be."),
    Of("fields", ListOf(kSlackFieldType), "A table in the message."),
    Of("footer", kFilledTemplate, "What stands below the message."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("iconEmoji", kFilledTemplate, "The emoji of the sender."),
    Of("iconURL", kTemplate, "The picture of the sender."),
    Of("imageURL", kTemplate, "A picture in the message."),
    Of("linkNames", kBool, "Whether names of channels and users become links."),
    Of("messageText", kFilledTemplate, "The text outside of the attachment."),
    Of("mrkdwnIn", kTexts, "Which fields are in Slack's markup."),
    Of("pretext", kFilledTemplate, "What stands above the message."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("shortFields", kBool, "Whether fields may stand beside each other."),
    Of("text", kFilledTemplate, "The text of the message."),
    Of("thumbURL", kTemplate, "A small picture in the message."),
    Of("timeout", kDuration, "How long one request may take."),
    Of("title", kFilledTemplate, "The title of the message."),
    Of("titleLink", kTemplate, "The page that the title leads to."),
    Of("updateMessage", kBool, "Whether an earlier message of the group is changed."),
    Of("username", kFilledTemplate, "Who sends the message."),
};

}  // namespace

constexpr Object kSlackResource = {
    .name = "slack_config", .doc = "Notifications to Slack.", .fields = kSlackResourceFields};

}  // namespace check::config::alertmanager
