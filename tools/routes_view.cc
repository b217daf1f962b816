#include "tools/routes_view.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/alertmanager/route_text.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "tools/label_sets.h"
#include "tools/output.h"
#include "tools/query_flags.h"

namespace tools {
namespace {

namespace am = check::alertmanager;
namespace model = check::model;
using check::report::Json;

std::string Text(check::Duration duration) { return check::FormatPrometheusDuration(duration); }

std::string Joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string GroupText(const am::Route& route) {
  if (route.group_by_all) return "by all labels";
  return route.group_by.empty() ? "all alerts in one group" : "by " + Joined(route.group_by);
}

}  // namespace

Json LabelsJson(model::Labels labels) {
  Json json = Json::object();
  for (const model::Label& label : labels.list()) {
    json[std::string(label.name->text)] = label.value->text;
  }
  return json;
}

bool RoutesView::Tell(const std::string& message, Exit status) {
  WriteError(message);
  status_ = status;
  return false;
}

bool RoutesView::Read(const std::string& path, bool colour) {
  config_ = RoutingFile::Read(path, colour, status_);
  return config_ != nullptr;
}

bool RoutesView::ReadTime(const std::string& at) {
  const auto time = ReadTimeFlag("--at", at, Now(), "local");
  if (!time) return Tell(time.error().message);
  time_ = *time;
  return true;
}

// Of a name that is given twice the last value counts, as with amtool.
void RoutesView::Add(std::string_view name, std::string_view value,
                     std::vector<model::Label>& labels) {
  std::erase_if(labels, [&](const model::Label& label) { return label.name->text == name; });
  if (!value.empty()) labels.push_back({table_.Intern(name), table_.Intern(value)});
}

bool RoutesView::ReadLabels(const std::vector<std::string>& words) {
  std::vector<model::Label> labels;
  for (const std::string& word : words) {
    const auto parsed = model::ParseMatcher(word, model::MatcherMode::kFallback);
    if (parsed.fault || parsed.matchers[0].type() != model::MatchType::kEqual) {
      return Tell(fmt::format("invalid label `{}`: expected NAME=VALUE", word));
    }
    Add(parsed.matchers[0].name(), parsed.matchers[0].value(), labels);
  }
  alerts_.push_back(table_.Make(labels));
  return true;
}

bool RoutesView::ReadAlerts(const std::string& path) {
  auto sets = ReadLabelSets(path, table_);
  if (!sets) return Tell(sets.error().message);
  alerts_ = *std::move(sets);
  return true;
}

std::string RoutesView::Receivers(const Matches& matches) const {
  std::string receivers;
  for (const std::uint32_t match : matches) {
    receivers.append(receivers.empty() ? "" : ",").append(tree()[match].receiver);
  }
  return receivers;
}

// By which intervals a route is muted at the time of `--at`; empty if it is not.
std::string RoutesView::MutedText(std::uint32_t route) const {
  if (!time_) return {};
  const am::Muting muting = am::MutingAt(tree()[route], config_->routing().intervals, *time_);
  if (!muting.muted_by.empty()) return "by " + Joined(muting.muted_by);
  if (!muting.is_inactive) return {};
  return "outside of " + Joined(tree()[route].active_time_intervals);
}

std::string RoutesView::MatchText(std::uint32_t match, model::Labels alert) {
  const am::Route& route = tree()[match];
  std::string text = fmt::format("{}\n  route   {}, line {}\n", route.receiver,
                                 am::RouteTitle(route), LineOf(match));
  text += fmt::format("  group   {}: {}\n", GroupText(route),
                      tree().GroupLabels(match, alert, table_).ToString());
  text +=
      fmt::format("  timers  group_wait {}, group_interval {}, repeat_interval {}\n",
                  Text(route.group_wait), Text(route.group_interval), Text(route.repeat_interval));
  const std::string muted = MutedText(match);
  if (!muted.empty()) text += fmt::format("  muted   {}\n", muted);
  return text;
}

Json RoutesView::MatchJson(std::uint32_t match, model::Labels alert) {
  Json json = RouteJson(match);
  json["group_labels"] = LabelsJson(tree().GroupLabels(match, alert, table_));
  json["key"] = tree().Key(match);
  if (time_) json["muted"] = !MutedText(match).empty();
  return json;
}

Json RoutesView::RouteJson(std::uint32_t number) const {
  const am::Route& route = tree()[number];
  Json json = {{"receiver", route.receiver},
               {"line", LineOf(number)},
               {"matchers", Json::array()},
               {"continue", route.continues}};
  for (const model::AlertMatcher& matcher : route.matchers) {
    json["matchers"].push_back(matcher.ToString());
  }
  if (route.group_by_all) {
    json["group_by"] = Json::array({"..."});
  } else {
    json["group_by"] = route.group_by;
  }
  json["group_wait"] = Text(route.group_wait);
  json["group_interval"] = Text(route.group_interval);
  json["repeat_interval"] = Text(route.repeat_interval);
  json["mute_time_intervals"] = route.mute_time_intervals;
  json["active_time_intervals"] = route.active_time_intervals;
  json["labels"] = Json(route.labels);
  return json;
}

}  // namespace tools
