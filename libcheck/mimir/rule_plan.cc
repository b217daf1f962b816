#include "libcheck/mimir/rule_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace check::mimir {
namespace {

using Name = std::pair<std::string_view, std::string_view>;

Name NameOf(const RuleGroup& group) { return {group.name_space, group.name}; }

void CompareFields(const std::string& rule, const Fields& before, const Fields& after,
                   std::vector<Difference>& differences) {
  std::set<std::string> names;
  for (const auto& [name, value] : before) names.insert(name);
  for (const auto& [name, value] : after) names.insert(name);
  for (const std::string& name : names) {
    const auto old_field = before.find(name);
    const auto new_field = after.find(name);
    const std::string old_value = old_field == before.end() ? "" : old_field->second;
    const std::string new_value = new_field == after.end() ? "" : new_field->second;
    const char sign = old_field == before.end() ? '+' : new_field == after.end() ? '-' : '~';
    if (sign == '~' && old_value == new_value) continue;
    // It has credentials.
    const bool is_secret = name == "remote_write";
    differences.push_back(
        {sign, rule, name, is_secret ? "" : old_value, is_secret ? "" : new_value});
  }
}

// Rules by their titles, each list in the order of the group.
std::map<std::string_view, std::vector<const Rule*>> ByTitle(const RuleGroup& group) {
  std::map<std::string_view, std::vector<const Rule*>> rules;
  for (const Rule& rule : group.rules) rules[rule.title].push_back(&rule);
  return rules;
}

}  // namespace

Result<RulePlan> PlanRules(std::span<const RuleGroup> there, std::span<const RuleGroup> wanted,
                           bool prune) {
  RulePlan plan;
  std::map<Name, const RuleGroup*> known;
  for (const RuleGroup& group : there) known[NameOf(group)] = &group;
  std::map<Name, const RuleGroup*> named;
  std::set<std::string_view> namespaces;
  for (const RuleGroup& group : wanted) {
    namespaces.insert(group.name_space);
    const auto [at, is_new] = named.emplace(NameOf(group), &group);
    if (!is_new) {
      return Error{fmt::format("duplicate group `{}` of the namespace `{}` in `{}` and `{}`",
                               group.name, group.name_space, at->second->file, group.file)};
    }
    const auto old = known.find(NameOf(group));
    if (old == known.end()) {
      plan.changes.push_back({nullptr, &group});
    } else if (!old->second->SaysTheSameAs(group)) {
      plan.changes.push_back({old->second, &group});
    } else {
      ++plan.unchanged;
    }
  }
  for (const RuleGroup& group : there) {
    if (!namespaces.contains(group.name_space) || named.contains(NameOf(group))) continue;
    if (prune) {
      plan.changes.push_back({&group, nullptr});
    } else {
      plan.left.push_back(&group);
    }
  }
  std::ranges::stable_sort(plan.changes, {}, [](const GroupChange& change) {
    return std::string_view(change.group().name_space);
  });
  return plan;
}

std::vector<Difference> DifferencesOf(const RuleGroup& before, const RuleGroup& after) {
  std::vector<Difference> differences;
  CompareFields("", before.fields, after.fields, differences);
  auto old_rules = ByTitle(before);
  auto new_rules = ByTitle(after);
  for (const auto& [title, rules] : new_rules) {
    const std::vector<const Rule*>& old = old_rules[title];
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (i < old.size()) {
        CompareFields(std::string(title), old[i]->fields, rules[i]->fields, differences);
      } else {
        differences.push_back({'+', std::string(title), "", "", ""});
      }
    }
  }
  for (const auto& [title, rules] : old_rules) {
    const std::size_t kept = new_rules.contains(title) ? new_rules[title].size() : 0;
    for (std::size_t i = kept; i < rules.size(); ++i) {
      differences.push_back({'-', std::string(title), "", "", ""});
    }
  }
  if (differences.empty() && !before.SaysTheSameAs(after)) {
    differences.push_back({'~', "", "order", "", ""});
  }
  return differences;
}

}  // namespace check::mimir
