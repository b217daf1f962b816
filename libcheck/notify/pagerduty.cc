#include <fmt/format.h>

#include <map>

#include "libcheck/notify/notifiers.h"
#include "libcheck/notify/payload.h"

namespace check::notify {
namespace {

using schema::Values;

// Upstream's, for what `details` does not say.
constexpr std::pair<const char*, const char*> kUsualDetails[] = {
    {"firing", "{{ .Alerts.Firing | toJson }}"},
    {"resolved", "{{ .Alerts.Resolved | toJson }}"},
    {"num_firing", "{{ .Alerts.Firing | len }}"},
    {"num_resolved", "{{ .Alerts.Resolved | len }}"},
};

std::map<std::string, std::string> Details(Sender& sender) {
  const ExpandText expand = [&](std::string_view path,
                                std::string_view text) -> Result<std::string> {
    std::string expanded = sender.Expand(path, text);
    if (sender.failed()) return Error{"the details cannot be expanded"};
    return expanded;
  };
  const Values own = sender.integration().Sub("details");
  auto details = PayloadEntries(own, "details", expand);
  if (!details) {
    sender.Fail("failed to render details: " + details.error().message);
    return {};
  }
  for (const auto& [name, text] : kUsualDetails) {
    if (own.Given(name) != nullptr) continue;
    const Result<std::string> json =
        TextAsYamlJson(sender.Expand(std::string("details.") + name, text));
    (*details)[name] = json ? *json : "null";
  }
  return *std::move(details);
}

// What is too long for the service loses its details.
template <typename Make>
std::string Fit(Sender& sender, const std::map<std::string, std::string>& details, Make&& make) {
  const std::string whole = make(details);
  const auto* limit = sender.LimitOf("");
  if (whole.size() + 1 <= limit->most) return whole;
  sender.NoteExcess(*limit, whole.size() + 1);
  return make({{"error", JsonText("Custom details have been removed because the original event "
                                  "exceeds the maximum size of 512KB")}});
}

void SendVersion1(Sender& sender, const std::map<std::string, std::string>& details) {
  const std::string description = sender.Text("description");
  const std::string service_key = sender.SecretText({"service_key"});
  const bool triggers = !sender.IsResolved();
  const std::string client = triggers ? sender.Text("client") : std::string();
  const std::string client_url = triggers ? sender.Text("client_url") : std::string();
  if (service_key.empty()) sender.Fail("service key cannot be empty");
  const auto make = [&](const std::map<std::string, std::string>& shown) {
    JsonObject event;
    event.Add("service_key", service_key)
        .Add("incident_key", sender.KeyHash())
        .Add("event_type", triggers ? "trigger" : "resolve")
        .AddIfSet("description", description)
        .Add("event_action", "")
        .AddJson("payload", "null")
        .AddIfSet("client", client)
        .AddIfSet("client_url", client_url)
        .AddJson("details", JsonOf(shown));
    return event.ToString();
  };
  sender.PostJson("https://events.pagerduty.com/generic/2010-04-15/create_event.json",
                  Fit(sender, details, make));
}

// Pictures without an address, and links without one, are left out.
JsonList Items(Sender& sender, const std::string& list, std::string_view needed,
               std::initializer_list<std::string_view> fields) {
  JsonList items;
  std::size_t index = 0;
  for (const yaml::Node& node : sender.integration().Items(list)) {
    const Values section = sender.integration().Of(node);
    const std::string path = fmt::format("{}[{}]", list, index++);
    JsonObject item;
    bool is_kept = false;
    for (const std::string_view field : fields) {
      const std::string text = sender.TextIn(section, path, field);
      is_kept = is_kept || (field == needed && !text.empty());
      item.Add(field, text);
    }
    if (is_kept) items.AddJson(item.ToString());
  }
  return items;
}

// Upstream: the source is that of the client, if none is given; its texts are expanded alike.
std::string Source(Sender& sender) {
  const std::string_view own = sender.integration().Text("source");
  return sender.Expand("source", own.empty() ? sender.Plain("client") : own);
}

std::string Severity(Sender& sender) {
  const std::string_view own = sender.integration().Text("severity");
  return sender.Expand("severity", own.empty() ? "error" : own);
}

void SendVersion2(Sender& sender, const std::map<std::string, std::string>& details) {
  const std::string summary = sender.Text("description");
  const std::string client = sender.Text("client");
  const std::string client_url = sender.Text("client_url");
  const std::string routing_key = sender.SecretText({"routing_key"});
  const std::string source = Source(sender);
  const std::string severity = Severity(sender);
  const std::string class_name = sender.Text("class");
  const std::string component = sender.Text("component");
  const std::string group = sender.Text("group");
  const JsonList images = Items(sender, "images", "src", {"src", "alt", "href"});
  const JsonList links = Items(sender, "links", "href", {"href", "text"});
  if (routing_key.empty()) sender.Fail("routing key cannot be empty");
  const auto make = [&](const std::map<std::string, std::string>& shown) {
    JsonObject payload;
    payload.Add("summary", summary)
        .Add("source", source)
        .Add("severity", severity)
        .AddIfSet("class", class_name)
        .AddIfSet("component", component)
        .AddIfSet("group", group)
        .AddJson("custom_details", JsonOf(shown));
    JsonObject event;
    event.Add("routing_key", routing_key)
        .Add("dedup_key", sender.KeyHash())
        .Add("event_action", sender.IsResolved() ? "resolve" : "trigger")
        .AddJson("payload", payload.ToString())
        .AddIfSet("client", client)
        .AddIfSet("client_url", client_url);
    if (!images.empty()) event.AddJson("images", images.ToString());
    if (!links.empty()) event.AddJson("links", links.ToString());
    return event.ToString();
  };
  sender.PostJson(sender.UrlOf({"url", "pagerduty_url"}).ToString(), Fit(sender, details, make));
}

}  // namespace

void SendPagerduty(Sender& sender) {
  const std::map<std::string, std::string> details = Details(sender);
  if (sender.failed()) return;
  if (sender.IsGiven({"service_key"})) {
    SendVersion1(sender, details);
  } else {
    SendVersion2(sender, details);
  }
}

}  // namespace check::notify
