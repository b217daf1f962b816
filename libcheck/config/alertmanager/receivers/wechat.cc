#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("false"),
    kHttpConfigField,
    Secret("api_secret", "The secret; that of `global` if left out."),
    Since(File("api_secret_file", "A file to read the secret from."), "0.31"),
    Text("corp_id", "The corporation; that of `global` if left out."),
    Templated("message", "The text.", "{{ template \"wechat.default.message\" . }}"),
    HttpUrl("api_url", "Where WeChat is reached; as `global` says if left out."),
    Templated("to_user", "The users that are notified.",
              "{{ template \"wechat.default.to_user\" . }}"),
    Templated("to_party", "The departments that are notified.",
              "{{ template \"wechat.default.to_party\" . }}"),
    Templated("to_tag", "The tags that are notified.",
              "{{ template \"wechat.default.to_tag\" . }}"),
    Templated("agent_id", "The application that notifies.",
              "{{ template \"wechat.default.agent_id\" . }}"),
    Text("message_type", "What the text is: `text` or `markdown`.", "text"),
};
constexpr Constraint kConstraints[] = {
    AtMostOne("api_secret", "api_secret_file")
        .Says("at most one of api_secret & api_secret_file must be configured"),
};

void CheckWechat(Section& section) {
  const yaml::Entry* type = section.FindSet("message_type");
  if (type == nullptr) return;
  const std::string_view text = section.values().TextOf(type->value);
  if (text == "text" || text == "markdown") return;
  section
      .Report(kBadValue, type->value, fmt::format("`message_type` cannot be `{}`", text),
              fmt::format("weChat message type {} does not match valid options ^(text|markdown)$",
                          GoQuote(text)))
      .notes.emplace_back("it is `text` or `markdown`");
}

constexpr Inherited kInherited[] = {
    {{"api_url"}, {"wechat_api_url"}, "no global Wechat URL set"},
    {{"api_secret", "api_secret_file"},
     {"wechat_api_secret", "wechat_api_secret_file"},
     "no global Wechat Api Secret set either inline or in a file"},
    {{"corp_id"}, {"wechat_api_corp_id"}, "no global Wechat CorpID set"},
};

constexpr TemplatedField kTemplates[] = {
    {"api_secret"},
    {"corp_id"},
};

}  // namespace

constexpr Object kWechatConfig = {
    .name = "wechat_config",
    .doc = "Notifications to WeChat.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckWechat,
    .upstream = "config.plain",
};

constexpr ReceiverType kWechat = {.inherited = kInherited, .templates = kTemplates};

}  // namespace check::config::alertmanager
