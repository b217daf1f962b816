#include "libcheck/alertmanager/inhibition.h"

#include <algorithm>

namespace check::alertmanager {

using model::MatchesAll;

bool HasEqual(const InhibitRule& rule, model::Labels source, model::Labels target) {
  return std::all_of(rule.equal.begin(), rule.equal.end(),
                     [&](const std::string& name) { return source.Get(name) == target.Get(name); });
}

bool Inhibits(const InhibitRule& rule, model::Labels source, model::Labels target) {
  return MatchesAll(rule.target_matchers, target) && MatchesAll(rule.source_matchers, source) &&
         HasEqual(rule, source, target) &&
         !(MatchesAll(rule.source_matchers, target) && MatchesAll(rule.target_matchers, source));
}

std::optional<Inhibition> FindInhibition(std::span<const InhibitRule> rules,
                                         std::span<const model::Labels> firing,
                                         model::Labels target) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    if (!MatchesAll(rules[rule].target_matchers, target)) continue;
    for (std::size_t source = 0; source < firing.size(); ++source) {
      if (Inhibits(rules[rule], firing[source], target)) return Inhibition{rule, source};
    }
  }
  return std::nullopt;
}

}  // namespace check::alertmanager
