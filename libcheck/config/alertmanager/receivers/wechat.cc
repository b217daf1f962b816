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
    Secret("api_secret", "API secret; defaults to the one in `global`."),
    Since(File("api_secret_file", "File with the secret."), "0.31"),
    Text("corp_id", "Corporation ID; defaults to the one in `global`."),
    Templated("message", "The text.", "{{ template \"wechat.default.message\" . }}"),
    HttpUrl("api_url", "URL of the WeChat API; defaults to the one in `global`."),
    Templated("to_user", "Users to notify.", "{{ template \"wechat.default.to_user\" . }}"),
    Templated("to_party", "Departments to notify.", "{{ template \"wechat.default.to_party\" . }}"),
    Templated("to_tag", "Tags to notify.", "{{ template \"wechat.default.to_tag\" . }}"),
    Templated("agent_id", "Agent ID of the application that sends the message.",
              "{{ template \"wechat.default.agent_id\" . }}"),
    Text("message_type", "Type of the message: `text` or `markdown`.", "text"),
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
      .notes.emplace_back("expected `text` or `markdown`");
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
    .doc = "Send notifications to WeChat.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckWechat,
    .upstream = "config.plain",
};

constexpr ReceiverType kWechat = {.inherited = kInherited, .templates = kTemplates};

}  // namespace check::config::alertmanager
