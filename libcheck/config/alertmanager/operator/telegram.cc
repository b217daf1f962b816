#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kParseModeWords[] = {"MarkdownV2", "Markdown", "HTML"};
constexpr Field kTelegramResourceFields[] = {
    Of("apiURL", kHttpUrl, "Where Telegram is reached; as `global` says if left out."),
    Of("botToken", kKeyType, "The token of the bot; that of `global` if left out."),
    Of("botTokenFile", kString, "A file to read the token from."),
    Needed(Of("chatID", kInteger64, "The chat that the message is for.")),
    Of("disableNotifications", kBool, "Whether the message makes no sound."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kTemplate, "The text."),
    Of("messageThreadID", kInteger64, "The topic in the chat."),
    Of("parseMode", OneOf(kParseModeWords),
       "The markup of the message: `MarkdownV2`, `Markdown` or `HTML`."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
};

}  // namespace

constexpr Object kTelegramResource = {.name = "telegram_config",
                                      .doc = "Notifications to Telegram.",
                                      .fields = kTelegramResourceFields};

}  // namespace check::config::alertmanager
