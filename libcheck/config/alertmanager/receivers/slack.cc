#include <fmt/format.h>

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kConfirmFields[] = {
    Required(Templated("text", "The question."),
             "missing text in Slack confirmation configuration"),
    Templated("title", "Title of the dialog."),
    Templated("ok_text", "Label of the button that confirms."),
    Templated("dismiss_text", "Label of the button that cancels."),
};
constexpr Object kConfirm = {
    .name = "confirmation",
    .doc = "A confirmation dialog for a button.",
    .fields = kConfirmFields,
    .upstream = "config.plain",
};

constexpr Field kActionFields[] = {
    Required(Templated("type", "Type of the action, such as `button`."),
             "missing type in Slack action configuration"),
    Required(Templated("text", "Label of the button."),
             "missing text in Slack action configuration"),
    Templated("url", "URL that the button opens."),
    Templated("style", "Style of the button."),
    Templated("name", "Name of the action, sent to the bot."),
    Templated("value", "Value of the action, sent to the bot."),
    {.name = "confirm",
     .type = SectionOf(kConfirm),
     .doc = "Confirmation dialog shown before the action."},
};
constexpr Constraint kActionConstraints[] = {
    AtLeastOne("name", "url").Says("missing name or url in Slack action configuration"),
};
constexpr Object kAction = {
    .name = "action",
    .doc = "A button below a message.",
    .fields = kActionFields,
    .constraints = kActionConstraints,
    .upstream = "config.plain",
};

constexpr Field kFieldFields[] = {
    Required(Templated("title", "Title of the field."),
             "missing title in Slack field configuration"),
    Required(Templated("value", "Value of the field."),
             "missing value in Slack field configuration"),
    {.name = "short",
     .type = kBool,
     .default_value = "short_fields",
     .doc = "Show the field next to other fields."},
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in the table of a message.",
    .fields = kFieldFields,
    .upstream = "config.plain",
};
constexpr Type kActionType = SectionOf(kAction);
constexpr Type kFieldType = SectionOf(kFieldSection);

#define LIBCHECK_SLACK(name) "{{ template \"slack.default." name "\" . }}"
constexpr Field kFields[] = {
    SendResolved("false"),
    kHttpConfigField,
    SecretUrl("api_url", "Webhook URL; defaults to the one in `global`."),
    File("api_url_file", "File with the webhook URL."),
    Since(Secret("app_token", "Token of a Slack app, instead of a webhook URL."), "0.30"),
    Since(File("app_token_file", "File with the token."), "0.30"),
    Since(
        HttpUrl(
            "app_url",
            "Slack API URL that messages of an app are sent to; defaults to the one in `global`."),
        "0.30"),
    Templated("channel", "Channel or user to send the message to."),
    Templated("username", "Name of the sender.", LIBCHECK_SLACK("username")),
    Templated("color", "Color of the bar next to the message.", LIBCHECK_SLACK("color")),
    Templated("title", "Title of the message.", LIBCHECK_SLACK("title")),
    Templated("title_link", "URL that the title links to.", LIBCHECK_SLACK("titlelink")),
    Templated("pretext", "Text shown above the message.", LIBCHECK_SLACK("pretext")),
    Templated("text", "Text of the message.", LIBCHECK_SLACK("text")),
    Since(Templated("message_text", "Message text outside the attachment."), "0.31"),
    Of("fields", ListOf(kFieldType, "[]*config.SlackField"),
       "Fields shown as a table in the message."),
    Flag("short_fields", "Show short fields side by side."),
    Templated("footer", "Footer of the message.", LIBCHECK_SLACK("footer")),
    Templated("fallback", "Plain-text fallback of the message.", LIBCHECK_SLACK("fallback")),
    Templated("callback_id", "Callback ID sent to the bot with actions.",
              LIBCHECK_SLACK("callbackid")),
    Templated("icon_emoji", "Emoji used as avatar of the sender.", LIBCHECK_SLACK("iconemoji")),
    Templated("icon_url", "Avatar of the sender.", LIBCHECK_SLACK("iconurl")),
    Templated("image_url", "URL of an image in the message."),
    Templated("thumb_url", "URL of a thumbnail in the message."),
    Flag("link_names", "Turn channel and user names into links."),
    Of("mrkdwn_in", kTexts, "Fields that use Slack markup."),
    Of("actions", ListOf(kActionType, "[]*config.SlackAction"), "Buttons below the message."),
    Since(Flag("update_message",
               "Update the earlier message of the group instead of posting a new one."),
          "0.32"),
    kTimeoutField,
};
#undef LIBCHECK_SLACK

constexpr std::string_view kUrlAndToken =
    "at most one of api_url/api_url_file & app_token/app_token_file must be configured";
constexpr Constraint kConstraints[] = {
    AtMostOne("api_url", "api_url_file")
        .Says("at most one of api_url & api_url_file must be configured"),
    AtMostOne("app_token", "app_token_file")
        .Says("at most one of app_token & app_token_file must be configured"),
    Excludes("api_url", "app_token", "app_token_file").Says(kUrlAndToken),
    Excludes("api_url_file", "app_token", "app_token_file").Says(kUrlAndToken),
};

void CheckSlackSection(Section& section) {
  constexpr std::string_view kPostMessage = "https://slack.com/api/chat.postMessage";
  const Values& values = section.values();
  const yaml::Entry* url = section.FindSet("api_url");
  if (!values.Bool("update_message")) return;
  if (url != nullptr && values.TextOf(url->value) == kPostMessage) return;
  section
      .Report(kDependentField, section.Find("update_message")->key,
              "only messages sent with a bot token can be updated, not those of a webhook",
              url == nullptr
                  // Upstream: asks a URL that is not there.
                  ? "runtime error: invalid memory address or nil pointer dereference"
                  : "update_message can only be used with bot tokens. api_url must be set to "
                    "https://slack.com/api/chat.postMessage")
      .notes.push_back(
          fmt::format("set `api_url: {}` here, and the bot token as `http_config.authorization`",
                      kPostMessage));
}

bool CheckSlack(const IntegrationItem& item) {
  const Values& values = item.values;
  const GlobalValues& global = item.global;
  const auto report = [&](const CodeInfo& info, std::string message, std::string upstream) {
    const std::span<const yaml::Entry> own = item.node.entries();
    return &item.config.Report(info, own.empty() ? item.node : own.front().key, std::move(message),
                               std::move(upstream));
  };
  if (!values.IsSet("app_url") && !global.Has("slack_app_url")) {
    report(kMissingField, "`app_url` is missing, and `global` does not set `slack_app_url`",
           "no global Slack App URL set");
    return false;
  }
  const bool own_token = values.IsSet("app_token") || values.IsSet("app_token_file");
  const bool own_url = values.IsSet("api_url");
  const bool has_url = own_url || values.IsSet("api_url_file") || global.Has("slack_api_url") ||
                       global.Has("slack_api_url_file");
  const bool global_token = !own_token && !own_url && !HasAuthorization(values) &&
                            (global.Has("slack_app_token") || global.Has("slack_app_token_file"));
  if (!has_url && !own_token && !global_token) {
    report(kMissingField, "missing Slack webhook URL or app token",
           "no Slack API URL nor App token set either inline or in a file")
        ->notes.emplace_back(
            "set `api_url`, `api_url_file`, `app_token` or `app_token_file` here, or "
            "`slack_api_url` and the like in `global`");
    return false;
  }
  const yaml::Entry* shared = global.values().Given("http_config");
  if (!values.Has("http_config") && shared != nullptr && shared->value.IsNull()) {
    // Upstream copies it, and it is not there.
    item.config
        .Report(kMissingField, shared->key, "`http_config` is empty, and Slack needs it",
                "runtime error: invalid memory address or nil pointer dereference")
        .notes.emplace_back("remove it, or write `{}`");
  }
  const bool authorized =
      HasAuthorization(values) || (!values.Has("http_config") && HasAuthorization(global.values()));
  if ((own_token || global_token) && authorized) {
    report(kExclusiveFields,
           "the app token is sent in the header that `http_config.authorization` sets",
           "http authorization can't be set when using Slack App tokens");
  }
  return true;
}

// The service gives no unit; Alertmanager counts characters.
constexpr SizeLimit kLimits[] = {
    {"title", 1024},
};

}  // namespace

constexpr Object kSlackConfig = {
    .name = "slack_config",
    .doc = "Send notifications to Slack, through a webhook or an app.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckSlackSection,
    .upstream = "config.plain",
};

constexpr ReceiverType kSlack = {
    .check = CheckSlack,
    .sends_despite_faults = true,
    .limits = kLimits,
};

}  // namespace check::config::alertmanager
