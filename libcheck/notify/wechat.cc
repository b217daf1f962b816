#include "libcheck/notify/answer.h"
#include "libcheck/notify/form.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

Url ApiUrl(const Sender& sender, std::string_view path, const Form& query) {
  Url url = sender.UrlOf({"api_url", "wechat_api_url"}, true);
  url.path += path;
  url.query = query.Encode();
  return url;
}

// A token serves for two hours, so that most notifications need not ask for one.
std::string AccessToken(Sender& sender) {
  if (std::string token = sender.Remembered("access_token"); !token.empty()) return token;
  Form query;
  query.Set("corpsecret", sender.SecretText({"api_secret", "wechat_api_secret"}));
  query.Set("corpid",
            sender.Expand("corp_id", sender.Inherited({"corp_id", "wechat_api_corp_id"})));
  const std::string usual =
      JsonObject().Add("access_token", sender.Mask("access_token")).ToString();
  const Answer answer =
      sender.Send({.method = "GET", .url = ApiUrl(sender, "gettoken", query).ToString()}, usual);
  std::string token = AnswerJson(answer.body).Text({"access_token"});
  if (token.empty()) sender.Fail("invalid APISecret");
  sender.Remember("access_token", token);
  return token;
}

std::string ContentJson(std::string_view text) {
  return JsonObject().Add("content", text).ToString();
}

}  // namespace

void SendWechat(Sender& sender) {
  Form query;
  query.Set("access_token", AccessToken(sender));
  const std::string to_user = sender.Text("to_user");
  const std::string to_party = sender.Text("to_party");
  const std::string to_tag = sender.Text("to_tag");
  const std::string agent = sender.Text("agent_id");
  const std::string text = sender.Text("message");
  std::string_view type = sender.Plain("message_type");
  if (type.empty()) type = "text";
  const bool is_markdown = type == "markdown";
  JsonObject message;
  message.AddJson("text", ContentJson(is_markdown ? std::string_view() : text))
      .AddIfSet("touser", to_user)
      .AddIfSet("toparty", to_party)
      .AddIfSet("totag", to_tag)
      .AddIfSet("agentid", agent)
      .Add("safe", "0")
      .Add("msgtype", type)
      .AddJson("markdown", ContentJson(is_markdown ? text : std::string_view()));
  sender.PostJson(ApiUrl(sender, "message/send", query).ToString(), message.ToString());
}

}  // namespace check::notify
