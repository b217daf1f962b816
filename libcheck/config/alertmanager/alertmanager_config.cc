#include "libcheck/config/alertmanager/alertmanager_config.h"

#include <algorithm>
#include <iterator>

namespace check::config::alertmanager {
namespace {

using model::AlertMatcher;
using schema::Values;

std::vector<std::string_view> TextsOf(const Values& section, std::string_view field) {
  std::vector<std::string_view> texts;
  for (const yaml::Node& item : section.Items(field)) texts.push_back(section.TextOf(item));
  return texts;
}

void Add(model::MatchType type, std::string_view name, std::string value,
         std::vector<AlertMatcher>& matchers) {
  auto matcher = AlertMatcher::Make(type, std::string(name), std::move(value));
  if (matcher) matchers.push_back(std::move(*matcher));
}

// Those of `match` and the like, whose fields have `prefix` in front.
std::vector<AlertMatcher> MatchersOf(const Values& section, const std::string& prefix,
                                     model::MatcherMode mode) {
  std::vector<AlertMatcher> matchers;
  const Values equal = section.Sub(prefix + "match");
  for (const yaml::Entry& entry : equal.entries()) {
    Add(model::MatchType::kEqual, entry.key.scalar(), std::string(equal.TextOf(entry.value)),
        matchers);
  }
  // Alertmanager anchors these a first time when it reads them, and shows them so.
  const Values patterns = section.Sub(prefix + "match_re");
  for (const yaml::Entry& entry : patterns.entries()) {
    std::string pattern = "^(?:";
    pattern.append(patterns.TextOf(entry.value)) += ")$";
    Add(model::MatchType::kRegexp, entry.key.scalar(), std::move(pattern), matchers);
  }
  for (const std::string_view text : TextsOf(section, prefix + "matchers")) {
    model::ParsedMatchers parsed = model::ParseMatchers(text, mode);
    std::move(parsed.matchers.begin(), parsed.matchers.end(), std::back_inserter(matchers));
  }
  std::sort(matchers.begin(), matchers.end());
  return matchers;
}

std::optional<Duration> TimeOf(const Values& section, std::string_view field) {
  if (!section.Has(field)) return std::nullopt;
  return section.Time(field);
}

Route ReadRoute(const Values& section, model::MatcherMode mode) {
  Route route = {.section = section};
  route.receiver = section.Text("receiver");
  if (section.Has("group_by")) {
    route.group_by = TextsOf(section, "group_by");
    route.group_by_all = std::erase(*route.group_by, "...") > 0;
  }
  route.matchers = MatchersOf(section, "", mode);
  route.mute_time_intervals = TextsOf(section, "mute_time_intervals");
  route.active_time_intervals = TextsOf(section, "active_time_intervals");
  route.continues = section.Bool("continue");
  route.group_wait = TimeOf(section, "group_wait");
  route.group_interval = TimeOf(section, "group_interval");
  route.repeat_interval = TimeOf(section, "repeat_interval");
  const Values labels = section.Sub("labels");
  for (const yaml::Entry& entry : labels.entries()) {
    route.labels.emplace_back(entry.key.scalar(), labels.TextOf(entry.value));
  }
  for (const yaml::Node& child : section.Items("routes")) {
    if (child.IsMapping()) route.routes.push_back(ReadRoute(section.Of(child), mode));
  }
  return route;
}

Receiver ReadReceiver(const Values& section) {
  Receiver receiver = {.section = section, .name = section.Text("name")};
  for (const ListedReceiver& listed : ListedReceivers()) {
    std::size_t index = 0;
    for (const yaml::Node& item : section.Items(listed.field)) {
      if (item.IsMapping()) receiver.integrations.push_back({&listed, index, section.Of(item)});
      ++index;
    }
  }
  return receiver;
}

}  // namespace

AlertmanagerConfig ReadConfig(const Values& config, model::MatcherMode mode) {
  AlertmanagerConfig read = {.section = config, .global = config.Sub("global")};
  if (const yaml::Entry* route = config.Find("route"); route && route->value.IsMapping()) {
    read.route = ReadRoute(config.Of(route->value), mode);
  }
  for (const yaml::Node& node : config.Items("inhibit_rules")) {
    const Values rule = config.Of(node);
    read.inhibit_rules.push_back({.section = rule,
                                  .name = rule.Text("name"),
                                  .source = MatchersOf(rule, "source_", mode),
                                  .target = MatchersOf(rule, "target_", mode),
                                  .equal = TextsOf(rule, "equal")});
  }
  for (const yaml::Node& node : config.Items("receivers")) {
    read.receivers.push_back(ReadReceiver(config.Of(node)));
  }
  for (const std::string_view list : {"mute_time_intervals", "time_intervals"}) {
    for (const yaml::Node& node : config.Items(list)) {
      const Values section = config.Of(node);
      NamedInterval interval = {.section = section, .name = section.Text("name")};
      for (const yaml::Node& spec : section.Items("time_intervals")) {
        interval.specs.push_back(section.Of(spec));
      }
      read.time_intervals.push_back(std::move(interval));
    }
  }
  read.templates = TextsOf(config, "templates");
  return read;
}

}  // namespace check::config::alertmanager
