#include <fmt/format.h>

#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kConfirmFields[] = {
    Required(Templated("text", "The question."),
             "missing text in Slack confirmation configuration"),
    Templated("title", "The title of the question."),
    Templated("ok_text", "What is on the button that agrees."),
    Templated("dismiss_text", "What is on the button that does not."),
};
constexpr Object kConfirm = {
    .name = "confirmation",
    .doc = "What is asked before a button does something.",
    .fields = kConfirmFields,
    .upstream = "config.plain",
};

constexpr Field kActionFields[] = {
    Required(Templated("type", "The type of the action, such as `button`."),
             "missing type in Slack action configuration"),
    Required(Templated("text", "What is on the button."),
             "missing text in Slack action configuration"),
    Templated("url", "The page that a button opens."),
    Templated("style", "The look of the button."),
    Templated("name", "The name of the action, for a bot."),
    Templated("value", "The value of the action, for a bot."),
    {.name = "confirm", .type = SectionOf(kConfirm), .doc = "What is asked before."},
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
    Required(Templated("title", "The title of the field."),
             "missing title in Slack field configuration"),
    Required(Templated("value", "What it says."), "missing value in Slack field configuration"),
    {.name = "short",
     .type = kBool,
     .default_value = "short_fields",
     .doc = "Whether it may stand beside others."},
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in a table of a message.",
    .fields = kFieldFields,
    .upstream = "config.plain",
};
constexpr Type kActionType = SectionOf(kAction);
constexpr Type kFieldType = SectionOf(kFieldSection);

#define LIBCHECK_SLACK(name) "{{ template \"slack.default." name "\" . }}"
constexpr Field kFields[] = {
    SendResolved("false"),
    kHttpConfigField,
    SecretUrl("api_url", "The webhook; that of `global` if left out."),
    File("api_url_file", "A file to read the webhook from."),
    Since(Secret("app_token", "The token of an app, in the place of a webhook."), "0.30"),
    Since(File("app_token_file", "A file to read the token from."), "0.30"),
    Since(HttpUrl("app_url", "Where messages of an app are sent; as `global` says if left out."),
          "0.30"),
    Templated("channel", "The channel or user that the message is for."),
    Templated("username", "Who sends the message.", LIBCHECK_SLACK("username")),
    Templated("color", "The color of the bar beside the message.", LIBCHECK_SLACK("color")),
    Templated("title", "The title of the message.", LIBCHECK_SLACK("title")),
    Templated("title_link", "The page that the title leads to.", LIBCHECK_SLACK("titlelink")),
    Templated("pretext", "What stands above the message.", LIBCHECK_SLACK("pretext")),
    Templated("text", "The text of the message.", LIBCHECK_SLACK("text")),
    Since(Templated("message_text", "The text outside of the attachment."), "0.31"),
    Of("fields", ListOf(kFieldType, "[]*config.SlackField"), "A table in the message."),
    Flag("short_fields", "Whether fields may stand beside each other."),
    Templated("footer", "What stands below the message.", LIBCHECK_SLACK("footer")),
    Templated("fallback", "What is shown where messages cannot be.", LIBCHECK_SLACK("fallback")),
    Templated("callback_id", "What a bot is told that actions come from.",
              LIBCHECK_SLACK("callbackid")),
    Templated("icon_emoji", "The emoji of the sender.", LIBCHECK_SLACK("iconemoji")),
    Templated("icon_url", "The picture of the sender.", LIBCHECK_SLACK("iconurl")),
    Templated("image_url", "A picture in the message."),
    Templated("thumb_url", "A small picture in the message."),
    Flag("link_names", "Whether names of channels and users become links."),
    Of("mrkdwn_in", kTexts, "Which fields are in Slack's markup."),
    Of("actions", ListOf(kActionType, "[]*config.SlackAction"), "Buttons below the message."),
    Since(Flag("update_message", "Whether an earlier message of the group is changed."), "0.32"),
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
              "only messages of a bot can be updated, not those of a webhook",
              url == nullptr
                  // Upstream: asks a URL that is not there.
                  ? "runtime error: invalid memory address or nil pointer dereference"
                  : "update_message can only be used with bot tokens. api_url must be set to "
                    "https://slack.com/api/chat.postMessage")
      .notes.push_back(fmt::format(
          "set `api_url: {}` here, and the token of the bot as `http_config.authorization`",
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
    report(kMissingField, "there is neither a webhook nor the token of an app for Slack",
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
        .notes.emplace_back("leave it out, or write `{}`");
  }
  const bool authorized =
      HasAuthorization(values) || (!values.Has("http_config") && HasAuthorization(global.values()));
  if ((own_token || global_token) && authorized) {
    report(kExclusiveFields,
           "the token of the app is sent where `http_config.authorization` stands",
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
    .doc = "Notifications to Slack, by a webhook or an app.",
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
