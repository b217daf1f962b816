#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/common/http_client_alertmanager.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    Of("resolve_timeout", kDuration,
       "When an alert that does not say when it ends counts as resolved; those of Prometheus do.",
       "5m"),
    {.name = "http_config",
     .type = SectionOf(kAlertmanagerHttpClient),
     .doc = "How HTTP requests are made, where integrations do not say."},
    HttpUrl("jira_api_url", "Where Jira is reached, unless `jira_configs` say."),
    Templated("smtp_from", "The sender of e-mails, unless `email_configs` say."),
    Text("smtp_hello", "The name that the mail server is greeted by.", "localhost"),
    Of("smtp_smarthost", kHostPort,
       "The mail server that e-mails are handed to, with its port, unless `email_configs` say."),
    Text("smtp_auth_username", "The user to log in to the mail server as."),
    Secret("smtp_auth_password", "The password for the mail server."),
    File("smtp_auth_password_file", "A file to read the password from."),
    Secret("smtp_auth_secret", "The secret for the mail server, by CRAM-MD5."),
    Since(File("smtp_auth_secret_file", "A file to read the secret from."), "0.31"),
    Text("smtp_auth_identity", "The identity to log in to the mail server with, by PLAIN."),
    Flag("smtp_require_tls", "Whether e-mails are only handed over by TLS.", "true"),
    {.name = "smtp_tls_config",
     .type = SectionOf(kTlsConfig),
     .doc = "How TLS is spoken with the mail server.",
     .since = "0.28"},
    {.name = "smtp_force_implicit_tls",
     .type = kBool,
     .doc = "Whether TLS is spoken from the start; by default it is on port 465.",
     .since = "0.31"},
    SecretUrl("slack_api_url", "The webhook of Slack, unless `slack_configs` say."),
    File("slack_api_url_file", "A file to read the webhook of Slack from."),
    Since(Secret("slack_app_token", "The token of an app of Slack's, in the place of a webhook."),
          "0.30"),
    Since(File("slack_app_token_file", "A file to read the token of the app from."), "0.30"),
    Since(HttpUrl("slack_app_url", "Where messages of an app are sent.",
                  "https://slack.com/api/chat.postMessage"),
          "0.30"),
    HttpUrl("pagerduty_url", "Where PagerDuty is reached.",
            "https://events.pagerduty.com/v2/enqueue"),
    HttpUrl("opsgenie_api_url", "Where Opsgenie is reached.", "https://api.opsgenie.com/"),
    Secret("opsgenie_api_key", "The key for Opsgenie, unless `opsgenie_configs` say."),
    File("opsgenie_api_key_file", "A file to read the key for Opsgenie from."),
    HttpUrl("wechat_api_url", "Where WeChat is reached.", "https://qyapi.weixin.qq.com/cgi-bin/"),
    Secret("wechat_api_secret", "The secret for WeChat, unless `wechat_configs` say."),
    Since(File("wechat_api_secret_file", "A file to read the secret for WeChat from."), "0.31"),
    Text("wechat_api_corp_id", "The corporation at WeChat, unless `wechat_configs` say."),
    HttpUrl("victorops_api_url", "Where VictorOps is reached.",
            "https://alert.victorops.com/integrations/generic/20131114/alert/"),
    Secret("victorops_api_key", "The key for VictorOps, unless `victorops_configs` say."),
    File("victorops_api_key_file", "A file to read the key for VictorOps from."),
    HttpUrl("telegram_api_url", "Where Telegram is reached.", "https://api.telegram.org"),
    Since(Secret("telegram_bot_token", "The token of the bot, unless `telegram_configs` say."),
          "0.30"),
    Since(File("telegram_bot_token_file", "A file to read the token of the bot from."), "0.30"),
    HttpUrl("webex_api_url", "Where Webex is reached.", "https://webexapis.com/v1/messages"),
    HttpUrl("rocketchat_api_url", "Where Rocket.Chat is reached.", "https://open.rocket.chat/"),
    Secret("rocketchat_token", "The token for Rocket.Chat, unless `rocketchat_configs` say."),
    File("rocketchat_token_file", "A file to read the token for Rocket.Chat from."),
    Secret("rocketchat_token_id", "The user whose token it is."),
    File("rocketchat_token_id_file", "A file to read the user from."),
    Since(SecretUrl("mattermost_webhook_url",
                    "The webhook of Mattermost, unless `mattermost_configs` say."),
          "0.32"),
    Since(File("mattermost_webhook_url_file", "A file to read the webhook of Mattermost from."),
          "0.32"),
};

}  // namespace

constexpr Object kGlobal = {
    .name = "global",
    .doc = "What holds for the whole server, and for integrations that do not say otherwise.",
    .fields = kFields,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
