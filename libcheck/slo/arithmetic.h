#ifndef LIBCHECK_SLO_ARITHMETIC_H_
#define LIBCHECK_SLO_ARITHMETIC_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "libcheck/slo/policy.h"

/// Closed forms of burn-rate alerting. Throughout, B is the budget (1 - objective), P the period, f
/// a tier's factor, L and S its long and short window, e the error ratio during an outage and b
/// that before and after it. Traffic is constant, unless said otherwise.
///
/// "Workbook" is Google's Site Reliability Workbook, chapter 5, Alerting on SLOs
/// (https://sre.google/workbook/alerting-on-slos/); what is called derived follows from its alert
/// condition, and agrees with simulations of whole seconds. How factors and shares of the budget
/// become each other is in policy.h: FactorOf, ShareOf.
namespace check::slo {

/// e/B: how many times faster than allowed the budget is spent. Workbook, "Alert on Burn Rate".
double BurnRate(double error_ratio, double budget);

/// The greatest burn rate there is, when all fails: 1/B. Derived.
double HighestBurnRate(double budget);

/// The budget as time in which everything fails, in seconds: B*P. Workbook, table 5-1 and before.
double BudgetSeconds(double budget, std::int64_t period_ms);

/// The budget as events, of the `total` ones of a period: B*total.
double BudgetEvents(double budget, double total);

/// The share of the period's budget that `error_ratio` spends in `seconds`, if time counts:
/// e*t/(B*P). Workbook, "Alert on Burn Rate", where it is burn rate * time / period.
double SpentByTime(double error_ratio, double seconds, double budget, std::int64_t period_ms);

/// The same if events count: what failed, of B*total. It is the same figure only while traffic is
/// constant. Derived.
double SpentByEvents(double failed, double budget, double total);

/// How long, in seconds, until the budget is spent at this burn rate, when the share `left` of it
/// is left: left*P/burn. Infinite where nothing burns, 0 where nothing is left. Workbook, table 5-4
/// for a full budget.
double SecondsToExhaustion(double burn_rate, std::int64_t period_ms, double left = 1);

/// The error ratio that must be exceeded: f*B. Workbook, "Multiwindow, Multi-Burn-Rate Alerts".
double Threshold(const Tier& tier, double budget);

/// Whether any error ratio exceeds the threshold: f*B < 1. Derived.
bool IsReachable(const Tier& tier, double budget);

/// The objective, as a share, above which a tier of that factor can fire: 1 - 1/f. Derived.
double LowestObjective(double factor);

/// In a window with fewer requests than these, a single error exceeds the threshold: 1/(f*B).
/// Workbook, "Low-Traffic Services and Error Budget Alerting"; the form is derived.
double RequestsPerError(const Tier& tier, double budget);

/// Errors at a constant ratio for some time, and the background before and after.
struct StepOutage {
  double error = 1;       ///< From 0 to 1.
  double background = 0;  ///< Likewise.
  double duration_s = std::numeric_limits<double>::infinity();
};

/// What an outage does to an alert. Times in seconds. What does not happen is nothing.
struct OutageTiming {
  /// The background alone holds the condition: there is no beginning, and the rest is nothing.
  bool already_firing = false;
  /// From the outage's start until the condition holds, if the outage lasts that long:
  /// L*(f*B - b)/(e - b) where e > f*B. Of several tiers, the first. Workbook, "detection time",
  /// for b = 0.
  std::optional<double> condition_s;
  /// The shortest outage that fires, itself not enough: max(t, t + for - S*(e - f*B)/(e - b)), t
  /// the time above. `for` runs on after recovery while the short window holds the condition.
  /// Derived.
  std::optional<double> shortest_s;
  /// From its start until the alert fires: the time above and `for`. It may be after recovery.
  std::optional<double> detection_s;
  /// The share of the period's budget that is spent by then. Without `for` and background it is
  /// f*L/P, whatever the error ratio. Workbook, table 5-6; derived with `for`:
  /// (e*min(t + for, D) + b*max(t + for - D, 0))/(B*P).
  std::optional<double> spent;
  /// From the end of an outage that brought the condition about until it holds no more, and so
  /// until the alert is resolved if it fires at all: S*(e - f*B)/(e - b), of the tiers that hold
  /// the slowest, and `keep_firing_for`. Workbook, "reset time"; derived.
  std::optional<double> reset_s;
};

/// Of one alert, which is active while any of `tiers` is. Times are exact, as if the alert were
/// evaluated at every moment.
OutageTiming TimingOf(std::span<const Tier> tiers, std::int64_t for_ms, double budget,
                      std::int64_t period_ms, const StepOutage& outage);
/// With `keep_firing_for` as well.
OutageTiming TimingOf(const BurnAlert& alert, double budget, std::int64_t period_ms,
                      const StepOutage& outage);

/// When an alert fires whose condition holds after `condition_s`, if it is evaluated every
/// `interval_ms`, and the outage begins at an evaluation: the condition is strict, so that the next
/// evaluation counts, and `for` is rounded up to evaluations. In seconds. Where scrapes are behind
/// it takes up to one more scrape interval. Derived.
double EvaluatedDetection(double condition_s, std::int64_t for_ms, std::int64_t interval_ms);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_ARITHMETIC_H_
