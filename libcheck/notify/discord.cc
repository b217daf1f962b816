#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

constexpr std::int64_t kRed = 0x992D22;
constexpr std::int64_t kGreen = 0x2ECC71;

}  // namespace

void SendDiscord(Sender& sender) {
  const std::string title = sender.Text("title");
  const std::string description = sender.Text("message");
  const std::string content = sender.Text("content");
  JsonObject embed;
  embed.Add("title", title)
      .Add("description", description)
      .AddNumber("color", sender.IsResolved() ? kGreen : kRed);
  JsonObject message;
  message.Add("content", content)
      .AddJson("embeds", JsonList().AddJson(embed.ToString()).ToString())
      .AddIfSet("username", sender.Plain("username"));
  // Alertmanager: neither of the two is a template, and a picture that is no URL is left out.
  if (const std::string_view avatar = sender.Plain("avatar_url"); ParseUrl(avatar).ok()) {
    message.AddIfSet("avatar_url", avatar);
  }
  sender.PostJson(sender.Secret({"webhook_url"}), message.ToString());
}

}  // namespace check::notify
