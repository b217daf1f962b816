#include <fmt/format.h>

#include "libcheck/base/url.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

using schema::Values;

std::string FieldsJson(Sender& sender) {
  const Values& values = sender.integration();
  const bool usual_short = values.Bool("short_fields");
  JsonList fields;
  std::size_t index = 0;
  for (const yaml::Node& item : values.Items("fields")) {
    const Values field = values.Of(item);
    const std::string path = fmt::format("fields[{}]", index++);
    const std::string title = sender.TextIn(field, path, "title");
    const std::string value = sender.TextIn(field, path, "value");
    JsonObject json;
    json.AddFlag("short", field.Has("short") ? field.Bool("short") : usual_short)
        .AddIfSet("title", title)
        .AddIfSet("value", value);
    fields.AddJson(json.ToString());
  }
  return fields.empty() ? std::string() : fields.ToString();
}

std::string ActionsJson(Sender& sender) {
  const Values& values = sender.integration();
  JsonList actions;
  std::size_t index = 0;
  for (const yaml::Node& item : values.Items("actions")) {
    const Values action = values.Of(item);
    const std::string path = fmt::format("actions[{}]", index++);
    JsonObject json;
    // Alertmanager: whatever `type` says; what is not listed here is not sent.
    json.Add("type", "button")
        .AddIfSet("text", sender.TextIn(action, path, "text"))
        .AddIfSet("url", sender.TextIn(action, path, "url"))
        .AddFlag("is_webview", false)
        .AddIfSet("msg", sender.TextIn(action, path, "msg"))
        .AddFlag("msg_in_chat_window", false);
    actions.AddJson(json.ToString());
  }
  return actions.empty() ? std::string() : actions.ToString();
}

}  // namespace

void SendRocketchat(Sender& sender) {
  JsonObject attachment;
  for (const std::string_view field :
       {"title", "title_link", "text", "image_url", "thumb_url", "color"}) {
    attachment.AddIfSet(field, sender.Text(field));
  }
  if (const std::string fields = FieldsJson(sender); !fields.empty()) {
    attachment.AddJson("fields", fields);
  }
  if (const std::string actions = ActionsJson(sender); !actions.empty()) {
    attachment.AddJson("actions", actions);
  }
  JsonObject message;
  message.AddIfSet("channel", sender.Text("channel"))
      .AddIfSet("emoji", sender.Text("emoji"))
      .AddIfSet("avatar", sender.Text("icon_url"))
      .AddJson("attachments", JsonList().AddJson(attachment.ToString()).ToString());
  Url url = sender.UrlOf({"api_url", "rocketchat_api_url"});
  url.path = JoinUrlPath(url.path, "api/v1/chat.postMessage");
  sender.Send({.method = "POST",
               .url = url.ToString(),
               .headers = {{"Content-Type", "application/json"},
                           {"X-Auth-Token", sender.Secret({"token", "rocketchat_token"})},
                           {"X-User-Id", sender.Secret({"token_id", "rocketchat_token_id"})}},
               .body = message.ToString() + "\n",
               .format = Request::Format::kJson});
}

}  // namespace check::notify
