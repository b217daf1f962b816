#ifndef LIBCHECK_CONFIG_ALERTMANAGER_RECEIVERS_RECEIVERS_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_RECEIVERS_RECEIVERS_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/common/http_client_alertmanager.h"
#include "libcheck/schema/validate.h"

/// What receivers are made of: one file for each type of integration in this folder.
namespace check::config::alertmanager {

// Every type of integration, one line each, in the order in which Alertmanager looks at them once
// it has read the file: what it is called here, its field, Go's type for the field, where its
// notifications go, the release that brought it, and what upstream says of an item that is null (if
// nothing, it goes on with an item that has only defaults). `X(Webhook, ...)` stands for
// kWebhookConfig and kWebhook, in webhook.cc.
// clang-format off
#define LIBCHECK_ALERTMANAGER_RECEIVERS(X) \
  X(Webhook, "webhook_configs", "[]*webhook.WebhookConfig", "Send notifications to a generic webhook.", "", "missing webhook config") \
  X(Email, "email_configs", "[]*config.EmailConfig", "Send notifications by e-mail.", "", "missing email config") \
  X(Slack, "slack_configs", "[]*config.SlackConfig", "Send notifications to Slack.", "", "") \
  X(Pushover, "pushover_configs", "[]*config.PushoverConfig", "Send notifications to Pushover.", "", "missing pushover config") \
  X(Pagerduty, "pagerduty_configs", "[]*pagerduty.PagerdutyConfig", "Send notifications to PagerDuty.", "", "missing pagerduty config") \
  X(Incidentio, "incidentio_configs", "[]*incidentio.IncidentioConfig", "Send notifications to incident.io.", "0.29", "missing incidentio config") \
  X(Opsgenie, "opsgenie_configs", "[]*opsgenie.OpsGenieConfig", "Send notifications to Opsgenie.", "", "") \
  X(Wechat, "wechat_configs", "[]*config.WechatConfig", "Send notifications to WeChat.", "", "") \
  X(Victorops, "victorops_configs", "[]*config.VictorOpsConfig", "Send notifications to VictorOps.", "", "missing victorops config") \
  X(Sns, "sns_configs", "[]*config.SNSConfig", "Send notifications to Amazon SNS.", "0.23", "missing sns config") \
  X(Telegram, "telegram_configs", "[]*telegram.TelegramConfig", "Send notifications to Telegram.", "0.24", "missing telegram config") \
  X(Discord, "discord_configs", "[]*discord.DiscordConfig", "Send notifications to Discord.", "0.25", "missing discord config") \
  X(Webex, "webex_configs", "[]*config.WebexConfig", "Send notifications to Webex.", "0.25", "missing webex config") \
  X(Msteams, "msteams_configs", "[]*msteams.MSTeamsConfig", "Send notifications to Microsoft Teams through a connector.", "0.26", "missing msteams config") \
  X(Msteamsv2, "msteamsv2_configs", "[]*msteamsv2.MSTeamsV2Config", "Send notifications to Microsoft Teams through a workflow.", "0.28", "missing msteamsv2 config") \
  X(Jira, "jira_configs", "[]*jira.JiraConfig", "Send notifications to Jira, as issues.", "0.28", "missing jira config") \
  X(Rocketchat, "rocketchat_configs", "[]*config.RocketchatConfig", "Send notifications to Rocket.Chat.", "0.28", "") \
  X(Mattermost, "mattermost_configs", "[]*mattermost.MattermostConfig", "Send notifications to Mattermost.", "0.30", "missing mattermost config")
// clang-format on

/// A setting that an integration takes from `global` if it does not say itself.
struct Inherited {
  static constexpr std::size_t kMost = 2;

  /// In the integration. One of them must be set, or one of those in `global`.
  std::array<std::string_view, kMost> own = {};
  std::array<std::string_view, kMost> global = {};
  std::string_view upstream = {};  ///< What upstream says if none of them is set.
};

class GlobalValues;

/// One item of an integration's list, beside `global`.
struct IntegrationItem {
  schema::Section& config;  ///< The whole file, for reports.
  const yaml::Node& node;
  const schema::Values& values;
  const GlobalValues& global;
};

/// How Alertmanager expands a field, where the type in the table does not say: a field of type
/// kTemplate is expanded as text, and any other one is used as it is written.
struct TemplatedField {
  enum class Form : std::uint8_t {
    kText,          ///< A template although its type says otherwise, such as a secret.
    kHtml,          ///< Expanded by Go's html/template.
    kKeysToo,       ///< Of a mapping: keys are templates as well as values.
    kNestedValues,  ///< Of a mapping: every text below its values, and the keys there.
    kNested,        ///< Every text and every key in the value, which may be of any type.
  };
  std::string_view field;  ///< "responders.type": without the numbers of items.
  Form form = Form::kText;
  /// Whether the form is this one, given the integration. Null: always.
  bool (*holds)(const schema::Values& integration) = nullptr;
};

/// How much of an expanded text Alertmanager sends: what the service would not take is omitted.
struct SizeLimit {
  enum class Unit : std::uint8_t { kCharacters, kBytes };
  /// What happens to a text that is too long.
  enum class Excess : std::uint8_t {
    kCut,       ///< It is cut, usually with an ellipsis for its last character.
    kReplaced,  ///< A sentence about the fault is sent in its place.
    kDetails,   ///< `details` are omitted from the message, and the fault is told there.
    kAlerts,    ///< All alerts but the first are omitted from the message.
  };
  std::string_view field;  ///< Empty: the body of the request.
  std::size_t most = 0;
  Unit unit = Unit::kCharacters;
  Excess excess = Excess::kCut;
  /// Whether it holds, given the integration. Null: always. The first that holds counts.
  bool (*holds)(const schema::Values& integration) = nullptr;
};

/// A type of integration, beyond its table.
struct ReceiverType {
  std::span<const Inherited> inherited = {};
  /// Further checks that need `global`; gives whether nothing is missing.
  bool (*check)(const IntegrationItem& item) = nullptr;
  std::span<const TemplatedField> templates = {};
  /// If a template fails, a message is sent without what would be expanded from there on; that of
  /// other types is not sent.
  bool sends_despite_faults = false;
  std::span<const SizeLimit> limits = {};
};

#define LIBCHECK_DECLARE_RECEIVER(Name, field, go_type, doc, since, null_item) \
  extern const schema::Object k##Name##Config;                                 \
  extern const ReceiverType k##Name;
LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_DECLARE_RECEIVER)
#undef LIBCHECK_DECLARE_RECEIVER

/// The fields `webhook_configs` and so on, for the table of receivers to include.
extern const schema::Object kIntegrations;

/// A type of integration with its field in receivers.
struct ListedReceiver {
  std::string_view field;
  const schema::Object* section;
  const ReceiverType* type;
};
/// All types, in upstream's order.
std::span<const ListedReceiver> ListedReceivers();

/// `global`, as integrations see it: with defaults.
class GlobalValues {
 public:
  explicit GlobalValues(const schema::Values& values) : values_(values) {}

  const schema::Values& values() const { return values_; }
  /// Whether a field has a value, be it the default.
  bool Has(std::string_view field) const;
  std::string_view Text(std::string_view field) const { return values_.Text(field, kGlobal); }

 private:
  const schema::Values& values_;
};

/// Whether `http_config` in `section` sets the header `Authorization`, as `bearer_token` does too.
bool HasAuthorization(const schema::Values& section);

// What most integrations have.
constexpr schema::Field SendResolved(std::string_view default_value) {
  return Flag("send_resolved", "Notify about resolved alerts.", default_value);
}
inline constexpr schema::Field kHttpConfigField = {
    .name = "http_config",
    .type = schema::SectionOf(kAlertmanagerHttpClient),
    .doc = "HTTP client settings; default to those in `global`."};
inline constexpr schema::Field kTimeoutField = {
    .name = "timeout",
    .type = kGoTime,
    .default_value = "0s",
    .doc = "Timeout of a request; 0 applies only the timeout of the notification."};

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_RECEIVERS_RECEIVERS_H_
