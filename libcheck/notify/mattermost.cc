#include <fmt/format.h>

#include "libcheck/base/ascii.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

using schema::Values;

// The fields of an attachment, or of the message where it has none.
std::string FieldsJson(Sender& sender, const Values& section, const std::string& path) {
  JsonList fields;
  std::size_t index = 0;
  for (const yaml::Node& item : section.Items("fields")) {
    const Values field = section.Of(item);
    const std::string name = fmt::format("{}fields[{}]", path, index++);
    JsonObject json;
    json.AddIfSet("title", sender.TextIn(field, name, "title"))
        .AddIfSet("value", sender.TextIn(field, name, "value"));
    if (field.Has("short")) json.AddFlag("short", field.Bool("short"));
    fields.AddJson(json.ToString());
  }
  return fields.empty() ? std::string() : fields.ToString();
}

std::string WholeAttachment(JsonObject& before, const std::string& fields, JsonObject& after) {
  std::string json = before.ToString();
  const std::string end = after.ToString();
  json.pop_back();
  const auto add = [&](std::string_view members) {
    if (members.empty()) return;
    if (json.size() > 1) json += ',';
    json += members;
  };
  if (!fields.empty()) add("\"fields\":" + fields);
  add(std::string_view(end).substr(1, end.size() - 2));
  return json + "}";
}

constexpr std::string_view kBeforeFields[] = {"fallback",    "color",       "pretext",
                                              "text",        "author_name", "author_link",
                                              "author_icon", "title",       "title_link"};
constexpr std::string_view kAfterFields[] = {"thumb_url", "footer", "footer_icon", "image_url"};

// Alertmanager: the message has the text and others of its fields in an attachment of their own,
// unless the configuration lists attachments.
std::string OwnAttachment(Sender& sender, std::string_view text) {
  JsonObject before;
  for (const std::string_view field : kBeforeFields) {
    before.AddIfSet(field, field == "text" ? std::string(text) : sender.Text(field));
  }
  JsonObject after;
  for (const std::string_view field : kAfterFields) after.AddIfSet(field, sender.Text(field));
  const std::string fields = FieldsJson(sender, sender.integration(), {});
  return JsonList().AddJson(WholeAttachment(before, fields, after)).ToString();
}

std::string ListedAttachments(Sender& sender) {
  JsonList list;
  std::size_t index = 0;
  for (const yaml::Node& item : sender.integration().Items("attachments")) {
    const Values section = sender.integration().Of(item);
    const std::string path = fmt::format("attachments[{}]", index++);
    JsonObject before;
    for (const std::string_view field : kBeforeFields) {
      before.AddIfSet(field, sender.TextIn(section, path, field));
    }
    JsonObject after;
    for (const std::string_view field : kAfterFields) {
      after.AddIfSet(field, sender.TextIn(section, path, field));
    }
    list.AddJson(WholeAttachment(before, FieldsJson(sender, section, path + "."), after));
  }
  return list.ToString();
}

// Alertmanager: an unknown priority is standard, and each may only ask for what goes with it.
std::string PriorityJson(Sender& sender) {
  const Values section = sender.integration().Sub("priority");
  std::string priority = LowerAscii(sender.TextIn(section, "priority", "priority"));
  if (priority != "urgent" && priority != "important") priority = "standard";
  JsonObject json;
  json.Add("priority", priority)
      .AddFlagIfSet("requested_ack", section.Bool("requested_ack") && priority != "standard")
      .AddFlagIfSet("persistent_notifications",
                    section.Bool("persistent_notifications") && priority == "urgent");
  return json.ToString();
}

}  // namespace

void SendMattermost(Sender& sender) {
  const Values& values = sender.integration();
  const bool has_list = !values.Items("attachments").empty();
  const std::string text = sender.Text("text");
  JsonObject message;
  message.AddIfSet("text", has_list ? text : std::string());
  for (const std::string_view field : {"channel", "username", "icon_url", "icon_emoji"}) {
    message.AddIfSet(field, sender.Text(field));
  }
  const std::string type = sender.Text("type");
  const std::string priority =
      values.Sub("priority").IsSet("priority") ? PriorityJson(sender) : std::string();
  const Values props = values.Sub("props");
  const std::string card =
      props.IsSet("card") ? sender.TextIn(props, "props", "card") : std::string();
  message.AddJson("attachments", has_list ? ListedAttachments(sender) : OwnAttachment(sender, text))
      .AddIfSet("type", type);
  if (props.IsSet("card")) message.AddJson("props", JsonObject().AddIfSet("card", card).ToString());
  if (!priority.empty()) message.AddJson("priority", priority);
  sender.PostJson(sender.Secret({"webhook_url", "mattermost_webhook_url"}), message.ToString());
}

}  // namespace check::notify
