#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/notify/answer.h"
#include "libcheck/notify/notifiers.h"
#include "libcheck/notify/payload.h"

namespace check::notify {
namespace {

using schema::Values;
using Members = std::map<std::string, std::string>;

Url ApiUrl(const Sender& sender) { return sender.UrlOf({"api_url", "jira_api_url"}); }

std::string UrlBelow(const Sender& sender, std::string_view path) {
  Url url = ApiUrl(sender);
  url.path = JoinUrlPath(url.path, path);
  return url.ToString();
}

Answer Ask(Sender& sender, std::string method, std::string url, std::string body,
           std::string_view usual = {}) {
  const bool has_body = !body.empty();
  return sender.Send({.method = std::move(method),
                      .url = std::move(url),
                      .headers = {{"Accept-Language", "en"},
                                  {"Content-Type", "application/json"},
                                  {"User-Agent", std::string(kGoUserAgent)}},
                      .body = has_body ? std::move(body) + "\n" : std::string(),
                      .format = has_body ? Request::Format::kJson : Request::Format::kNone},
                     usual);
}

std::string Label(const Sender& sender) { return fmt::format("ALERT{{{}}}", sender.KeyHash()); }

// Which issues there may be for the group, in Jira's language for queries.
std::string Query(Sender& sender) {
  const Values& values = sender.integration();
  std::string query;
  if (const std::string_view ignored = values.Text("wont_fix_resolution"); !ignored.empty()) {
    query += fmt::format("(resolution is EMPTY or resolution != {}) and ", GoQuote(ignored));
  }
  const auto minutes =
      std::chrono::duration_cast<std::chrono::minutes>(values.Time("reopen_duration")).count();
  if (!sender.IsResolved() && values.IsSet("reopen_transition") && minutes > 0) {
    query += fmt::format("(resolutiondate is EMPTY OR resolutiondate >= -{}m) and ", minutes);
  } else {
    query += "statusCategory != Done and ";
  }
  return query + fmt::format("project={} and labels={} order by status ASC,resolutiondate DESC",
                             GoQuote(sender.Text("project")), GoQuote(Label(sender)));
}

// Jira in the cloud has a search of its own, in version 3 of its API alone.
std::string SearchUrl(const Sender& sender) {
  const std::string_view type = sender.Plain("api_type");
  const bool is_cloud =
      type == "cloud" || (type == "auto" && ApiUrl(sender).host.ends_with("atlassian.net"));
  std::string url = UrlBelow(sender, is_cloud ? "search/jql" : "search");
  constexpr std::string_view kVersion2 = "/rest/api/2/";
  const std::size_t at = url.find(kVersion2);
  if (is_cloud && at != std::string::npos) url.replace(at, kVersion2.size(), "/rest/api/3/");
  return url;
}

// `summary` and `description` are texts, or sections with a text.
struct IssueText {
  std::string text;
  bool is_updated = true;
};
IssueText TextOf(Sender& sender, const std::string& field) {
  const yaml::Entry* entry = sender.integration().Given(field);
  if (entry == nullptr || !entry->value.IsMapping()) return {sender.Text(field)};
  const Values section = sender.integration().Sub(field);
  const schema::Field* usual = schema::FindField(config::alertmanager::kJiraConfig, field);
  const std::string_view text = section.Text("template", usual->default_value);
  return {sender.Cut(field, sender.Expand(field, text)), section.Bool("enable_update", true)};
}

std::string NamedJson(std::string_view name, std::string_view value) {
  return JsonObject().AddIfSet(name, value).ToString();
}

// Version 3 of the API takes documents, as JSON.
std::string DescriptionJson(Sender& sender, std::string_view text) {
  std::string path = ApiUrl(sender).path;
  while (path.ends_with('/')) path.pop_back();
  if (!path.ends_with("/3")) return text.empty() ? std::string() : JsonText(text);
  text = TrimSpace(text);
  if (text.empty()) return {};
  if (!IsJson(text)) sender.Fail("description template: invalid JSON for API v3");
  return CompactJson(text);
}

std::string LabelsJson(Sender& sender) {
  std::vector<std::string> labels;
  for (const yaml::Node& label : sender.integration().Items("labels")) {
    labels.push_back(sender.Expand(fmt::format("labels[{}]", labels.size()),
                                   sender.integration().TextOf(label)));
  }
  labels.push_back(Label(sender));
  std::sort(labels.begin(), labels.end());
  JsonList list;
  for (const std::string& label : labels) list.Add(label);
  return list.ToString();
}

Members CustomFields(Sender& sender) {
  const ExpandText expand = [&](std::string_view path,
                                std::string_view text) -> Result<std::string> {
    std::string expanded = sender.Expand(path, text);
    if (sender.failed()) return Error{"the fields cannot be expanded"};
    return expanded;
  };
  auto fields = PayloadEntries(sender.integration().Sub("fields"), "fields", expand);
  if (!fields) sender.Fail("fields template: " + fields.error().message);
  return fields ? *std::move(fields) : Members();
}

std::string IssueJson(Sender& sender, bool is_new) {
  const IssueText summary = TextOf(sender, "summary");
  Members fields;
  fields["project"] = JsonObject().Add("key", sender.Text("project")).ToString();
  fields["issuetype"] = NamedJson("name", sender.Text("issue_type"));
  const Members custom = CustomFields(sender);
  const IssueText description = TextOf(sender, "description");
  if (is_new || summary.is_updated) fields["summary"] = JsonText(summary.text);
  const std::string described = DescriptionJson(sender, description.text);
  if (!described.empty() && (is_new || description.is_updated)) fields["description"] = described;
  fields["labels"] = LabelsJson(sender);
  if (const std::string priority = sender.Text("priority"); !priority.empty()) {
    fields["priority"] = NamedJson("name", priority);
  }
  // Alertmanager: these take the place of others of the same name.
  for (const auto& [name, json] : custom) fields[name] = json;
  return JsonObject().AddJson("fields", JsonOf(fields)).ToString();
}

// Closes the issue, or opens it again, if the configuration says how.
void Transition(Sender& sender, const AnswerJson& found, const std::string& key) {
  if (!found.Has({"issues", "0", "fields", "status"})) return;
  const bool is_done =
      found.Text({"issues", "0", "fields", "status", "statusCategory", "key"}) == "done";
  if (is_done == sender.IsResolved()) return;
  const std::string_view name =
      sender.integration().Text(sender.IsResolved() ? "resolve_transition" : "reopen_transition");
  if (name.empty()) return;
  const std::string url = UrlBelow(sender, fmt::format("issue/{}/transitions", key));
  const std::string usual =
      fmt::format(R"({{"transitions":[{{"id":"<transition>","name":{}}}]}})", JsonText(name));
  const AnswerJson transitions(Ask(sender, "GET", url, {}, usual).body);
  const std::string id = transitions.FindText("transitions", "name", name, "id");
  if (id.empty()) {
    return sender.Fail(fmt::format("can't find transition {} for issue {}", name, key));
  }
  Ask(sender, "POST", url, JsonObject().AddJson("transition", NamedJson("id", id)).ToString());
}

}  // namespace

void SendJira(Sender& sender) {
  JsonObject search;
  search.AddJson("fields", JsonList().Add("status").ToString())
      .Add("jql", Query(sender))
      .AddNumber("maxResults", 2);
  const AnswerJson found(
      Ask(sender, "POST", SearchUrl(sender), search.ToString(), R"({"issues":[]})").body);
  const std::string key = found.Text({"issues", "0", "key"});
  if (key.empty() && sender.IsResolved()) {
    sender.Note("no issue is created for resolved alerts");
    return;
  }
  const std::string issue = IssueJson(sender, key.empty());
  Ask(sender, key.empty() ? "POST" : "PUT",
      UrlBelow(sender, key.empty() ? "issue" : "issue/" + key), issue);
  if (!key.empty()) Transition(sender, found, key);
}

}  // namespace check::notify
