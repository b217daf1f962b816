#include "libcheck/notify/notifiers.h"

namespace check::notify {

void SendMsteams(Sender& sender) {
  const std::string title = sender.Text("title");
  const std::string text = sender.Text("text");
  const std::string summary = sender.Text("summary");
  JsonObject card;
  card.Add("@context", "http://schema.org/extensions")
      .Add("type", "MessageCard")
      .Add("title", title)
      .Add("summary", summary)
      .Add("text", text)
      .Add("themeColor", sender.IsResolved() ? "2DC72D" : "8C1A1A");
  sender.PostJson(sender.Secret({"webhook_url"}), card.ToString());
}

}  // namespace check::notify
