#include "tools/alert_why.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/alertmanager/route_text.h"
#include "libcheck/alertmanager/route_trace.h"
#include "libcheck/base/rfc3339.h"
#include "libcheck/base/time_expression.h"
#include "tools/alert_words.h"
#include "tools/query_list.h"
#include "tools/routes_view.h"

namespace tools {
namespace {

namespace am = check::alertmanager;
namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::report::Json;
using Outcome = am::RouteStep::Outcome;

// Of longer traces only what matches is shown.
constexpr std::size_t kMostSteps = 40;

std::string AlertText(const v2::Alert& alert) { return "{" + LabelText(alert.labels) + "}"; }

std::string AgoText(std::int64_t ms) { return SpanText(std::max<std::int64_t>(ms, 0) / 1000); }

std::string Joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string Quoted(const std::vector<std::string>& words) {
  return fmt::format("`{}`", fmt::join(words, "`, `"));
}

std::string StateLine(const AlertAccount& account, const AccountStyle& style) {
  const v2::Alert& alert = *account.alert;
  if (!account.is_known) return "  the server has no such alert; it would be treated as follows\n";
  std::string text = fmt::format(
      "  {} since {} ({})", account.held.is_resolved ? "resolved; fired" : "firing",
      TimeText(alert.starts_at, style.zone), AgoText(style.now_ms - alert.starts_at.ms));
  if (!alert.fingerprint.empty()) text += ", fingerprint " + alert.fingerprint;
  return text + "\n";
}

std::string StepText(const am::RouteStep& step, check::model::Labels labels,
                     const AccountStyle& style) {
  const am::Route& route = style.routing->routing().routes[step.route];
  switch (step.outcome) {
    case Outcome::kPassed:
      return "matches";
    case Outcome::kEnded:
      return "matches, receiver: " + route.receiver;
    case Outcome::kNoMatch:
      return "no match: " + am::WhyNoMatch(*step.failed, labels);
    case Outcome::kNotTried:
      break;
  }
  return fmt::format("not tried: `{}` has no `continue`",
                     am::RouteTitle(style.routing->routing().routes[step.taken_by]));
}

std::string RoutesText(const AlertAccount& account, const AccountStyle& style) {
  const am::RouteTree& tree = style.routing->routing().routes;
  const check::model::Labels labels = silences::LabelsOf(*account.alert, *style.table);
  std::vector<am::RouteStep> steps = am::TraceAlert(tree, labels);
  std::string note;
  if (steps.size() > kMostSteps) {
    const std::size_t left_out = std::erase_if(steps, [](const am::RouteStep& step) {
      return step.outcome == Outcome::kNoMatch || step.outcome == Outcome::kNotTried;
    });
    note = fmt::format("  {} routes that do not match are not shown; `routes explain` shows them\n",
                       left_out);
  }
  std::vector<am::TreeLine> lines;
  for (const am::RouteStep& step : steps) {
    lines.push_back({tree[step.route].depth, fmt::format("{}  {}", am::RouteTitle(tree[step.route]),
                                                         StepText(step, labels, style))});
  }
  std::string text = "routes\n";
  const std::string drawn = am::DrawTree(lines);
  // Below the heading; the dot above the root says nothing here.
  for (std::size_t at = drawn.find('\n') + 1; at < drawn.size();) {
    const std::size_t end = drawn.find('\n', at);
    text += "  " + drawn.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text + note;
}

std::uint32_t RuleLine(std::size_t rule, const AccountStyle& style) {
  const RoutingFile& file = *style.routing;
  return file.file().PositionOf(file.routing().inhibit_rules[rule].span.begin).line;
}

std::string InhibitorText(const silences::Inhibitor& inhibitor, const AccountStyle& style) {
  if (inhibitor.source == nullptr) return "the alert that inhibits it has just ended";
  std::string text = fmt::format("by {}", AlertText(*inhibitor.source));
  if (!inhibitor.rule) return text + ", though no rule of the configuration explains it";
  const am::InhibitRule& rule = style.routing->routing().inhibit_rules[*inhibitor.rule];
  text += fmt::format(
      "\n    rule {}{}, line {}: {} inhibits {}", *inhibitor.rule + 1,
      rule.name.empty() ? "" : fmt::format(" `{}`", rule.name), RuleLine(*inhibitor.rule, style),
      check::model::ToString(rule.source_matchers), check::model::ToString(rule.target_matchers));
  return rule.equal.empty() ? text : text + " with equal " + Joined(rule.equal);
}

std::string InhibitionText(const silences::HeldBack& held, const AccountStyle& style) {
  std::string text = "inhibition\n";
  for (const silences::Inhibitor& inhibitor : held.inhibitors) {
    text += fmt::format("  inhibited {}\n", InhibitorText(inhibitor, style));
  }
  if (held.inhibitors.empty()) text += "  not inhibited\n";
  for (const silences::Inhibitor& inhibitor : held.disputed) {
    text += fmt::format("  by the configuration it should be inhibited {}\n",
                        InhibitorText(inhibitor, style));
  }
  return text;
}

std::string MutingText(const silences::Destination& destination, const am::Route& route) {
  const am::Muting& muting = destination.muting;
  if (muting.is_inactive) {
    return fmt::format("muted outside of {}", Quoted(route.active_time_intervals));
  }
  if (muting.is_muted()) return fmt::format("muted by {}", Quoted(muting.muted_by));
  std::vector<std::string> names = route.active_time_intervals;
  names.insert(names.end(), route.mute_time_intervals.begin(), route.mute_time_intervals.end());
  return names.empty() ? "no time intervals" : fmt::format("not muted now by {}", Quoted(names));
}

std::string IntervalsText(const silences::HeldBack& held, const AccountStyle& style) {
  std::string text = "time intervals\n";
  for (const silences::Destination& destination : held.destinations) {
    const am::Route& route = style.routing->routing().routes[destination.route];
    text += fmt::format("  {}: {}\n", route.receiver, MutingText(destination, route));
  }
  return text;
}

std::string SilencesText(const silences::HeldBack& held, const AccountStyle& style) {
  std::string text = "silences\n";
  const auto add = [&](std::string_view what, const v2::Silence& silence) {
    text += fmt::format("  {} {} {{{}}}\n    by {}: {}\n", what, silence.id,
                        MatchersText(silence.matchers), silence.created_by, silence.comment);
  };
  for (const v2::Silence* silence : held.silences) {
    add(fmt::format("silenced until {} ({}) by", TimeText(silence->ends_at, style.zone),
                    AgoText(silence->ends_at.ms - style.now_ms)),
        *silence);
  }
  for (const v2::Silence* silence : held.later) {
    add(fmt::format("will be silenced from {} (in {}) by", TimeText(silence->starts_at, style.zone),
                    AgoText(silence->starts_at.ms - style.now_ms)),
        *silence);
  }
  if (held.silences.empty() && held.later.empty()) text += "  not silenced\n";
  return text;
}

std::string ReceiversText(const silences::HeldBack& held, const AccountStyle& style) {
  if (held.destinations.empty())
    return "receivers\n  none: the root of the routes does not match\n";
  std::string text = "receivers\n";
  for (const silences::Destination& destination : held.destinations) {
    const am::Route& route = style.routing->routing().routes[destination.route];
    const std::vector<std::string> reasons = held.ReasonsAt(destination);
    text += fmt::format("  {}: {}\n", route.receiver,
                        reasons.empty() ? "notified" : "not notified: " + Joined(reasons));
    if (!reasons.empty()) continue;
    const auto time = [](check::Duration d) { return check::FormatPrometheusDuration(d); };
    text += fmt::format("    group {}: first after {}, changes every {}, repeated every {}\n",
                        destination.group_labels.ToString(), time(route.group_wait),
                        time(route.group_interval), time(route.repeat_interval));
  }
  return text;
}

Json InhibitorsJson(const std::vector<silences::Inhibitor>& inhibitors, const AccountStyle& style) {
  Json list = Json::array();
  for (const silences::Inhibitor& inhibitor : inhibitors) {
    Json json = Json::object();
    if (inhibitor.source != nullptr) {
      json["fingerprint"] = inhibitor.source->fingerprint;
      json["labels"] = LabelsJson(silences::LabelsOf(*inhibitor.source, *style.table));
    }
    if (inhibitor.rule) {
      json["rule"] = *inhibitor.rule + 1;
      json["line"] = RuleLine(*inhibitor.rule, style);
    }
    list.push_back(std::move(json));
  }
  return list;
}

std::string Rfc3339(check::OffsetTime time) {
  return check::FormatTime(time.ms, "UTC", check::TimeStyle::kRfc3339);
}

Json SilencesJson(const std::vector<const v2::Silence*>& list) {
  Json json = Json::array();
  for (const v2::Silence* silence : list) {
    json.push_back({{"id", silence->id},
                    {"matchers", Json::array()},
                    {"starts_at", Rfc3339(silence->starts_at)},
                    {"ends_at", Rfc3339(silence->ends_at)},
                    {"created_by", silence->created_by},
                    {"comment", silence->comment}});
    for (const v2::SilenceMatcher& matcher : silence->matchers) {
      json.back()["matchers"].push_back(v2::ToString(matcher));
    }
  }
  return json;
}

Json ReceiverJson(const silences::Destination& destination, const silences::HeldBack& held,
                  const AccountStyle& style) {
  const am::RouteTree& tree = style.routing->routing().routes;
  const std::vector<std::string> reasons = held.ReasonsAt(destination);
  return {{"receiver", tree[destination.route].receiver},
          {"notified", reasons.empty()},
          {"reasons", reasons},
          {"route", tree.Key(destination.route)},
          {"line", style.routing->LineOf(destination.route)},
          {"group_labels", LabelsJson(destination.group_labels)},
          {"muted_by", destination.muting.muted_by},
          {"outside_active_time_intervals", destination.muting.is_inactive}};
}

}  // namespace

std::string AccountText(const AlertAccount& account, const AccountStyle& style) {
  return AlertText(*account.alert) + "\n" + StateLine(account, style) + RoutesText(account, style) +
         InhibitionText(account.held, style) + IntervalsText(account.held, style) +
         SilencesText(account.held, style) + ReceiversText(account.held, style);
}

Json AccountJson(const AlertAccount& account, const AccountStyle& style) {
  const v2::Alert& alert = *account.alert;
  const silences::HeldBack& held = account.held;
  Json json = {{"labels", LabelsJson(silences::LabelsOf(alert, *style.table))},
               {"on_server", account.is_known}};
  if (account.is_known) {
    json["fingerprint"] = alert.fingerprint;
    json["starts_at"] = Rfc3339(alert.starts_at);
    json["resolved"] = held.is_resolved;
  }
  json["inhibited_by"] = InhibitorsJson(held.inhibitors, style);
  json["inhibited_by_configuration_only"] = InhibitorsJson(held.disputed, style);
  json["silenced_by"] = SilencesJson(held.silences);
  json["silenced_later_by"] = SilencesJson(held.later);
  json["receivers"] = Json::array();
  for (const silences::Destination& destination : held.destinations) {
    json["receivers"].push_back(ReceiverJson(destination, held, style));
  }
  json["notified"] = !held.is_complete();
  return json;
}

}  // namespace tools
