#ifndef LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_RECEIVERS_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_RECEIVERS_H_

#include "libcheck/config/alertmanager/schema.h"

/// What receivers in AlertmanagerConfig resources of the Prometheus operator are made of: one file
/// for each type of integration in this folder. Names and types of fields are those of its CRD
/// (monitoring.coreos.com, v1alpha1 and v1beta1).
namespace check::config::alertmanager {

// Every type of integration, one line each: what it is called here, its field, and where its
// notifications go. `X(Slack, ...)` stands for kSlackResource, in slack.cc.
// clang-format off
#define LIBCHECK_OPERATOR_RECEIVERS(X) \
  X(Discord, "discordConfigs", "Send notifications to Discord.") \
  X(Email, "emailConfigs", "Send notifications by e-mail.") \
  X(Msteams, "msteamsConfigs", "Send notifications to Microsoft Teams through a connector.") \
  X(Msteamsv2, "msteamsv2Configs", "Send notifications to Microsoft Teams through a workflow.") \
  X(Opsgenie, "opsgenieConfigs", "Send notifications to Opsgenie.") \
  X(Pagerduty, "pagerdutyConfigs", "Send notifications to PagerDuty.") \
  X(Pushover, "pushoverConfigs", "Send notifications to Pushover.") \
  X(Rocketchat, "rocketchatConfigs", "Send notifications to Rocket.Chat.") \
  X(Slack, "slackConfigs", "Send notifications to Slack.") \
  X(Sns, "snsConfigs", "Send notifications to Amazon SNS.") \
  X(Telegram, "telegramConfigs", "Send notifications to Telegram.") \
  X(Victorops, "victoropsConfigs", "Send notifications to VictorOps.") \
  X(Webex, "webexConfigs", "Send notifications to Webex.") \
  X(Webhook, "webhookConfigs", "Send notifications to a generic webhook.") \
  X(Wechat, "wechatConfigs", "Send notifications to WeChat.")
// clang-format on

#define LIBCHECK_DECLARE_RESOURCE(Name, field, doc) extern const schema::Object k##Name##Resource;
LIBCHECK_OPERATOR_RECEIVERS(LIBCHECK_DECLARE_RESOURCE)
#undef LIBCHECK_DECLARE_RESOURCE

extern const schema::Object kKeySelector;       ///< Which value of a Secret.
extern const schema::Object kKeyOfEither;       ///< The same, or of a ConfigMap.
extern const schema::Object kResourceTls;       ///< `tlsConfig`
extern const schema::Object kResourceHttp;      ///< `httpConfig`
extern const schema::Object kResourceKeyValue;  ///< An item of `details` and the like.

/// What is wrong with a text that must not be empty.
std::optional<schema::TextProblem> EmptyProblem(std::string_view text);

inline constexpr schema::Type kFilled = schema::Checked(schema::kString, EmptyProblem);
inline constexpr schema::Type kFilledTemplate = schema::Checked(schema::kTemplate, EmptyProblem);
inline constexpr schema::Type kKeyType = schema::SectionOf(kKeySelector);
inline constexpr schema::Type kSecretOrConfigMapType = schema::SectionOf(kKeyOfEither);
inline constexpr schema::Type kTlsConfigType = schema::SectionOf(kResourceTls);
inline constexpr schema::Type kHttpConfigType = schema::SectionOf(kResourceHttp);
inline constexpr schema::Type kKeyValueType = schema::SectionOf(kResourceKeyValue);
inline constexpr schema::Type kKeyValuesType = schema::ListOf(kKeyValueType);

/// A field that must be there.
constexpr schema::Field Needed(schema::Field field) {
  field.presence = schema::Presence::kRequired;
  return field;
}

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_OPERATOR_RECEIVERS_H_
