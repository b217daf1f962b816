#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kInhibitRuleType = SectionOf(kInhibitRule);
constexpr Type kReceiverType = SectionOf(kReceiver);
constexpr Type kMuteTimeIntervalType = SectionOf(kMuteTimeInterval);
constexpr Type kTimeIntervalType = SectionOf(kTimeInterval);

constexpr Field kFields[] = {
    {.name = "global",
     .type = SectionOf(kGlobal),
     .doc = "Settings of the server, and defaults for all integrations."},
    {.name = "route",
     .type = SectionOf(kRoute),
     .doc = "The root route, which every alert enters, and its child routes. Required."},
    Of("inhibit_rules", ListOf(kInhibitRuleType, "[]common.InhibitRule"),
       "Inhibition rules: alerts that mute other alerts while they fire."),
    Of("receivers", ListOf(kReceiverType, "[]config.Receiver"),
       "Receivers that routes can send notifications to."),
    Of("templates", ListOf(kFile),
       "Paths of template files; the last path component may contain `*`."),
    Deprecated(
        Since(Of("mute_time_intervals", ListOf(kMuteTimeIntervalType, "[]config.MuteTimeInterval"),
                 "Named time intervals that routes refer to."),
              "0.22"),
        "0.24", "use `time_intervals`"),
    Since(Of("time_intervals", ListOf(kTimeIntervalType, "[]config.TimeInterval"),
             "Named time intervals that routes refer to."),
          "0.24"),
    {.name = "tracing",
     .type = SectionOf(kTracing),
     .doc = "Export traces of Alertmanager itself.",
     .since = "0.30"},
    {.name = "event_recorder",
     .type = SectionOf(kEventRecorder),
     .doc = "Outputs of the event recorder, which records what happens to alerts.",
     .since = "0.33"},
};

// Upstream does not get as far as saying something.
constexpr std::string_view kCrash =
    "runtime error: invalid memory address or nil pointer dereference";

void AtMostOneOf(Section& section, const Values& values, std::string_view a, std::string_view b,
                 std::string upstream) {
  const yaml::Entry* first = values.FindSet(a);
  const yaml::Entry* second = values.FindSet(b);
  if (first == nullptr || second == nullptr) return;
  if (first->key.span.begin > second->key.span.begin) std::swap(first, second);
  section
      .Report(kExclusiveFields, second->key, fmt::format("only one of `{}`, `{}` can be set", a, b),
              std::move(upstream))
      .labels.push_back({{&section.file(), first->key.span}, "already set here"});
}

// A webhook of Slack's beside an app's token, unless the webhook is where apps send messages.
void CheckSlackTokens(Section& section, const GlobalValues& global) {
  const Values& values = global.values();
  const yaml::Entry* token = values.FindSet("slack_app_token");
  if (token == nullptr) token = values.FindSet("slack_app_token_file");
  const yaml::Entry* url = values.FindSet("slack_api_url");
  const yaml::Entry* file = values.FindSet("slack_api_url_file");
  if (token == nullptr || (url == nullptr && file == nullptr)) return;
  if (url != nullptr && values.TextOf(url->value) == global.Text("slack_app_url")) return;
  section
      .Report(kExclusiveFields, (url != nullptr ? url : file)->key,
              "a Slack webhook and a Slack app token cannot both be set",
              url == nullptr ? std::string(kCrash)
                             : "at most one of slack_app_token/slack_app_token_file & "
                               "slack_api_url/slack_api_url_file must be configured")
      .labels.push_back({{&section.file(), token->key.span}, "the token is set here"});
}

void CheckGlobal(Section& section, const GlobalValues& global) {
  const auto one_of = [&](std::string_view field) {
    const std::string file = std::string(field) + "_file";
    AtMostOneOf(section, global.values(), field, file,
                fmt::format("at most one of {} & {} must be configured", field, file));
  };
  one_of("slack_app_token");
  one_of("slack_api_url");
  CheckSlackTokens(section, global);
  for (const std::string_view field :
       {"opsgenie_api_key", "victorops_api_key", "telegram_bot_token", "smtp_auth_password",
        "rocketchat_token", "rocketchat_token_id", "smtp_auth_secret", "wechat_api_secret",
        "mattermost_webhook_url"}) {
    one_of(field);
  }
}

std::string ListOfNames(const std::array<std::string_view, Inherited::kMost>& names) {
  std::string list;
  for (const std::string_view name : names) {
    if (!name.empty()) list += fmt::format("{}`{}`", list.empty() ? "" : " or ", name);
  }
  return list;
}

bool CheckInherited(const IntegrationItem& item, const Inherited& inherited) {
  for (const std::string_view field : inherited.own) {
    if (!field.empty() && item.values.IsSet(field)) return true;
  }
  for (const std::string_view field : inherited.global) {
    if (!field.empty() && item.global.Has(field)) return true;
  }
  const std::span<const yaml::Entry> own = item.node.entries();
  item.config.Report(kMissingField, own.empty() ? item.node : own.front().key,
                     fmt::format("{} is missing, and `global` does not set {}",
                                 ListOfNames(inherited.own), ListOfNames(inherited.global)),
                     std::string(inherited.upstream));
  return false;
}

void CheckIntegrations(Section& section, const Values& receiver, const GlobalValues& global) {
  for (const ListedReceiver& listed : ListedReceivers()) {
    const yaml::Entry* list = receiver.Find(listed.field);
    if (list == nullptr) continue;
    for (const yaml::Node& node : list->value.items()) {
      const bool is_null = node.IsNull();
      if (is_null && !FindField(kReceiver, listed.field)->null_item.empty()) continue;
      if (!is_null && !node.IsMapping()) continue;
      const yaml::Node& at = is_null && node.span.size() == 0 ? list->key : node;
      const Values values = receiver.Of(node);
      const IntegrationItem item = {section, at, values, global};
      bool complete = listed.type->check == nullptr || listed.type->check(item);
      for (const Inherited& inherited : listed.type->inherited) {
        complete = CheckInherited(item, inherited) && complete;
      }
      if (!is_null || !complete) continue;
      // What upstream fills in for it is lost, and it stumbles over the null.
      section.Report(kMissingField, at, fmt::format("`{}` contains an empty item", listed.field),
                     std::string(kCrash));
    }
  }
}

// What has a name that others use: receivers, and time intervals of both lists.
class Names {
 public:
  explicit Names(Section& section) : section_(section) {}

  // `kind` is how upstream speaks of it.
  void Add(const Values& item, std::string_view field, std::string_view kind) {
    const std::string_view name = item.Text("name");
    const yaml::Entry* entry = item.Find("name");
    if (entry == nullptr) is_complete_ = false;
    const yaml::Node& at = entry != nullptr ? entry->value : item.node();
    const auto [earlier, is_new] = known_.try_emplace(name, &at);
    if (is_new) return;
    section_
        .Report(kDuplicateValue, at, fmt::format("duplicate name in `{}`: `{}`", field, name),
                fmt::format("{} {} is not unique", kind, GoQuote(name)))
        .labels.push_back({{&section_.file(), earlier->second->span}, "first defined here"});
  }

  // Reports a name in a route that nothing has.
  void Check(const yaml::Node& at, std::string_view name, std::string_view ours,
             std::string_view upstream) {
    if (!is_complete_ || known_.contains(name) || !at.IsScalar()) return;
    Diagnostic& problem =
        section_.Report(kUndefinedName, at, fmt::format("unknown {} `{}`", ours, name),
                        fmt::format("undefined {} {} used in route", upstream, GoQuote(name)));
    std::vector<std::string_view> names;
    for (const auto& [known, node] : known_) names.push_back(known);
    if (const auto meant = ClosestMatch(name, names)) {
      problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
    }
  }

  // What could not be read may well have the name: that it is wrong has been reported.
  void ReadList(std::string_view field) {
    const yaml::Entry* list = section_.Find(field);
    if (list != nullptr) {
      is_complete_ = is_complete_ && list->value.IsSequence();
      return;
    }
    for (const yaml::Entry& entry : section_.node().entries()) {
      const bool is_known =
          !entry.key.IsScalar() || FindField(section_.object(), entry.key.scalar());
      is_complete_ = is_complete_ && is_known;
    }
  }

 private:
  Section& section_;
  std::unordered_map<std::string_view, const yaml::Node*> known_;
  bool is_complete_ = true;
};

void CheckReceivers(Section& section, const GlobalValues& global, Names& receivers) {
  const Values& values = section.values();
  receivers.ReadList("receivers");
  for (const yaml::Node& node : values.Items("receivers")) {
    const Values receiver = values.Of(node);
    receivers.Add(receiver, "receivers", "notification config name");
    CheckIntegrations(section, receiver, global);
  }
}

// Whether one of the texts in `matchers` holds a matcher: an empty text does not.
bool HasMatchers(const Values& route) {
  const std::span<const yaml::Node> items = route.Items("matchers");
  return std::any_of(items.begin(), items.end(), [&](const yaml::Node& item) {
    const auto parsed = model::ParseMatchers(route.TextOf(item), model::MatcherMode::kFallback);
    return parsed.fault || !parsed.matchers.empty();
  });
}

// The route that all alerts take.
void CheckRoot(Section& section, const Values& root) {
  if (!root.IsSet("receiver")) {
    const std::span<const yaml::Entry> own = root.entries();
    section.Report(kMissingField, own.empty() ? section.Find("route")->key : own.front().key,
                   "the root route needs a `receiver`, for alerts that match no other route",
                   "root route must specify a default receiver");
  }
  const auto refuse = [&](std::string_view field, std::string_view upstream, std::string why) {
    const yaml::Entry* entry = root.FindSet(field);
    const bool empty = entry == nullptr || (entry->value.IsMapping() && entry->value.size_ == 0);
    if (empty) return;
    section
        .Report(kBadValue, entry->key, fmt::format("the root route cannot have `{}`", field),
                std::string(upstream))
        .notes.push_back(std::move(why));
  };
  for (const std::string_view field : {"match", "match_re", "matchers"}) {
    if (field == "matchers" && !HasMatchers(root)) continue;
    refuse(field, "root route must not have any matchers",
           "every alert enters the root route: move this to a route under `routes`");
  }
  refuse("mute_time_intervals", "root route must not have any mute time intervals",
         "move the interval to the routes under `routes`");
  refuse("active_time_intervals", "root route must not have any active time intervals",
         "move the interval to the routes under `routes`");
}

// Upstream: the routes below come first.
template <typename Visit>
void ForEachRoute(const Values& route, const Visit& visit) {
  for (const yaml::Node& node : route.Items("routes")) {
    if (node.IsMapping()) ForEachRoute(route.Of(node), visit);
  }
  visit(route);
}

void RefuseNullRoutes(Section& section, const Values& route) {
  for (const yaml::Node& child : route.Items("routes")) {
    if (!child.IsNull()) continue;
    const yaml::Node& at = child.span.size() == 0 ? route.Find("routes")->key : child;
    section.Report(kMissingField, at, "`routes` contains an empty item", std::string(kCrash))
        .notes.emplace_back("remove it: Alertmanager crashes when it reads it");
  }
}

}  // namespace

void CheckWholeConfig(Section& section) {
  const Values& values = section.values();
  const Values global_values = values.Sub("global");
  const GlobalValues global(global_values);
  CheckGlobal(section, global);
  Names receivers(section);
  CheckReceivers(section, global, receivers);

  const yaml::Entry* route = section.Find("route");
  if (route == nullptr) {
    Diagnostic& problem = section.ReportHere(kMissingField, "missing `route`");
    problem.upstream = "no routes provided";
    problem.notes.emplace_back("add `route` with the `receiver` that alerts go to by default");
  }
  const Values root = values.Sub("route");
  if (route != nullptr && route->value.IsMapping()) {
    CheckRoot(section, root);
    ForEachRoute(root, [&](const Values& each) {
      RefuseNullRoutes(section, each);
      const yaml::Entry* receiver = each.FindSet("receiver");
      if (receiver == nullptr) return;
      receivers.Check(receiver->value, each.TextOf(receiver->value), "receiver", "receiver");
    });
  }
  Names intervals(section);
  for (const yaml::Node& node : values.Items("mute_time_intervals")) {
    intervals.Add(values.Of(node), "mute_time_intervals", "mute time interval");
  }
  for (const yaml::Node& node : values.Items("time_intervals")) {
    intervals.Add(values.Of(node), "time_intervals", "time interval");
  }
  ForEachRoute(root, [&](const Values& each) {
    for (const std::string_view field : {"active_time_intervals", "mute_time_intervals"}) {
      for (const yaml::Node& item : each.Items(field)) {
        intervals.Check(item, each.TextOf(item), "time interval", "time interval");
      }
    }
  });
  if (const yaml::Entry* go_on = root.Find("continue"); go_on != nullptr && root.Bool("continue")) {
    section
        .Report(kBadValue, go_on->key, "the root route cannot have `continue`",
                "cannot have continue in root route")
        .notes.emplace_back("no route follows it: remove it");
  }
}

constexpr Object kConfig = {
    .name = "configuration file",
    .doc = "Configuration of Alertmanager.",
    .fields = kFields,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
