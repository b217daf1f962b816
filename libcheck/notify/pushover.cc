#include "libcheck/base/duration.h"
#include "libcheck/base/text.h"
#include "libcheck/notify/form.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

std::int64_t Seconds(const Sender& sender, std::string_view field) {
  const Result<Duration> time = ParseGoDuration(sender.Plain(field));
  return time ? std::chrono::duration_cast<std::chrono::seconds>(*time).count() : 0;
}

}  // namespace

void SendPushover(Sender& sender) {
  Form form;
  form.Set("token", sender.SecretText({"token"}));
  form.Set("user", sender.SecretText({"user_key"}));
  form.Set("title", sender.Text("title"));
  if (sender.integration().Bool("html")) form.Set("html", "1");
  if (sender.integration().Bool("monospace")) form.Set("monospace", "1");
  std::string message = sender.Text("message");
  message = TrimSpace(message);
  form.Set("message", message.empty() ? "(no details)" : message);
  for (const std::string_view field : {"url", "url_title", "priority", "device", "sound"}) {
    form.Set(field, sender.Text(field));
  }
  form.Set("retry", std::to_string(Seconds(sender, "retry")));
  form.Set("expire", std::to_string(Seconds(sender, "expire")));
  if (const std::int64_t ttl = Seconds(sender, "ttl"); ttl > 0) {
    form.Set("ttl", std::to_string(ttl));
  }
  sender.Send({.method = "POST",
               .url = "https://api.pushover.net/1/messages.json?" + form.Encode(),
               .headers = {{"Content-Type", "text/plain"}}});
}

}  // namespace check::notify
