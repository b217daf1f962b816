#include "libcheck/slo/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

// What evaluations at intervals make of exact times.
void Evaluate(ExplainedOutage& outage, const BurnAlert& alert, const Slo& slo,
              std::int64_t interval_ms) {
  if (interval_ms <= 0 || !outage.timing.detection_s) return;
  outage.evaluated_s = EvaluatedDetection(*outage.timing.condition_s, alert.for_ms, interval_ms);
  outage.spent_evaluated = SpentByTime(outage.error_ratio, *outage.evaluated_s,
                                       slo.objective.budget(), slo.period.length_ms);
}

ExplainedOutage OutageOf(const BurnAlert& alert, double error_ratio, const Slo& slo,
                         const ExplainOptions& options) {
  ExplainedOutage outage = {
      .error_ratio = error_ratio, .timing = {}, .evaluated_s = {}, .spent_evaluated = {}};
  outage.timing =
      TimingOf(alert, slo.objective.budget(), slo.period.length_ms, {.error = error_ratio});
  Evaluate(outage, alert, slo, options.interval_ms);
  return outage;
}

ExplainedTier TierOf(std::size_t index, const Tier& tier, const Slo& slo,
                     const ExplainOptions& options) {
  const BurnAlert& alert = slo.policy.alerts[index];
  const double budget = slo.objective.budget();
  ExplainedTier explained = {.alert = index,
                             .tier = tier,
                             .for_ms = alert.for_ms,
                             .threshold = Threshold(tier, budget),
                             .share = ShareOf(tier.factor, tier.long_ms, slo.period.length_ms),
                             .exhaustion_s = SecondsToExhaustion(tier.factor, slo.period.length_ms),
                             .is_reachable = IsReachable(tier, budget),
                             .requests_needed = RequestsPerError(tier, budget),
                             .outages = {}};
  BurnAlert alone = alert;
  alone.tiers = {tier};
  for (const double ratio : options.error_ratios) {
    explained.outages.push_back(OutageOf(alone, ratio, slo, options));
  }
  if (const double near = 1.5 * explained.threshold; near < 1) {
    ExplainedOutage outage = OutageOf(alone, near, slo, options);
    outage.is_near_threshold = true;
    explained.outages.push_back(std::move(outage));
  }
  return explained;
}

// Whichever of the alerts of a severity comes first, and whichever ends last.
ExplainedOutage FirstOf(const std::string& severity, double ratio, const Slo& slo,
                        const ExplainOptions& options) {
  ExplainedOutage first = {
      .error_ratio = ratio, .timing = {}, .evaluated_s = {}, .spent_evaluated = {}};
  std::optional<double> reset;
  for (const BurnAlert& alert : slo.policy.alerts) {
    if (alert.severity != severity) continue;
    const ExplainedOutage outage = OutageOf(alert, ratio, slo, options);
    if (!outage.timing.detection_s) continue;
    reset = std::max(reset.value_or(0), outage.timing.reset_s.value_or(0));
    const bool is_sooner =
        !first.timing.detection_s || *outage.detection_s() < *first.detection_s();
    if (is_sooner) first = outage;
  }
  first.timing.reset_s = reset;
  return first;
}

std::vector<ExplainedSeverity> SeveritiesOf(const Slo& slo, const ExplainOptions& options) {
  std::vector<ExplainedSeverity> severities;
  for (const BurnAlert& alert : slo.policy.alerts) {
    const bool is_known = std::ranges::any_of(severities, [&](const ExplainedSeverity& known) {
      return known.severity == alert.severity;
    });
    if (is_known) continue;
    ExplainedSeverity& severity = severities.emplace_back();
    severity.severity = alert.severity;
    for (const double ratio : options.error_ratios) {
      severity.outages.push_back(FirstOf(alert.severity, ratio, slo, options));
    }
  }
  return severities;
}

}  // namespace

bool Explanation::has_faults() const {
  const bool is_wrong = std::ranges::any_of(faults, &PolicyFault::is_wrong);
  return is_wrong || std::ranges::any_of(claims, [](const Claim& claim) {
           return claim.verdict == Claim::Verdict::kWrong;
         });
}

Explanation Explain(const Slo& slo, const ExplainOptions& options) {
  Explanation explanation;
  explanation.title = slo.Title();
  explanation.origin = slo.policy.name + " policy";
  explanation.objective = slo.objective;
  explanation.period = slo.period;
  explanation.policy = slo.policy;
  explanation.interval_ms = options.interval_ms;
  explanation.budget_s = BudgetSeconds(slo.objective.budget(), slo.period.length_ms);
  if (options.requests_per_second > 0) {
    explanation.requests =
        options.requests_per_second * static_cast<double>(slo.period.length_ms) / 1000;
    explanation.budget_requests = BudgetEvents(slo.objective.budget(), explanation.requests);
  }
  for (std::size_t i = 0; i < slo.policy.alerts.size(); ++i) {
    for (const Tier& tier : slo.policy.alerts[i].tiers) {
      explanation.tiers.push_back(TierOf(i, tier, slo, options));
    }
  }
  explanation.severities = SeveritiesOf(slo, options);
  explanation.faults = FaultsOf({.policy = slo.policy,
                                 .objective = slo.objective,
                                 .period_ms = slo.period.length_ms,
                                 .requests_per_second = options.requests_per_second});
  if (slo.period.calendar) {
    explanation.remarks.push_back(fmt::format("assuming that {} is {} long", PeriodText(slo.period),
                                              WindowText(slo.period.length_ms)));
  }
  return explanation;
}

}  // namespace check::slo
