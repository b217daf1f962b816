#include "libcheck/slo/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace check::slo {
namespace {

double Seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

bool Exceeds(double error_ratio, const Tier& tier, double threshold) {
  if (tier.has_empty_window) return false;
  return tier.or_equal ? error_ratio >= threshold : error_ratio > threshold;
}

// When one tier's condition begins to hold, and how long it does so after recovery.
struct TierTiming {
  double condition_s = 0;
  double reset_s = 0;
};

std::vector<TierTiming> TimingsOf(std::span<const Tier> tiers, double budget,
                                  const StepOutage& outage) {
  std::vector<TierTiming> timings;
  const double step = outage.error - outage.background;
  for (const Tier& tier : tiers) {
    const double threshold = Threshold(tier, budget);
    if (!Exceeds(outage.error, tier, threshold)) continue;
    const std::int64_t last_ms = tier.short_ms > 0 ? tier.short_ms : tier.long_ms;
    timings.push_back({Seconds(tier.long_ms) * (threshold - outage.background) / step,
                       Seconds(last_ms) * (outage.error - threshold) / step});
  }
  std::ranges::sort(timings, {}, &TierTiming::condition_s);
  return timings;
}

}  // namespace

double BurnRate(double error_ratio, double budget) { return error_ratio / budget; }

double HighestBurnRate(double budget) { return 1 / budget; }

double BudgetSeconds(double budget, std::int64_t period_ms) { return budget * Seconds(period_ms); }

double BudgetEvents(double budget, double total) { return budget * total; }

double SpentByTime(double error_ratio, double seconds, double budget, std::int64_t period_ms) {
  return error_ratio * seconds / BudgetSeconds(budget, period_ms);
}

double SpentByEvents(double failed, double budget, double total) {
  return failed / BudgetEvents(budget, total);
}

double SecondsToExhaustion(double burn_rate, std::int64_t period_ms, double left) {
  if (left <= 0) return 0;
  if (burn_rate <= 0) return std::numeric_limits<double>::infinity();
  return left * Seconds(period_ms) / burn_rate;
}

double Threshold(const Tier& tier, double budget) { return tier.factor * budget; }

bool IsReachable(const Tier& tier, double budget) {
  return Exceeds(1, tier, Threshold(tier, budget));
}

double LowestObjective(double factor) { return 1 - 1 / factor; }

double RequestsPerError(const Tier& tier, double budget) { return 1 / Threshold(tier, budget); }

OutageTiming TimingOf(std::span<const Tier> tiers, std::int64_t for_ms, double budget,
                      std::int64_t period_ms, const StepOutage& outage) {
  OutageTiming timing;
  timing.already_firing = std::ranges::any_of(tiers, [&](const Tier& tier) {
    return Exceeds(outage.background, tier, Threshold(tier, budget));
  });
  if (timing.already_firing) return timing;
  const std::vector<TierTiming> timings = TimingsOf(tiers, budget, outage);
  if (timings.empty()) return timing;

  // All tiers whose condition comes to hold do so until recovery and beyond, so that the alert is
  // active from the first one's beginning until the last one's end.
  const double duration = outage.duration_s;
  const double first = timings.front().condition_s;
  const double fires = first + Seconds(for_ms);
  double shortest = std::numeric_limits<double>::infinity();
  double longest_reset = 0;
  double reset = 0;
  for (const TierTiming& tier : timings) {
    longest_reset = std::max(longest_reset, tier.reset_s);
    shortest = std::min(shortest, std::max(tier.condition_s, fires - longest_reset));
    if (tier.condition_s < duration) reset = longest_reset;
  }
  timing.condition_s = first;
  timing.shortest_s = shortest;
  if (duration <= first) return timing;
  timing.reset_s = reset;
  if (fires >= duration + reset) return timing;
  timing.detection_s = fires;
  timing.spent = (outage.error * std::min(fires, duration) +
                  outage.background * std::max(fires - duration, 0.0)) /
                 BudgetSeconds(budget, period_ms);
  return timing;
}

OutageTiming TimingOf(const BurnAlert& alert, double budget, std::int64_t period_ms,
                      const StepOutage& outage) {
  OutageTiming timing = TimingOf(alert.tiers, alert.for_ms, budget, period_ms, outage);
  if (timing.detection_s) *timing.reset_s += Seconds(alert.keep_firing_ms);
  return timing;
}

double EvaluatedDetection(double condition_s, std::int64_t for_ms, std::int64_t interval_ms) {
  const double interval = Seconds(interval_ms);
  double steps = condition_s / interval;
  // So that 12,960 s, calculated as a little less, are whole steps.
  if (std::abs(steps - std::round(steps)) <= 1e-9 * std::max(steps, 1.0)) steps = std::round(steps);
  return (std::floor(steps) + 1 + std::ceil(Seconds(for_ms) / interval)) * interval;
}

}  // namespace check::slo
