#include "libcheck/alerts/alert_routes.h"

#include <algorithm>
#include <set>
#include <utility>

namespace check::alerts {

using alertmanager::AlertShape;
using alertmanager::RouteClass;

std::vector<AlertShape> ShapesOf(std::span<const SentAlert> alerts) {
  std::vector<AlertShape> shapes;
  for (const SentAlert& alert : alerts) shapes.push_back(alert.shape);
  return shapes;
}

std::vector<std::string> LabelsOf(const alertmanager::Routing& routing) {
  std::set<std::string> names;
  const auto add = [&](std::span<const model::AlertMatcher> matchers) {
    for (const model::AlertMatcher& matcher : matchers) names.insert(matcher.name());
  };
  for (const alertmanager::Route& route : routing.routes.routes()) {
    add(route.matchers);
    names.insert(route.group_by.begin(), route.group_by.end());
  }
  for (const alertmanager::InhibitRule& rule : routing.inhibit_rules) {
    add(rule.source_matchers);
    add(rule.target_matchers);
    names.insert(rule.equal.begin(), rule.equal.end());
  }
  return {names.begin(), names.end()};
}

AlertRoutes::AlertRoutes(const alertmanager::Routing& routing, const RuleAlerts& rules)
    : AlertRoutes(routing, rules, rules.Sent(LabelsOf(routing))) {}

AlertRoutes::AlertRoutes(const alertmanager::Routing& routing, const RuleAlerts& rules,
                         std::vector<SentAlert> sent)
    : rules_(rules), classifier_({&routing.routes}, ShapesOf(sent)) {
  for (SentAlert& alert : sent) {
    auto& classes = classes_[classifier_.space().BoxOf(&alert.shape)];
    if (classes == nullptr) {
      classes = std::make_unique<alertmanager::RouteClasses>(
          classifier_.Divide(&alert.shape, [](const RouteClass&) { return true; }));
    }
    alerts_.push_back({std::move(alert), classes.get()});
  }
}

std::vector<const RuleAlert*> AlertRoutes::Dropped() const {
  std::vector<const RuleAlert*> dropped;
  for (const RuleAlert& rule : rules_.rules()) {
    if (std::none_of(alerts_.begin(), alerts_.end(),
                     [&](const RoutedAlert& alert) { return alert.sent.rule == &rule; })) {
      dropped.push_back(&rule);
    }
  }
  return dropped;
}

}  // namespace check::alerts
