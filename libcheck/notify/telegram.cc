#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

// Upstream sends this, with the tabs, in the place of a text that is too long in HTML: cutting it
// might leave a tag open.
constexpr std::string_view kTooLong =
    "Alertmanager notification could not be sent: message length exceeds Telegram limits.\n"
    "\t\t\tPlease check the template used for producing the message content.";

}  // namespace

void SendTelegram(Sender& sender) {
  const std::string text = sender.Text("message", kTooLong);
  const std::int64_t thread = sender.integration().Integer("message_thread_id");
  JsonObject message;
  message.Add("chat_id", sender.integration().IsSet("chat_id_file")
                             ? sender.FileOf("chat_id_file")
                             : std::to_string(sender.integration().Integer("chat_id")));
  if (sender.integration().Bool("disable_notifications")) {
    message.Add("disable_notification", "true");
  }
  message.Add("disable_web_page_preview", "true");
  if (thread != 0) message.Add("message_thread_id", std::to_string(thread));
  message.AddIfSet("parse_mode", sender.Plain("parse_mode")).Add("text", text);
  const std::string url = sender.UrlOf({"api_url", "telegram_api_url"}).ToString() + "/bot" +
                          sender.Secret({"bot_token", "telegram_bot_token"}) + "/sendMessage";
  sender.Send(
      {.method = "POST",
       .url = url,
       .headers = {{"Content-Type", "application/json"}, {"User-Agent", std::string(kGoUserAgent)}},
       .body = message.ToString() + "\n",
       .format = Request::Format::kJson});
}

}  // namespace check::notify
