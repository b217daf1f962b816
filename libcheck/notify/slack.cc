#include <fmt/format.h>

#include "libcheck/notify/answer.h"
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
    JsonObject json;
    json.AddIfSet("title", sender.TextIn(field, path, "title"))
        .AddIfSet("value", sender.TextIn(field, path, "value"))
        .AddFlag("short", field.Has("short") ? field.Bool("short") : usual_short);
    fields.AddJson(json.ToString());
  }
  return fields.empty() ? std::string() : fields.ToString();
}

std::string ConfirmJson(Sender& sender, const Values& confirm, const std::string& path) {
  JsonObject json;
  // In the order in which Alertmanager expands them.
  const std::string title = sender.TextIn(confirm, path, "title");
  json.AddIfSet("text", sender.TextIn(confirm, path, "text"))
      .AddIfSet("title", title)
      .AddIfSet("ok_text", sender.TextIn(confirm, path, "ok_text"))
      .AddIfSet("dismiss_text", sender.TextIn(confirm, path, "dismiss_text"));
  return json.ToString();
}

std::string ActionsJson(Sender& sender) {
  const Values& values = sender.integration();
  JsonList actions;
  std::size_t index = 0;
  for (const yaml::Node& item : values.Items("actions")) {
    const Values action = values.Of(item);
    const std::string path = fmt::format("actions[{}]", index++);
    JsonObject json;
    for (const std::string_view field : {"type", "text", "url", "style", "name", "value"}) {
      json.AddIfSet(field, sender.TextIn(action, path, field));
    }
    if (action.Has("confirm")) {
      json.AddJson("confirm", ConfirmJson(sender, action.Sub("confirm"), path + ".confirm"));
    }
    actions.AddJson(json.ToString());
  }
  return actions.empty() ? std::string() : actions.ToString();
}

std::string MarkdownJson(const Values& values) {
  JsonList fields;
  for (const yaml::Node& field : values.Items("mrkdwn_in")) fields.Add(values.TextOf(field));
  if (fields.empty()) fields.Add("fallback").Add("pretext").Add("text");
  return fields.ToString();
}

std::string AttachmentJson(Sender& sender) {
  const std::string title = sender.Text("title");
  const std::string title_link = sender.Text("title_link");
  const std::string pretext = sender.Text("pretext");
  const std::string text = sender.Text("text");
  const std::string fallback = sender.Text("fallback");
  const std::string callback = sender.Text("callback_id");
  const std::string image = sender.Text("image_url");
  const std::string thumb = sender.Text("thumb_url");
  const std::string footer = sender.Text("footer");
  const std::string color = sender.Text("color");
  const std::string fields = FieldsJson(sender);
  const std::string actions = ActionsJson(sender);
  JsonObject json;
  json.AddIfSet("title", title)
      .AddIfSet("title_link", title_link)
      .AddIfSet("pretext", pretext)
      .Add("text", text)
      .Add("fallback", fallback)
      .Add("callback_id", callback);
  if (!fields.empty()) json.AddJson("fields", fields);
  if (!actions.empty()) json.AddJson("actions", actions);
  json.AddIfSet("image_url", image)
      .AddIfSet("thumb_url", thumb)
      .Add("footer", footer)
      .AddIfSet("color", color)
      .AddJson("mrkdwn_in", MarkdownJson(sender.integration()));
  return json.ToString();
}

// Where messages go. The token of an app takes the place of a webhook; that of `global` counts
// only where the integration names no other way.
std::string SlackUrl(Sender& sender) {
  const Values& values = sender.integration();
  const bool own_token = values.IsSet("app_token") || values.IsSet("app_token_file");
  const bool own_way = values.IsSet("api_url") || sender.OwnsAuthorization();
  const Setting token = {"app_token", "slack_app_token"};
  if (own_token || (!own_way && sender.IsGiven(token))) {
    sender.SetAuthorization("Bearer " + sender.Secret(token));
    return sender.UrlOf({"app_url", "slack_app_url"}).ToString();
  }
  return sender.Secret({"api_url", "slack_api_url"});
}

}  // namespace

void SendSlack(Sender& sender) {
  const std::string attachment = AttachmentJson(sender);
  std::string url = SlackUrl(sender);
  std::string channel = sender.Text("channel");
  const std::string username = sender.Text("username");
  const std::string icon_emoji = sender.Text("icon_emoji");
  const std::string icon_url = sender.Text("icon_url");
  const std::string text = sender.Text("message_text");
  sender.IgnoreFaults();

  const bool updates = sender.integration().Bool("update_message");
  const std::string thread = updates ? sender.Remembered("threadTs") : std::string();
  const std::string old_channel = updates ? sender.Remembered("channelId") : std::string();
  const bool is_update = !thread.empty() && !old_channel.empty();
  if (is_update) {
    url = "https://slack.com/api/chat.update";
    channel = old_channel;
  }
  JsonObject message;
  message.AddIfSet("channel", channel)
      .AddIfSet("ts", is_update ? thread : std::string())
      .AddIfSet("username", username)
      .AddIfSet("icon_emoji", icon_emoji)
      .AddIfSet("icon_url", icon_url)
      .AddFlagIfSet("link_names", sender.integration().Bool("link_names"))
      .AddIfSet("text", text)
      .AddJson("attachments", JsonList().AddJson(attachment).ToString());
  const Answer answer = sender.PostJson(url, message.ToString());
  if (!updates || !answer.content_type.starts_with("application/json")) return;
  const AnswerJson json(answer.body);
  sender.Remember("threadTs", json.Text({"ts"}));
  sender.Remember("channelId", json.Text({"channel"}));
}

}  // namespace check::notify
