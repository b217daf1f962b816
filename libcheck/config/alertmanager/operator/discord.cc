#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kDiscordResourceFields[] = {
    Needed(Of("apiURL", kKeyType, "The webhook.")),
    Of("avatarURL", kHttpUrl, "Avatar of the sender."),
    Of("content", kFilledTemplate, "Message text outside the embed."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kTemplate, "The text."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("title", kTemplate, "The title."),
    Of("username", kFilledTemplate, "Name of the sender."),
};

}  // namespace

constexpr Object kDiscordResource = {.name = "discord_config",
                                     .doc = "Send notifications to Discord.",
                                     .fields = kDiscordResourceFields};

}  // namespace check::config::alertmanager
