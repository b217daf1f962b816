#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kDiscordResourceFields[] = {
    Needed(Of("apiURL", kKeyType, "The webhook.")),
    Of("avatarURL", kHttpUrl, "The picture of the sender."),
    Of("content", kFilledTemplate, "The text outside of the embed."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kTemplate, "The text."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("title", kTemplate, "The title."),
    Of("username", kFilledTemplate, "Who sends the message."),
};

}  // namespace

constexpr Object kDiscordResource = {
    .name = "discord_config", .doc = "Notifications to Discord.", .fields = kDiscordResourceFields};

}  // namespace check::config::alertmanager
