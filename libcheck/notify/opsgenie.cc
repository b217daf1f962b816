#include <fmt/format.h>

#include <map>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/notify/form.h"
#include "libcheck/notify/notifiers.h"
#include "libcheck/notify/payload.h"

namespace check::notify {
namespace {

using schema::Values;

// The words between commas that are not empty.
JsonList SplitWords(std::string_view text) {
  JsonList words;
  text = TrimSpace(text);
  while (!text.empty()) {
    if (const std::string_view word = TakeUpTo(text, ','); !word.empty()) words.Add(word);
  }
  return words;
}

std::string DetailsJson(Sender& sender) {
  std::map<std::string, std::string> details;
  for (const gotemplate::TextPair& label : sender.data().common_labels) {
    details[std::string(label.name)] = JsonText(label.value);
  }
  const Values own = sender.integration().Sub("details");
  for (const yaml::Entry& entry : own.entries()) {
    const std::string name(entry.key.scalar());
    details[name] = JsonText(sender.Expand("details." + name, own.TextOf(entry.value)));
  }
  return JsonOf(details);
}

void AddResponder(Sender& sender, const Values& responder, const std::string& path,
                  JsonList& responders) {
  const std::string id = sender.TextIn(responder, path, "id");
  const std::string name = sender.TextIn(responder, path, "name");
  const std::string username = sender.TextIn(responder, path, "username");
  const std::string type = sender.TextIn(responder, path, "type");
  // Alertmanager: so that responders can be left out by templates.
  if (id.empty() && name.empty() && username.empty() && type.empty()) return;
  if (type != "teams") {
    JsonObject json;
    json.AddIfSet("id", id).AddIfSet("name", name).AddIfSet("username", username);
    responders.AddJson(json.Add("type", type).ToString());
    return;
  }
  std::string_view teams = TrimSpace(name);
  while (!teams.empty()) {
    const std::string_view team = TakeUpTo(teams, ',');
    if (team.empty()) continue;
    // Alertmanager: what the template gave is expanded once more.
    const std::string expanded = team.find("{{") == std::string_view::npos
                                     ? std::string(team)
                                     : sender.Expand(path + ".name", team);
    responders.AddJson(JsonObject().AddIfSet("name", expanded).Add("type", "team").ToString());
  }
}

std::string RespondersJson(Sender& sender) {
  JsonList responders;
  std::size_t index = 0;
  for (const yaml::Node& item : sender.integration().Items("responders")) {
    AddResponder(sender, sender.integration().Of(item), fmt::format("responders[{}]", index++),
                 responders);
  }
  return responders.empty() ? std::string() : responders.ToString();
}

struct Call {
  std::string method;
  std::string path;  // Below the URL of the API.
  std::string body;
};

Call CloseCall(Sender& sender) {
  return {"POST", "/close", JsonObject().Add("source", sender.Text("source")).ToString()};
}

void AddCreateCalls(Sender& sender, const std::string& details, std::vector<Call>& calls) {
  const std::string text = sender.Text("message");
  const std::string responders = RespondersJson(sender);
  const std::string description = sender.Text("description");
  JsonObject alert;
  alert.Add("alias", sender.KeyHash())
      .Add("message", text)
      .AddIfSet("description", description)
      .AddJson("details", details)
      .Add("source", sender.Text("source"));
  if (!responders.empty()) alert.AddJson("responders", responders);
  if (const JsonList tags = SplitWords(sender.Text("tags")); !tags.empty()) {
    alert.AddJson("tags", tags.ToString());
  }
  for (const std::string_view field : {"note", "priority", "entity"}) {
    alert.AddIfSet(field, sender.Text(field));
  }
  if (const JsonList actions = SplitWords(sender.Text("actions")); !actions.empty()) {
    alert.AddJson("actions", actions.ToString());
  }
  calls.push_back({"POST", {}, alert.ToString()});
  if (!sender.integration().Bool("update_alerts")) return;
  calls.push_back({"PUT", "/message", JsonObject().AddIfSet("message", text).ToString()});
  calls.push_back(
      {"PUT", "/description", JsonObject().AddIfSet("description", description).ToString()});
}

}  // namespace

void SendOpsgenie(Sender& sender) {
  const std::string details = DetailsJson(sender);
  std::vector<Call> calls;
  if (sender.IsResolved()) {
    calls.push_back(CloseCall(sender));
  } else {
    AddCreateCalls(sender, details, calls);
  }
  sender.SetAuthorization("GenieKey " + sender.SecretText({"api_key", "opsgenie_api_key"}));
  for (const Call& call : calls) {
    Url url = sender.UrlOf({"api_url", "opsgenie_api_url"}, true);
    url.path += "v2/alerts";
    if (!call.path.empty()) {
      url.path += "/" + sender.KeyHash() + call.path;
      Form query;
      for (const auto& [name, value] : ParseForm(url.query)) query.Set(name, value);
      query.Set("identifierType", "alias");
      url.query = query.Encode();
    }
    sender.Send({.method = call.method,
                 .url = url.ToString(),
                 .headers = {{"Content-Type", "application/json"}},
                 .body = call.body + "\n",
                 .format = Request::Format::kJson});
  }
}

}  // namespace check::notify
