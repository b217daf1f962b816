#include "libcheck/slo/recordings.h"

#include <algorithm>

#include "libcheck/slo/series_name.h"

namespace check::slo {
namespace {

const std::string_view* Find(std::span<const rules::KeyValue> labels, std::string_view name) {
  const auto found = std::ranges::find(labels, name, &rules::KeyValue::key);
  return found == labels.end() ? nullptr : &found->value;
}

bool CanSelect(const promql::VectorSelector& selector, const PlacedRule& placed) {
  return std::ranges::all_of(selector.matchers, [&](const model::Matcher& matcher) {
    if (matcher.name == "__name__") return true;
    const std::string_view* value = LabelOf(placed, matcher.name);
    if (value == nullptr) return true;
    if (matcher.type == model::MatchType::kEqual) return *value == matcher.value;
    return matcher.type != model::MatchType::kNotEqual || *value != matcher.value;
  });
}

bool IsConstant(std::string_view name) {
  const NamedMeaning meaning = MeaningOf(name);
  return meaning == NamedMeaning::kObjective || meaning == NamedMeaning::kBudget ||
         name.ends_with(kDaysOfPeriod) || name.ends_with(kSecondsOfPeriod);
}

}  // namespace

const std::string_view* LabelOf(const PlacedRule& placed, std::string_view name) {
  const std::string_view* value = Find(placed.rule->labels, name);
  return value != nullptr ? value : Find(placed.group->labels, name);
}

Recordings::Recordings(std::span<const rules::RuleSet> sets) {
  for (const rules::RuleSet& set : sets) {
    for (const rules::Group& group : set.groups) {
      for (const rules::Rule& rule : group.rules) {
        if (rule.is_alert() || rule.expr == nullptr) continue;
        by_name_.emplace(rule.record, rules_.size());
        rules_.push_back({&rule, &group, &set});
        if (IsConstant(rule.record)) constants_.push_back(rules_.back());
      }
    }
  }
}

std::vector<const PlacedRule*> Recordings::Selected(const promql::VectorSelector& selector) const {
  std::vector<const PlacedRule*> selected;
  const auto [begin, end] = by_name_.equal_range(promql::MetricName(selector));
  for (auto at = begin; at != end; ++at) {
    const PlacedRule& placed = rules_[at->second];
    if (CanSelect(selector, placed)) selected.push_back(&placed);
  }
  // The table keeps them in no order.
  std::ranges::sort(selected, {}, [](const PlacedRule* placed) { return placed->rule->expr_node; });
  return selected;
}

}  // namespace check::slo
