#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kSlackConfirmFields[] = {
    Of("dismissText", kFilledTemplate, "Label of the button that cancels."),
    Of("okText", kFilledTemplate, "Label of the button that confirms."),
    Needed(Of("text", kFilledTemplate, "Text of the message.")),
    Of("title", kFilledTemplate, "Title of the message."),
};
constexpr Object kSlackConfirm = {.name = "slack_confirm",
                                  .doc = "Confirmation dialog shown before the action.",
                                  .fields = kSlackConfirmFields};
constexpr Type kSlackConfirmType = SectionOf(kSlackConfirm);

constexpr Field kSlackActionFields[] = {
    Of("confirm", kSlackConfirmType, "Confirmation dialog shown before the action."),
    Of("name", kFilledTemplate, "Name of the action, sent to the bot."),
    Of("style", kFilledTemplate, "Style of the button."),
    Needed(Of("text", kFilledTemplate, "Text of the message.")),
    Needed(Of("type", kFilledTemplate, "Type of the action, such as `button`.")),
    Of("url", kTemplate, "URL that the button opens."),
    Of("value", kFilledTemplate, "Value of the field."),
};
constexpr Object kSlackAction = {
    .name = "slack_action", .doc = "Buttons below the message.", .fields = kSlackActionFields};
constexpr Type kSlackActionType = SectionOf(kSlackAction);

constexpr Field kSlackFieldFields[] = {
    Of("short", kBool, "Show the field next to other fields."),
    Needed(Of("title", kFilledTemplate, "Title of the field.")),
    Needed(Of("value", kFilledTemplate, "Value of the field.")),
};
constexpr Object kSlackField = {.name = "slack_field",
                                .doc = "Fields shown as a table in the message.",
                                .fields = kSlackFieldFields};
constexpr Type kSlackFieldType = SectionOf(kSlackField);

constexpr Field kSlackResourceFields[] = {
    Of("actions", ListOf(kSlackActionType), "Buttons below the message."),
    Of("apiURL", kKeyType, "Webhook URL; defaults to the one in `global`."),
    Of("callbackId", kFilledTemplate, "Callback ID sent to the bot with actions."),
    Of("channel", kFilledTemplate, "Channel or user to send the message to."),
    Of("color", kFilledTemplate, "Color of the bar next to the message."),
    Of("fallback", kFilledTemplate, "Plain-text fallback of the message."),
    Of("fields", ListOf(kSlackFieldType), "Fields shown as a table in the message."),
    Of("footer", kFilledTemplate, "Footer of the message."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("iconEmoji", kFilledTemplate, "Emoji used as avatar of the sender."),
    Of("iconURL", kTemplate, "Avatar of the sender."),
    Of("imageURL", kTemplate, "URL of an image in the message."),
    Of("linkNames", kBool, "Turn channel and user names into links."),
    Of("messageText", kFilledTemplate, "Message text outside the attachment."),
    Of("mrkdwnIn", kTexts, "Fields that use Slack markup."),
    Of("pretext", kFilledTemplate, "Text shown above the message."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("shortFields", kBool, "Show short fields side by side."),
    Of("text", kFilledTemplate, "Text of the message."),
    Of("thumbURL", kTemplate, "URL of a thumbnail in the message."),
    Of("timeout", kDuration, "Timeout of a request."),
    Of("title", kFilledTemplate, "Title of the message."),
    Of("titleLink", kTemplate, "URL that the title links to."),
    Of("updateMessage", kBool,
       "Update the earlier message of the group instead of posting a new one."),
    Of("username", kFilledTemplate, "Name of the sender."),
};

}  // namespace

constexpr Object kSlackResource = {
    .name = "slack_config", .doc = "Send notifications to Slack.", .fields = kSlackResourceFields};

}  // namespace check::config::alertmanager
