#include "libcheck/notify/notifiers.h"
#include "libcheck/notify/payload.h"

namespace check::notify {
namespace {

std::string Body(Sender& sender, std::size_t left_out) {
  const schema::Values& values = sender.integration();
  if (const yaml::Entry* payload = values.Find("payload")) {
    const auto expand = [&](std::string_view path, std::string_view text) -> Result<std::string> {
      std::string expanded = sender.Expand(path, text);
      if (sender.failed()) return Error{"the payload cannot be expanded"};
      return expanded;
    };
    const Result<std::string> body = PayloadJson(payload->value, values, "payload", expand);
    if (!body) sender.Fail("failed to render custom payload: " + body.error().message);
    return body ? *body : std::string();
  }
  return OpenDataJson(sender.data()) + ",\"version\":\"4\",\"groupKey\":" + JsonText(sender.key()) +
         ",\"truncatedAlerts\":" + std::to_string(left_out) + "}";
}

}  // namespace

void SendWebhook(Sender& sender) {
  const std::size_t left_out = sender.KeepAlerts(sender.integration().Unsigned("max_alerts"));
  const std::string body = Body(sender, left_out);
  const std::string url = sender.SecretText({"url"});
  if (url.empty()) sender.Fail("webhook URL is empty after templating");
  sender.PostJson(url, body);
}

}  // namespace check::notify
