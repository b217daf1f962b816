#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "The webhook."),
    Since(File("webhook_url_file", "A file to read the webhook from."), "0.27"),
    Since(Templated("content", "The text outside of the embed."), "0.28"),
    Templated("title", "The title.", "{{ template \"discord.default.title\" . }}"),
    Templated("message", "The text.", "{{ template \"discord.default.message\" . }}"),
    Since(Templated("username", "Who sends the message."), "0.28"),
    Since(Text("avatar_url", "The picture of the sender."), "0.28"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("webhook_url", "webhook_url_file")
        .Says("one of webhook_url or webhook_url_file must be configured"),
    AtMostOne("webhook_url", "webhook_url_file")
        .Says("at most one of webhook_url & webhook_url_file must be configured"),
};

}  // namespace

constexpr Object kDiscordConfig = {
    .name = "discord_config",
    .doc = "Notifications to Discord.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "discord.plain",
};

constexpr ReceiverType kDiscord = {};

}  // namespace check::config::alertmanager
