#include "libcheck/alerts/rules_hit.h"

#include <set>
#include <string>

#include "libcheck/alertmanager/alert_space.h"
#include "libcheck/alerts/alert_routes.h"

namespace check::alerts {
namespace {

using alertmanager::AlertCondition;
using alertmanager::AlertRegion;
using alertmanager::AlertShape;
using alertmanager::AlertSpace;
using alertmanager::Answer;
using alertmanager::Share;

Share ShareOf(const AlertShape& shape, const AlertSpace& space, const AlertCondition& condition) {
  std::size_t steps = 100'000;
  AlertRegion met(space.BoxOf(&shape));
  AlertRegion not_met = met;
  switch (met.Restrict(condition, true, steps)) {
    case Answer::kNo:
      return space.UnclearLabels().empty() ? Share::kNone : Share::kUnknown;
    case Answer::kUnknown:
      return Share::kUnknown;
    case Answer::kYes:
      break;
  }
  const bool is_all = not_met.Restrict(condition, false, steps) == Answer::kNo;
  return is_all && space.UnclearLabels().empty() ? Share::kAll : Share::kSome;
}

}  // namespace

std::vector<HitRule> RulesHit(const RuleAlerts& rules,
                              std::span<const model::AlertMatcher> matchers) {
  std::set<std::string> names;
  for (const model::AlertMatcher& matcher : matchers) names.insert(matcher.name());
  const std::vector<std::string> labels(names.begin(), names.end());
  const std::vector<SentAlert> sent = rules.Sent(labels);
  const std::vector<AlertShape> shapes = ShapesOf(sent);
  const std::span<const model::AlertMatcher> sets[] = {matchers};
  const AlertSpace space(sets, shapes);
  const AlertCondition condition = space.ConditionOf(matchers);
  std::vector<HitRule> hits;
  for (const SentAlert& alert : sent) {
    const Share share = ShareOf(alert.shape, space, condition);
    if (share == Share::kNone) continue;
    // One that several Alertmanagers get, each with other labels.
    if (!hits.empty() && hits.back().rule == alert.rule) {
      if (hits.back().share != share) hits.back().share = Share::kSome;
      continue;
    }
    hits.push_back({alert.rule, share});
  }
  return hits;
}

}  // namespace check::alerts
