#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/common/http_client_alertmanager.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    Of("resolve_timeout", kDuration,
       "Time after which an alert without an end time counts as resolved. Alerts sent by "
       "Prometheus have an end time.",
       "5m"),
    {.name = "http_config",
     .type = SectionOf(kAlertmanagerHttpClient),
     .doc = "Default HTTP client settings of integrations."},
    HttpUrl("jira_api_url", "URL of the Jira API; default for `jira_configs`."),
    Templated("smtp_from", "Sender address; default for `email_configs`."),
    Text("smtp_hello", "Host name sent to the SMTP server in HELO.", "localhost"),
    Of("smtp_smarthost", kHostPort, "SMTP server as `host:port`; default for `email_configs`."),
    Text("smtp_auth_username", "User name for SMTP authentication."),
    Secret("smtp_auth_password", "Password for SMTP authentication."),
    File("smtp_auth_password_file", "File with the password."),
    Secret("smtp_auth_secret", "Secret for CRAM-MD5 authentication."),
    Since(File("smtp_auth_secret_file", "File with the secret."), "0.31"),
    Text("smtp_auth_identity", "Identity for PLAIN authentication."),
    Flag("smtp_require_tls", "Require TLS for SMTP.", "true"),
    {.name = "smtp_tls_config",
     .type = SectionOf(kTlsConfig),
     .doc = "TLS settings for SMTP.",
     .since = "0.28"},
    {.name = "smtp_force_implicit_tls",
     .type = kBool,
     .doc = "Use implicit TLS; by default only on port 465.",
     .since = "0.31"},
    SecretUrl("slack_api_url", "Slack webhook URL; default for `slack_configs`."),
    File("slack_api_url_file", "File with the Slack webhook URL."),
    Since(Secret("slack_app_token", "Token of a Slack app, instead of a webhook URL."), "0.30"),
    Since(File("slack_app_token_file", "File with the token of the Slack app."), "0.30"),
    Since(HttpUrl("slack_app_url", "Slack API URL that messages of an app are sent to.",
                  "https://slack.com/api/chat.postMessage"),
          "0.30"),
    HttpUrl("pagerduty_url", "URL of the PagerDuty API.",
            "https://events.pagerduty.com/v2/enqueue"),
    HttpUrl("opsgenie_api_url", "URL of the Opsgenie API.", "https://api.opsgenie.com/"),
    Secret("opsgenie_api_key", "Opsgenie API key; default for `opsgenie_configs`."),
    File("opsgenie_api_key_file", "File with the Opsgenie API key."),
    HttpUrl("wechat_api_url", "URL of the WeChat API.", "https://qyapi.weixin.qq.com/cgi-bin/"),
    Secret("wechat_api_secret", "WeChat API secret; default for `wechat_configs`."),
    Since(File("wechat_api_secret_file", "File with the WeChat API secret."), "0.31"),
    Text("wechat_api_corp_id", "WeChat corporation ID; default for `wechat_configs`."),
    HttpUrl("victorops_api_url", "URL of the VictorOps API.",
            "https://alert.victorops.com/integrations/generic/20131114/alert/"),
    Secret("victorops_api_key", "VictorOps API key; default for `victorops_configs`."),
    File("victorops_api_key_file", "File with the VictorOps API key."),
    HttpUrl("telegram_api_url", "URL of the Telegram API.", "https://api.telegram.org"),
    Since(Secret("telegram_bot_token", "Telegram bot token; default for `telegram_configs`."),
          "0.30"),
    Since(File("telegram_bot_token_file", "File with the Telegram bot token."), "0.30"),
    HttpUrl("webex_api_url", "URL of the Webex API.", "https://webexapis.com/v1/messages"),
    HttpUrl("rocketchat_api_url", "URL of the Rocket.Chat API.", "https://open.rocket.chat/"),
    Secret("rocketchat_token", "Rocket.Chat token; default for `rocketchat_configs`."),
    File("rocketchat_token_file", "File with the Rocket.Chat token."),
    Secret("rocketchat_token_id", "ID of the user that the token belongs to."),
    File("rocketchat_token_id_file", "File with the user."),
    Since(SecretUrl("mattermost_webhook_url",
                    "Mattermost webhook URL; default for `mattermost_configs`."),
          "0.32"),
    Since(File("mattermost_webhook_url_file", "File with the Mattermost webhook URL."), "0.32"),
};

}  // namespace

constexpr Object kGlobal = {
    .name = "global",
    .doc = "Settings of the server, and defaults for all integrations.",
    .fields = kFields,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
