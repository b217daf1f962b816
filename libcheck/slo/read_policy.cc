#include "libcheck/slo/read_policy.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/slo/burn_condition.h"
#include "libcheck/slo/found_policy.h"
#include "libcheck/slo/series_name.h"

namespace check::slo {
namespace {

std::int64_t Milliseconds(Duration duration) { return duration / std::chrono::milliseconds(1); }

std::string SeverityOf(const PlacedRule& placed) {
  // What Sloth calls page and ticket can have any `severity` besides.
  const std::string_view* severity = LabelOf(placed, "sloth_severity");
  if (severity == nullptr) severity = LabelOf(placed, "severity");
  return severity == nullptr ? "" : std::string(*severity);
}

bool Mentions(std::string_view text, std::string_view word) {
  return LowerAscii(text).find(word) != std::string::npos;
}

// Whether its author calls it a burn-rate alert.
bool ClaimsToBurn(const rules::Rule& rule) {
  if (Mentions(rule.alert, "burn") || Mentions(rule.alert, "errorbudget")) return true;
  return std::ranges::any_of(promql::ListSelectors(*rule.expr), [](const auto* selector) {
    return Mentions(promql::MetricName(*selector), "burn");
  });
}

class Reader {
 public:
  Reader(std::span<const rules::RuleSet> sets, const ReadPolicyOptions& options)
      : options_(options), recordings_(sets), measurer_(recordings_) {
    for (const rules::RuleSet& set : sets) {
      for (const rules::Group& group : set.groups) {
        for (const rules::Rule& rule : group.rules) {
          if (rule.is_alert() && rule.expr != nullptr) Read({&rule, &group, &set});
        }
      }
    }
    for (FoundPolicy& policy : reading_.policies) {
      policy.name = PolicyName(policy.alerts.front(), policy.key);
      FindConstants(policy, recordings_, measurer_);
    }
  }

  PolicyReading Take() { return std::move(reading_); }

 private:
  void Read(const PlacedRule& placed) {
    const rules::Rule& rule = *placed.rule;
    const AlertShape shape = ShapeOf(*rule.expr, *rule.expr_source, measurer_);
    FoundAlert found = {.placed = placed, .alert = {}, .tiers = {}, .where = {}, .others = {}};
    std::string why = shape.why;
    Location where = shape.why_where;
    std::string key;
    for (const Conjunction& alternative : shape.alternatives) {
      if (alternative.burns.empty()) {
        found.others.insert(found.others.end(), alternative.guards.begin(),
                            alternative.guards.end());
        continue;
      }
      const BurnCondition& first = alternative.burns.front();
      auto tier = TierOf(alternative, recordings_);
      if (auto* problem = std::get_if<std::string>(&tier)) {
        why = std::move(*problem);
        where = first.value_where;
        found.tiers.clear();
        break;
      }
      if (key.empty()) key = first.key;
      found.tiers.push_back(std::move(std::get<FoundTier>(tier)));
    }
    const bool is_burn_alert = std::ranges::any_of(found.tiers, [&](const FoundTier& tier) {
      return tier.names_burn_rate || tier.tier.short_ms > 0 || options_.plain_thresholds;
    });
    if (is_burn_alert) return Add(std::move(found), std::move(key));
    const bool seems_so = std::ranges::any_of(
        shape.alternatives, [](const Conjunction& each) { return each.burns.size() > 1; });
    if (seems_so || ClaimsToBurn(rule)) Refuse(placed, found, std::move(why), where);
  }

  void Add(FoundAlert found, std::string key) {
    const rules::Rule& rule = *found.placed.rule;
    found.where = {found.placed.set->file, rule.name_node->span};
    found.alert = {.name = std::string(rule.alert),
                   .severity = SeverityOf(found.placed),
                   .tiers = {},
                   .for_ms = Milliseconds(rule.hold),
                   .keep_firing_ms = Milliseconds(rule.keep_firing_for)};
    for (const FoundTier& tier : found.tiers) found.alert.tiers.push_back(tier.tier);
    const auto [at, is_new] = by_key_.try_emplace(key, reading_.policies.size());
    if (is_new) {
      reading_.policies.push_back({.name = {},
                                   .key = std::move(key),
                                   .objective = {},
                                   .objective_where = {},
                                   .period_ms = {},
                                   .period_where = {},
                                   .alerts = {}});
    }
    reading_.policies[at->second].alerts.push_back(std::move(found));
  }

  void Refuse(const PlacedRule& placed, const FoundAlert& found, std::string why, Location where) {
    if (why.empty()) {
      why = found.tiers.empty()
                ? "it does not compare an error ratio over a window with a threshold"
                : "it compares one window with a plain number, which is a burn rate only together "
                  "with an objective";
    }
    if (where.file == nullptr) where = {placed.rule->expr_source, placed.rule->expr->span};
    reading_.unread.push_back({placed, std::move(why), where});
  }

  const ReadPolicyOptions& options_;
  const Recordings recordings_;
  Measurer measurer_;
  PolicyReading reading_;
  std::unordered_map<std::string, std::size_t> by_key_;  // Indices of policies.
};

}  // namespace

PolicyReading ReadPolicies(std::span<const rules::RuleSet> sets, const ReadPolicyOptions& options) {
  return Reader(sets, options).Take();
}

Policy FoundPolicy::AsPolicy() const {
  Policy policy = {.name = name, .alerts = {}};
  for (const FoundAlert& alert : alerts) policy.alerts.push_back(alert.alert);
  return policy;
}

void FoundPolicy::SetObjective(const Objective& given) {
  objective = given;
  for (FoundAlert& alert : alerts) {
    for (std::size_t i = 0; i < alert.tiers.size(); ++i) {
      FoundTier& tier = alert.tiers[i];
      const double budget = given.budget();
      if (tier.names_burn_rate && std::isnan(tier.budget)) {
        tier.ratio = tier.factor * budget;
      } else {
        const bool as_written = std::abs(tier.budget - budget) <= 1e-9 * budget;
        tier.tier.factor = as_written ? tier.factor : tier.ratio / budget;
      }
      alert.alert.tiers[i] = tier.tier;
    }
  }
}

bool FoundPolicy::is_complete() const {
  return std::ranges::all_of(alerts, [](const FoundAlert& alert) {
    return std::ranges::all_of(alert.tiers, [](const FoundTier& tier) {
      return !std::isnan(tier.tier.factor) && !std::isnan(tier.ratio);
    });
  });
}

}  // namespace check::slo
