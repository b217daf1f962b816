#include "libcheck/notify/notifiers.h"

namespace check::notify {

void SendMsteamsv2(Sender& sender) {
  const std::string title = sender.Text("title");
  const std::string text = sender.Text("text");
  JsonObject heading;
  heading.Add("type", "TextBlock")
      .Add("text", title)
      .Add("weight", "Bolder")
      .Add("size", "Medium")
      .AddFlag("wrap", true)
      .Add("style", "heading")
      .Add("color", sender.IsResolved() ? "Good" : "Attention");
  JsonObject body;
  body.Add("type", "TextBlock").Add("text", text).AddFlag("wrap", true);
  JsonObject card;
  card.Add("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
      .Add("type", "AdaptiveCard")
      .Add("version", "1.2")
      .AddJson("body", JsonList().AddJson(heading.ToString()).AddJson(body.ToString()).ToString())
      .AddJson("msteams", JsonObject().Add("width", "full").ToString());
  JsonObject attachment;
  attachment.Add("contentType", "application/vnd.microsoft.card.adaptive")
      .AddJson("contentUrl", "null")
      .AddJson("content", card.ToString());
  JsonObject message;
  message.Add("type", "message")
      .AddJson("attachments", JsonList().AddJson(attachment.ToString()).ToString());
  sender.PostJson(sender.Secret({"webhook_url"}), message.ToString());
}

}  // namespace check::notify
