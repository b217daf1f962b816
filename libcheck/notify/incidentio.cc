#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

std::string Body(const Sender& sender, const gotemplate::NotificationData& data,
                 std::uint64_t left_out) {
  return OpenDataJson(data) + ",\"version\":\"1\",\"groupKey\":" + JsonText(sender.key()) +
         ",\"truncatedAlerts\":" + std::to_string(left_out) + "}";
}

}  // namespace

void SendIncidentio(Sender& sender) {
  const std::size_t left_out = sender.KeepAlerts(sender.integration().Unsigned("max_alerts"));
  std::string body = Body(sender, sender.data(), left_out);
  // Go: the size is that of the body with the line break at its end.
  if (const auto* limit = sender.LimitOf(""); body.size() + 1 > limit->most) {
    sender.NoteExcess(*limit, body.size() + 1);
    // Alertmanager: these are not counted among those that are left out.
    gotemplate::NotificationData data = sender.data();
    data.alerts = data.alerts.first(1);
    body = Body(sender, data, left_out);
  }
  if (sender.integration().IsSet("alert_source_token") ||
      sender.integration().IsSet("alert_source_token_file")) {
    sender.SetAuthorization("Bearer " + sender.Secret({"alert_source_token"}));
  }
  const bool has_url = sender.integration().IsSet("url");
  sender.PostJson(has_url ? sender.UrlOf({"url"}).ToString() : sender.Secret({"url"}), body);
}

}  // namespace check::notify
