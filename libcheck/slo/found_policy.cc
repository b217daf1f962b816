#include "libcheck/slo/found_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <set>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/promql/parse.h"
#include "libcheck/slo/series_name.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

bool IsSame(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::abs(a);
}

FoundWindow WindowOf(const BurnCondition& condition, const Recordings& recordings) {
  const Measure& value = condition.value;
  return {.length_ms = value.window_ms,
          .from = value.window_from,
          .series = std::string(value.series),
          .is_recorded = recordings.HasName(value.series),
          .averages_ratios = value.averages_ratios,
          .named_ms = WindowInName(value.series),
          .where = condition.value_where,
          .threshold_where = condition.threshold_where};
}

std::string Window(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

// The selectors from which the value of an expression comes in the end, without windows.
struct Leaves {
  std::set<std::string> selectors;
  std::set<const rules::Rule*> followed;
};
void Gather(const promql::Expr& expr, const Recordings& recordings, int depth, Leaves& leaves) {
  constexpr int kMaxDepth = 8;
  for (const promql::VectorSelector* selector : promql::ListSelectors(expr)) {
    const auto rules = recordings.Selected(*selector);
    if (rules.empty() || depth == kMaxDepth) {
      leaves.selectors.insert(WithoutWindows(promql::ToString(*selector)));
      continue;
    }
    for (const PlacedRule* placed : rules) {
      if (!leaves.followed.insert(placed->rule).second) continue;
      Gather(*placed->rule->expr, recordings, depth + 1, leaves);
    }
  }
}

// Whether two conditions look at the same ratio: written alike, or made of the same series, as
// `errors / total` and `1 - good / total` are.
bool IsSameRatio(const BurnCondition& a, const BurnCondition& b, const Recordings& recordings) {
  if (a.key == b.key) return true;
  Leaves of_a;
  Leaves of_b;
  Gather(*a.value_expr, recordings, 0, of_a);
  Gather(*b.value_expr, recordings, 0, of_b);
  return std::ranges::any_of(of_a.selectors, [&](const std::string& selector) {
    return of_b.selectors.contains(selector);
  });
}

}  // namespace

std::variant<FoundTier, std::string> TierOf(const Conjunction& conjunction,
                                            const Recordings& recordings) {
  std::vector<const BurnCondition*> burns;
  for (const BurnCondition& burn : conjunction.burns) burns.push_back(&burn);
  std::ranges::stable_sort(burns, std::ranges::greater{},
                           [](const BurnCondition* burn) { return burn->value.window_ms; });
  const BurnCondition& longest = *burns.front();
  const BurnCondition& shortest = *burns.back();
  if (burns.size() > 2) {
    return fmt::format("{} windows are and-ed: a tier has a long one and a short one",
                       burns.size());
  }
  FoundTier found;
  found.tier = {.long_ms = longest.value.window_ms,
                .short_ms = 0,
                .factor = longest.threshold.factor,
                .or_equal = longest.or_equal};
  found.ratio = longest.threshold.ratio;
  found.factor = longest.threshold.factor;
  found.budget = longest.threshold.budget;
  found.names_burn_rate = longest.threshold.names_burn_rate;
  found.may_exceed_one = longest.value.may_exceed_one || shortest.value.may_exceed_one;
  found.long_window = WindowOf(longest, recordings);
  found.guards = conjunction.guards;
  if (burns.size() == 1) return found;
  if (longest.value.window_ms == shortest.value.window_ms) {
    return fmt::format("the same window, {}, is compared twice", Window(longest.value.window_ms));
  }
  if (!IsSameRatio(longest, shortest, recordings)) {
    return std::string("its windows are not of the same ratio");
  }
  const bool same = IsSame(longest.threshold.ratio, shortest.threshold.ratio) &&
                    IsSame(longest.threshold.factor, shortest.threshold.factor);
  if (!same) {
    const bool by_factor = longest.threshold.names_burn_rate && shortest.threshold.names_burn_rate;
    const auto shown = [&](const BurnThreshold& threshold) {
      return FormatGoFloat(by_factor ? threshold.factor : threshold.ratio, 'g', 6);
    };
    return fmt::format(
        "its windows are compared with different thresholds, {} over {} and {} over {}",
        shown(longest.threshold), Window(longest.value.window_ms), shown(shortest.threshold),
        Window(shortest.value.window_ms));
  }
  found.tier.short_ms = shortest.value.window_ms;
  found.short_window = WindowOf(shortest, recordings);
  return found;
}

namespace {

// A budget as computers have it, 0.0009999999999999432, as the objective that was meant.
std::optional<Objective> ObjectiveOf(double budget) {
  if (!(budget > 0 && budget < 1)) return std::nullopt;
  const auto objective = Objective::ParseRatio(fmt::format("{:.12f}", 1 - budget));
  return objective ? std::optional(*objective) : std::nullopt;
}

const std::string_view* LabelOf(const FoundAlert& alert, std::string_view name) {
  return LabelOf(alert.placed, name);
}

// Whether a constant that `constant` records can be one of the objective that `alert` is about:
// their labels do not contradict each other.
bool BelongsTo(const PlacedRule& constant, const FoundAlert& alert) {
  constexpr std::array<std::string_view, 6> kIdentity = {"sloth_id", "sloth_slo", "sloth_service",
                                                         "slo",      "service",   "job"};
  return std::ranges::all_of(kIdentity, [&](std::string_view name) {
    const std::string_view* own = LabelOf(constant, name);
    const std::string_view* its = LabelOf(alert, name);
    return own == nullptr || its == nullptr || *own == *its;
  });
}

// Sloth's alerts have its labels in their matchers, not of themselves.
bool IsSelectedBy(const PlacedRule& constant, const std::string& key) {
  const std::string_view* id = LabelOf(constant, "sloth_id");
  return id == nullptr || key.find("sloth_id=\"" + std::string(*id) + "\"") != std::string::npos;
}

// Values that constants of such a meaning have, if they are all the same.
struct Constant {
  std::optional<double> value;
  Location where;
};
template <typename Accepts, typename Convert>
Constant FindConstant(const FoundPolicy& policy, const Recordings& recordings, Measurer& measurer,
                      Accepts&& accepts, Convert&& convert) {
  Constant found;
  for (const PlacedRule& placed : recordings.constants()) {
    if (!accepts(placed.rule->record)) continue;
    if (!BelongsTo(placed, policy.alerts.front()) || !IsSelectedBy(placed, policy.key)) continue;
    const Measure measure = measurer.Of(*placed.rule->expr);
    if (std::isnan(measure.number)) continue;
    const double value = convert(measure.number);
    if (found.value && !IsSame(*found.value, value)) return {};
    found.value = value;
    found.where = {placed.rule->expr_source, placed.rule->expr->span};
  }
  return found;
}

void FindObjective(FoundPolicy& policy, const Recordings& recordings, Measurer& measurer) {
  for (const FoundAlert& alert : policy.alerts) {
    for (const FoundTier& tier : alert.tiers) {
      policy.objective = ObjectiveOf(tier.budget);
      if (!policy.objective) continue;
      policy.objective_where = tier.long_window.threshold_where;
      return;
    }
  }
  const Constant goal = FindConstant(
      policy, recordings, measurer,
      [](std::string_view name) {
        const NamedMeaning meaning = MeaningOf(name);
        return meaning == NamedMeaning::kObjective || meaning == NamedMeaning::kBudget;
      },
      // Objectives as the budgets that they leave.
      [](double value) { return value > 0.5 ? 1 - value : value; });
  if (!goal.value) return;
  policy.objective = ObjectiveOf(*goal.value);
  policy.objective_where = goal.where;
}

// Pyrra's label says in which time the factor of the alert exhausts the budget.
std::optional<std::int64_t> PeriodOfPyrra(const FoundAlert& alert) {
  const std::string_view* exhaustion = LabelOf(alert, "exhaustion");
  if (exhaustion == nullptr || alert.tiers.size() != 1) return std::nullopt;
  const auto time = ParsePrometheusDuration(*exhaustion);
  const double period_ms = time ? static_cast<double>(*time / std::chrono::milliseconds(1)) *
                                      alert.tiers.front().tier.factor
                                : 0;
  if (!(period_ms > 0 && period_ms < 1e15)) return std::nullopt;
  return std::llround(period_ms);
}

void FindPeriod(FoundPolicy& policy, const Recordings& recordings, Measurer& measurer) {
  const auto take = [&](std::string_view suffix, double unit_ms) {
    const Constant found = FindConstant(
        policy, recordings, measurer, [&](std::string_view name) { return name.ends_with(suffix); },
        [&](double value) { return value * unit_ms; });
    if (!found.value || !(*found.value > 0 && *found.value < 1e6 * kDayMs)) return false;
    policy.period_ms = std::llround(*found.value);
    policy.period_where = found.where;
    return true;
  };
  if (take(kDaysOfPeriod, kDayMs) || take(kSecondsOfPeriod, 1000)) return;
  // The label is rounded to a few digits: the greatest is nearest.
  for (const FoundAlert& alert : policy.alerts) {
    const auto period = PeriodOfPyrra(alert);
    if (period && *period > policy.period_ms.value_or(0)) policy.period_ms = period;
  }
}

}  // namespace

void FindConstants(FoundPolicy& policy, const Recordings& recordings, Measurer& measurer) {
  FindObjective(policy, recordings, measurer);
  FindPeriod(policy, recordings, measurer);
  if (policy.objective) policy.SetObjective(*policy.objective);
}

std::string PolicyName(const FoundAlert& alert, const std::string& key) {
  constexpr std::array<std::string_view, 3> kNames = {"sloth_id", "slo", "slo_name"};
  for (const std::string_view label : kNames) {
    if (const std::string_view* value = LabelOf(alert, label)) return std::string(*value);
    // Sloth's are in the matchers.
    const std::string matcher = std::string(label) + "=\"";
    const std::size_t at = key.find(matcher);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + matcher.size();
    return key.substr(begin, key.find('"', begin) - begin);
  }
  const std::string& series = alert.tiers.front().long_window.series;
  return series.empty() ? alert.alert.name : WithoutWindow(series);
}

}  // namespace check::slo
