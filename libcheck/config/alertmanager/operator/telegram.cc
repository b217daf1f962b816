#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kParseModeWords[] = {"MarkdownV2", "Markdown", "HTML"};
constexpr Field kTelegramResourceFields[] = {
    Of("apiURL", kHttpUrl, "URL of the Telegram API; defaults to the one in `global`."),
    Of("botToken", kKeyType, "Bot token; defaults to the one in `global`."),
    Of("botTokenFile", kString, "File with the token."),
    Needed(Of("chatID", kInteger64, "ID of the chat to send the message to.")),
    Of("disableNotifications", kBool, "Send the message without sound."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kTemplate, "The text."),
    Of("messageThreadID", kInteger64, "ID of the topic (message thread) in the chat."),
    Of("parseMode", OneOf(kParseModeWords),
       "Markup of the message: `MarkdownV2`, `Markdown` or `HTML`."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
};

}  // namespace

constexpr Object kTelegramResource = {.name = "telegram_config",
                                      .doc = "Send notifications to Telegram.",
                                      .fields = kTelegramResourceFields};

}  // namespace check::config::alertmanager
