#ifndef LIBCHECK_ALERTS_RULES_HIT_H_
#define LIBCHECK_ALERTS_RULES_HIT_H_

#include <span>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alerts/rule_alerts.h"

namespace check::alerts {

/// A rule whose alerts some matchers match, such as those of a silence.
struct HitRule {
  const RuleAlert* rule = nullptr;  ///< Of the RuleAlerts that were asked.
  /// How many of its alerts: all, some, or perhaps some (kUnknown). Never kNone.
  alertmanager::Share share = alertmanager::Share::kUnknown;
};

/// In the order of the rules. Alerts are looked at as Alertmanagers get them.
std::vector<HitRule> RulesHit(const RuleAlerts& rules,
                              std::span<const model::AlertMatcher> matchers);

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_RULES_HIT_H_
