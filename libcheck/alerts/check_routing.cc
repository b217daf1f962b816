#include "libcheck/alerts/check_routing.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alerts/alert_routes.h"
#include "libcheck/alerts/codes.h"
#include "libcheck/base/edit_distance.h"

namespace check::alerts {
namespace {

using alertmanager::AlertCondition;
using alertmanager::AlertShape;
using alertmanager::AlertSpace;
using alertmanager::LabelCondition;
using alertmanager::LabelPresence;
using alertmanager::LabelShape;
using alertmanager::RouteClass;
using model::AlertMatcher;

using WrittenRoute = config::alertmanager::Route;

// Every route as it is written, in the order of their numbers.
std::vector<const WrittenRoute*> WrittenRoutes(const WrittenRoute& root) {
  std::vector<const WrittenRoute*> routes;
  std::vector<const WrittenRoute*> waiting = {&root};
  while (!waiting.empty()) {
    const WrittenRoute* route = waiting.back();
    waiting.pop_back();
    routes.push_back(route);
    for (std::size_t i = route->routes.size(); i > 0; --i) {
      waiting.push_back(&route->routes[i - 1]);
    }
  }
  return routes;
}

std::string Quoted(std::span<const std::string> words) {
  return fmt::format("`{}`", fmt::join(words, "`, `"));
}

/// The labels of some alerts.
class KnownLabels {
 public:
  KnownLabels(std::span<const RoutedAlert> alerts, bool has_config)
      : alerts_(alerts), has_config_(has_config) {}

  bool NeverHave(std::string_view label) const {
    return std::all_of(alerts_.begin(), alerts_.end(), [&](const RoutedAlert& alert) {
      return alert.sent.shape.Find(label).presence() == LabelPresence::kNever;
    });
  }

  // What can be said of the values that a matcher wants, if none of the alerts has them.
  std::string Advice(const AlertMatcher& matcher) const {
    if (NeverHave(matcher.name())) return LabelAdvice(matcher.name());
    std::set<std::string> values;
    for (const RoutedAlert& alert : alerts_) {
      const LabelShape shape = alert.sent.shape.Find(matcher.name());
      if (shape.any_value) return {};
      values.insert(shape.values.begin(), shape.values.end());
    }
    constexpr std::size_t kMostListed = 8;
    std::vector<std::string> list(values.begin(), values.end());
    const std::vector<std::string_view> candidates(list.begin(), list.end());
    if (const auto match = ClosestMatch(matcher.value(), candidates)) {
      return fmt::format("did you mean `{}`?", *match);
    }
    const std::size_t more = list.size() - std::min(list.size(), kMostListed);
    list.resize(list.size() - more);
    return fmt::format("alerts have {} for `{}`{}", Quoted(list), matcher.name(),
                       more == 0 ? "" : fmt::format(", and {} more", more));
  }

  // What to do about a label that none of them has.
  std::string LabelAdvice(std::string_view label) const {
    std::set<std::string> names;
    for (const RoutedAlert& alert : alerts_) {
      for (const LabelShape& shape : alert.sent.shape.labels) {
        if (shape.presence() != LabelPresence::kNever) names.insert(shape.name);
      }
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    if (const auto match = ClosestMatch(label, candidates)) {
      return fmt::format("did you mean `{}`?", *match);
    }
    return has_config_ ? fmt::format("set `{}` in the rules, or in `external_labels`", label)
                       : "if `external_labels` set it, name the prometheus.yml with `--prometheus`";
  }

 private:
  std::span<const RoutedAlert> alerts_;
  bool has_config_;
};

// With all matchers of routes and inhibition rules.
AlertSpace SpaceOf(const alertmanager::Routing& routing, std::span<const RoutedAlert> alerts) {
  std::vector<std::span<const AlertMatcher>> matchers;
  for (const alertmanager::Route& route : routing.routes.routes()) {
    matchers.emplace_back(route.matchers);
  }
  for (const alertmanager::InhibitRule& rule : routing.inhibit_rules) {
    matchers.emplace_back(rule.source_matchers);
    matchers.emplace_back(rule.target_matchers);
  }
  std::vector<AlertShape> shapes;
  for (const RoutedAlert& alert : alerts) shapes.push_back(alert.sent.shape);
  return AlertSpace(matchers, shapes);
}

class RoutingCheck {
 public:
  RoutingCheck(const CheckedRouting& checked, const RuleAlerts& rules, Diagnostics& diagnostics)
      : checked_(checked),
        rules_(rules),
        routes_(checked.routing, rules),
        labels_(routes_.alerts(), rules.has_config()),
        space_(SpaceOf(checked.routing, routes_.alerts())),
        diagnostics_(diagnostics) {
    for (const RoutedAlert& alert : routes_.alerts()) {
      boxes_.push_back(space_.BoxOf(&alert.sent.shape));
    }
    is_certain_ = std::all_of(routes_.alerts().begin(), routes_.alerts().end(),
                              [](const RoutedAlert& alert) { return alert.routes->is_complete(); });
    // Alerts that could not be read may go anywhere.
    knows_all_alerts_ = rules.unreadable().empty() && !rules.rules().empty();
  }

  void Run() {
    if (!checked_.config.route) return;
    CheckDefaultRoute();
    if (!knows_all_alerts_) return;
    written_ = WrittenRoutes(*checked_.config.route);
    if (is_certain_) CheckReached();
    CheckGrouping();
    CheckInhibitRules();
  }

 private:
  const alertmanager::RouteTree& tree() const { return checked_.routing.routes; }
  Location Where(const yaml::Node& node) const { return {&checked_.file, node.span}; }

  void CheckDefaultRoute() {
    if (tree().routes().size() == 1) return;
    for (const RuleAlert& rule : rules_.rules()) {
      bool is_sent = false;
      const bool is_default = std::all_of(
          routes_.alerts().begin(), routes_.alerts().end(), [&](const RoutedAlert& alert) {
            if (alert.sent.rule != &rule) return true;
            is_sent = true;
            const auto& classes = alert.routes->classes;
            return alert.routes->is_complete() &&
                   std::all_of(classes.begin(), classes.end(), [](const RouteClass& c) {
                     return c.ends.front() == std::vector<std::uint32_t>{0};
                   });
          });
      if (!is_sent || !is_default) continue;
      Diagnostic& found = diagnostics_.Report(
          kAlertDefaultRoute, rule.where,
          fmt::format("`{}` goes to the default receiver `{}`: no other route matches it",
                      rule.name, tree()[0].receiver));
      found.notes.push_back(DefaultAdvice(rule));
    }
  }

  // What a rule can do about going to the default route.
  std::string DefaultAdvice(const RuleAlert& rule) const {
    for (const alertmanager::Route& route : tree().routes()) {
      for (const AlertMatcher& matcher : route.matchers) {
        if (matcher.type() != model::MatchType::kEqual) continue;
        const LabelShape label = rule.shape.Find(matcher.name());
        if (label.any_value || label.values.size() != 1) continue;
        const std::string_view wanted = matcher.value();
        if (label.values.front() == wanted) continue;
        if (!ClosestMatch(label.values.front(), {&wanted, 1})) continue;
        return fmt::format("the route in line {} requires `{}`, but the alert has `{}`",
                           checked_.file.PositionOf(route.span.begin).line, matcher.ToString(),
                           label.values.front());
      }
    }
    return "add the labels that a route matches, or a route, unless the default receiver is "
           "intended";
  }

  void CheckReached() {
    std::vector<char> is_reached(tree().routes().size());
    for (const RoutedAlert& alert : routes_.alerts()) {
      for (const RouteClass& alerts : alert.routes->classes) {
        for (const std::uint32_t route : alerts.visited.front()) is_reached[route] = 1;
      }
    }
    for (std::uint32_t route = 1; route < is_reached.size(); ++route) {
      if (is_reached[route] != 0 || is_reached[tree()[route].parent] == 0) continue;
      ReportUnreached(route);
    }
  }

  void ReportUnreached(std::uint32_t route) {
    const WrittenRoute& written = *written_[route];
    std::vector<AlertMatcher> unmatched;
    for (const AlertMatcher& matcher : tree()[route].matchers) {
      if (!AnyMatches({&matcher, 1})) unmatched.push_back(matcher);
    }
    const yaml::Node& place = unmatched.size() == 1
                                  ? PlaceOf(written.section, "", unmatched.front())
                                  : MatchersPlace(written.section, "");
    if (!unmatched.empty()) {
      std::vector<std::string> texts;
      for (const AlertMatcher& matcher : unmatched) texts.push_back(matcher.ToString());
      Diagnostic& found =
          diagnostics_.Report(kRouteWithoutAlerts, Where(place),
                              fmt::format("no alert of the rules matches {}", Quoted(texts)));
      AddNote(found, labels_.Advice(unmatched.front()));
    } else if (!AnyMatches(tree()[route].matchers)) {
      diagnostics_.Report(kRouteWithoutAlerts, Where(place),
                          "no alert of the rules matches all of these matchers");
    } else {
      diagnostics_
          .Report(kRouteWithoutAlerts, Where(place), "no alert of the rules can reach this route")
          .notes.emplace_back(
              "its parent routes do not match these alerts, or earlier routes take them");
    }
  }

  static void AddNote(Diagnostic& found, std::string note) {
    if (!note.empty()) found.notes.push_back(std::move(note));
  }

  // The alerts, as far as they may match. The matchers are some of the configuration.
  std::vector<const RoutedAlert*> Matching(std::span<const AlertMatcher> matchers) const {
    const AlertCondition condition = space_.ConditionOf(matchers);
    const bool is_clear = std::all_of(
        condition.begin(), condition.end(),
        [&](const LabelCondition& label) { return space_.labels()[label.label].is_complete(); });
    std::vector<const RoutedAlert*> matching;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      if (!is_clear ||
          std::all_of(condition.begin(), condition.end(), [&](const LabelCondition& label) {
            return boxes_[i][label.label].Intersects(label.parts);
          })) {
        matching.push_back(&routes_.alerts()[i]);
      }
    }
    return matching;
  }
  bool AnyMatches(std::span<const AlertMatcher> matchers) const {
    return !Matching(matchers).empty();
  }

  static const yaml::Node& MatchersPlace(const schema::Values& section, const std::string& prefix) {
    for (const char* field : {"matchers", "match", "match_re"}) {
      if (const yaml::Entry* entry = section.Find(prefix + field)) return entry->value;
    }
    return section.node();
  }

  // Where a matcher is written.
  static const yaml::Node& PlaceOf(const schema::Values& section, const std::string& prefix,
                                   const AlertMatcher& matcher) {
    for (const yaml::Node& item : section.Items(prefix + "matchers")) {
      const auto parsed = model::ParseMatchers(section.TextOf(item), model::MatcherMode::kFallback);
      const auto& found = parsed.matchers;
      if (std::find(found.begin(), found.end(), matcher) != found.end()) return item;
    }
    for (const char* field : {"match", "match_re"}) {
      const schema::Values labels = section.Sub(prefix + field);
      if (const yaml::Entry* entry = labels.Find(matcher.name())) return entry->value;
    }
    return MatchersPlace(section, prefix);
  }

  void CheckGrouping() {
    for (std::uint32_t route = 0; route < written_.size(); ++route) {
      if (!written_[route]->group_by || written_[route]->group_by_all) continue;
      const std::vector<const RoutedAlert*> alerts = Reaching(route);
      if (alerts.empty()) continue;
      const schema::Values& section = written_[route]->section;
      for (const yaml::Node& item : section.Items("group_by")) {
        const std::string label(section.TextOf(item));
        if (!NeverHave(alerts, label)) continue;
        Diagnostic& found = diagnostics_.Report(
            kGroupLabelAbsent, Where(item),
            fmt::format("no alert {} has the label `{}`",
                        route == 0 ? "of the rules" : "that reaches this route", label));
        AddNote(found, labels_.LabelAdvice(label));
      }
    }
  }

  // The alerts that may come to a route.
  std::vector<const RoutedAlert*> Reaching(std::uint32_t route) const {
    std::vector<const RoutedAlert*> reaching;
    for (const RoutedAlert& alert : routes_.alerts()) {
      const auto& classes = alert.routes->classes;
      if (!alert.routes->is_complete() ||
          std::any_of(classes.begin(), classes.end(), [&](const RouteClass& c) {
            return std::binary_search(c.visited.front().begin(), c.visited.front().end(), route);
          })) {
        reaching.push_back(&alert);
      }
    }
    return reaching;
  }

  static bool NeverHave(std::span<const RoutedAlert* const> alerts, std::string_view label) {
    return std::all_of(alerts.begin(), alerts.end(), [&](const RoutedAlert* alert) {
      return alert->sent.shape.Find(label).presence() == LabelPresence::kNever;
    });
  }

  void CheckInhibitRules() {
    for (std::size_t i = 0; i < checked_.config.inhibit_rules.size(); ++i) {
      const config::alertmanager::InhibitRule& rule = checked_.config.inhibit_rules[i];
      const auto sources = Matching(rule.source);
      const auto targets = Matching(rule.target);
      if (sources.empty()) ReportSide(rule, "source_", rule.source);
      if (targets.empty()) ReportSide(rule, "target_", rule.target);
      if (!sources.empty() && !targets.empty()) CheckEqual(rule, sources, targets);
    }
  }

  void ReportSide(const config::alertmanager::InhibitRule& rule, const std::string& prefix,
                  std::span<const AlertMatcher> matchers) {
    const auto unmatched =
        std::find_if(matchers.begin(), matchers.end(), [&](const AlertMatcher& matcher) {
          return !AnyMatches({&matcher, 1});
        });
    const std::string_view consequence = "this inhibition rule mutes nothing";
    if (unmatched == matchers.end()) {
      diagnostics_.Report(
          kInhibitRuleWithoutAlerts, Where(MatchersPlace(rule.section, prefix)),
          fmt::format("no alert of the rules matches all of these matchers: {}", consequence));
      return;
    }
    Diagnostic& found = diagnostics_.Report(
        kInhibitRuleWithoutAlerts, Where(PlaceOf(rule.section, prefix, *unmatched)),
        fmt::format("no alert of the rules matches `{}`: {}", unmatched->ToString(), consequence));
    AddNote(found, labels_.Advice(*unmatched));
  }

  void CheckEqual(const config::alertmanager::InhibitRule& rule,
                  std::span<const RoutedAlert* const> sources,
                  std::span<const RoutedAlert* const> targets) {
    for (const yaml::Node& item : rule.section.Items("equal")) {
      const std::string label(rule.section.TextOf(item));
      const bool no_source = NeverHave(sources, label);
      const bool no_target = NeverHave(targets, label);
      if (!no_source && !no_target) continue;
      Diagnostic& found = diagnostics_.Report(
          kInhibitEqualAbsent, Where(item),
          no_source && no_target ? fmt::format("no alert on either side has the label `{}`", label)
                                 : fmt::format("no {} alert of the rules has the label `{}`",
                                               no_source ? "source" : "target", label));
      found.notes.emplace_back(no_source && no_target
                                   ? "labels that neither alert has count as equal: the rule mutes "
                                     "as if the label were not listed"
                                   : fmt::format("the rule works only for {} alerts without `{}`",
                                                 no_source ? "target" : "source", label));
    }
  }

  const CheckedRouting& checked_;
  const RuleAlerts& rules_;
  AlertRoutes routes_;
  KnownLabels labels_;
  AlertSpace space_;
  std::vector<std::vector<alertmanager::PartSet>> boxes_;  // Of each alert, in that space.
  Diagnostics& diagnostics_;
  std::vector<const WrittenRoute*> written_;
  bool is_certain_ = false;
  bool knows_all_alerts_ = false;
};

}  // namespace

void CheckRouting(const CheckedRouting& checked, const RuleAlerts& rules,
                  Diagnostics& diagnostics) {
  RoutingCheck(checked, rules, diagnostics).Run();
}

}  // namespace check::alerts
