#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/slo/layouts/pyrra_parts.h"

namespace check::slo::pyrra {
namespace {

using Type = PyrraDetails::Type;
using Matcher = PyrraMetric::Matcher;

constexpr std::int64_t kIntervalMs = 30'000;

// (all - good) / all
std::string ShareMissing(const std::string& all, const std::string& good) {
  return fmt::format("({} - {}) / {}", all, good, all);
}

// The share of errors over a window: Pyrra calls it a burn rate.
std::string ErrorRatio(const Plan& plan, std::int64_t window_ms) {
  const PyrraDetails& details = plan.details;
  const LabelSet grouping(details.grouping.begin(), details.grouping.end());
  const auto sum = [&](std::string_view function, const PyrraMetric& metric) {
    return Sum(grouping, fmt::format("{}({})", function, Range(metric, window_ms)));
  };
  switch (details.type) {
    case Type::kRatio:
      return fmt::format("{} / {}", sum("rate", details.part), sum("rate", details.total));
    case Type::kLatency:
      return ShareMissing(sum("rate", plan.Bucket(details.total)),
                          sum("rate", plan.Bucket(details.part)));
    case Type::kLatencyNative:
      return fmt::format("1 - histogram_fraction(0, {}, {})",
                         FormatGoFloat(static_cast<double>(details.latency_ms) / 1000, 'f', -1),
                         sum("rate", details.total));
    case Type::kBoolGauge:
      break;
  }
  return ShareMissing(sum("count_over_time", details.total), sum("sum_over_time", details.total));
}

// Pyrra: windows of short periods round to 0. Elsewhere 0 stands for no window.
bool HasShort(const Tier& tier) { return tier.short_ms > 0 || tier.has_empty_window; }

std::vector<std::int64_t> Windows(const Plan& plan) {
  std::set<std::int64_t> windows;
  for (const BurnAlert& alert : plan.slo.policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      windows.insert(tier.long_ms);
      if (HasShort(tier)) windows.insert(tier.short_ms);
    }
  }
  return {windows.begin(), windows.end()};
}

// What selects the recorded series. Regular expressions are left out unless results are grouped by
// their label: no other is among the rules' labels.
std::string RecordedMatchers(const Plan& plan, const LabelSet& grouping) {
  std::vector<std::string> matchers = {fmt::format("slo=\"{}\"", plan.name)};
  for (const Matcher& matcher : plan.details.total.matchers) {
    if (model::IsRegexp(matcher.type) && !grouping.contains(matcher.name)) continue;
    matchers.push_back(MatcherText(matcher));
  }
  std::ranges::sort(matchers);
  return fmt::format("{}", fmt::join(matchers, ","));
}

MadeRule BurnAlertRule(const Plan& plan, const BurnAlert& alert, const Tier& tier,
                       const LabelSet& grouping) {
  const std::string matchers = RecordedMatchers(plan, grouping);
  const std::string factor = FormatGoFloat(tier.factor, 'f', -1);
  const std::string target = FormatGoFloat(plan.slo.objective.ratio(), 'f', -1);
  const auto condition = [&](std::int64_t window_ms) {
    return fmt::format("{}{{{}}} {} ({} * (1-{}))",
                       BurnRateName(plan.details.total.name, window_ms), matchers,
                       tier.or_equal ? ">=" : ">", factor, target);
  };
  std::string expr = condition(tier.long_ms);
  // Labels that are passed on stay, also where results are grouped by them.
  LabelMap labels = plan.RuleLabels(grouping);
  labels.merge(plan.CommonLabels());
  if (HasShort(tier)) {
    expr = fmt::format("{} and {}", condition(tier.short_ms), expr);
    labels.insert_or_assign("short", WindowText(tier.short_ms));
  }
  labels.insert_or_assign("long", WindowText(tier.long_ms));
  labels.insert_or_assign("severity", alert.severity);
  // When the budget is gone at this rate, in whole seconds.
  const double seconds = static_cast<double>(plan.slo.period.length_ms) / 1000 / tier.factor;
  labels.insert_or_assign("exhaustion", WindowText(static_cast<std::int64_t>(seconds) * 1000));
  MadeRule rule = plan.Alert(plan.details.alert_name, std::move(expr), alert.for_ms, labels,
                             plan.Annotations(true));
  rule.burn = alert;
  rule.burn->tiers = {tier};
  if (tier.has_empty_window) rule.burn->tiers.clear();  // It never fires.
  return rule;
}

}  // namespace

MadeGroup BurnRateGroup(const Plan& plan) {
  const LabelSet grouping(plan.details.grouping.begin(), plan.details.grouping.end());
  MadeGroup group = {.name = plan.name, .interval_ms = kIntervalMs, .rules = {}};
  const LabelMap labels = plan.RuleLabels(grouping);
  for (const std::int64_t window : Windows(plan)) {
    group.rules.push_back(plan.Recording(BurnRateName(plan.details.total.name, window),
                                         ErrorRatio(plan, window), labels));
  }
  if (!plan.details.burn_rates) return group;
  for (const BurnAlert& alert : plan.slo.policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      group.rules.push_back(BurnAlertRule(plan, alert, tier, grouping));
    }
  }
  return group;
}

}  // namespace check::slo::pyrra
