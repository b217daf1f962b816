#include "libcheck/notify/notifiers.h"

namespace check::notify {

void SendWebex(Sender& sender) {
  const std::string text = sender.Text("message");
  if (sender.failed()) return;
  const std::string room = sender.Text("room_id");
  sender.IgnoreFaults();
  JsonObject message;
  message.Add("markdown", text).AddIfSet("roomId", room);
  sender.PostJson(sender.UrlOf({"api_url", "webex_api_url"}).ToString(), message.ToString());
}

}  // namespace check::notify
