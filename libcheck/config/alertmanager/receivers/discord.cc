#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "The webhook."),
    Since(File("webhook_url_file", "File with the webhook URL."), "0.27"),
    Since(Templated("content", "Message text outside the embed."), "0.28"),
    Templated("title", "The title.", "{{ template \"discord.default.title\" . }}"),
    Templated("message", "The text.", "{{ template \"discord.default.message\" . }}"),
    Since(Text("username", "Name of the sender."), "0.28"),
    Since(Text("avatar_url", "Avatar of the sender."), "0.28"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("webhook_url", "webhook_url_file")
        .Says("one of webhook_url or webhook_url_file must be configured"),
    AtMostOne("webhook_url", "webhook_url_file")
        .Says("at most one of webhook_url & webhook_url_file must be configured"),
};

// discord.com/developers/docs/resources/message#embed-object-embed-limits
constexpr SizeLimit kLimits[] = {
    {"title", 256},
    {"message", 4096},
    {"content", 2000},
};

}  // namespace

constexpr Object kDiscordConfig = {
    .name = "discord_config",
    .doc = "Send notifications to Discord.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "discord.plain",
};

constexpr ReceiverType kDiscord = {.limits = kLimits};

}  // namespace check::config::alertmanager
