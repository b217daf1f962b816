#include <map>

#include "libcheck/notify/notifiers.h"
#include "libcheck/notify/payload.h"

namespace check::notify {
namespace {

std::string TypeOfMessage(const Sender& sender, std::string wanted) {
  if (sender.IsResolved()) return "RECOVERY";
  const bool is_known = wanted == "INFO" || wanted == "WARNING" || wanted == "CRITICAL";
  return is_known ? wanted : "CRITICAL";
}

}  // namespace

void SendVictorops(Sender& sender) {
  Url url = sender.UrlOf({"api_url", "victorops_api_url"}, true);
  const std::string routing_key = sender.Text("routing_key");
  const std::string type = sender.Text("message_type");
  const std::string message = sender.Text("state_message");
  std::map<std::string, std::string> members = {
      {"message_type", JsonText(TypeOfMessage(sender, type))},
      {"entity_id", JsonText(sender.KeyHash())},
      {"entity_display_name", JsonText(sender.Text("entity_display_name"))},
      {"state_message", JsonText(message)},
      {"monitoring_tool", JsonText(sender.Text("monitoring_tool"))}};
  const schema::Values custom = sender.integration().Sub("custom_fields");
  for (const yaml::Entry& entry : custom.entries()) {
    const std::string name(entry.key.scalar());
    members[name] = JsonText(sender.Expand("custom_fields." + name, custom.TextOf(entry.value)));
  }
  url.path += sender.Secret({"api_key", "victorops_api_key"}) + "/" + routing_key;
  sender.PostJson(url.ToString(), JsonOf(members));
}

}  // namespace check::notify
