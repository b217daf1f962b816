#include "libcheck/slo/outage_trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace check::slo {
namespace {

constexpr double kAbove = 1.1;
constexpr double kBelow = 0.9;
constexpr double kHeavy = 4;
// Samples in a short window: two would do for a rate.
constexpr std::int64_t kSamples = 5;

std::int64_t RoundUp(std::int64_t time, std::int64_t step) {
  return (time + step - 1) / step * step;
}

std::int64_t ShortOf(const Tier& tier) { return tier.short_ms > 0 ? tier.short_ms : tier.long_ms; }

class Planner {
 public:
  Planner(const BurnAlert& alert, double budget, std::int64_t step)
      : alert_(alert), budget_(budget), step_(step) {}

  std::optional<OutageTrial> Above(const Tier& tier, std::vector<std::string>& untested) const;
  std::optional<OutageTrial> Below(const Tier& tier) const;
  std::optional<OutageTrial> Recovery(const Tier& tier) const;

 private:
  // Samples are so far apart that they fall on evaluations, or evaluations on them.
  std::int64_t IntervalOf(const Tier& tier) const {
    const std::int64_t wanted = ShortOf(tier) / kSamples;
    if (wanted >= step_) return wanted / step_ * step_;
    for (std::int64_t parts = RoundUp(step_, wanted) / wanted;; ++parts) {
      if (step_ % parts == 0) return step_ / parts;
    }
  }

  // When the condition of `tier` begins to hold after the outage's start: the earliest and the
  // latest. A window of samples does not reach back to the sample before it, so that it is shorter
  // by one interval; and what happens is seen a sample and an evaluation later.
  double Earliest(const Tier& tier, double error_ratio, std::int64_t interval) const {
    const double threshold = tier.factor * budget_;
    if (error_ratio <= threshold) return std::numeric_limits<double>::infinity();
    return static_cast<double>(tier.long_ms - interval) * threshold / error_ratio;
  }
  std::int64_t Latest(const Tier& tier, double error_ratio, std::int64_t interval) const {
    const double exact = static_cast<double>(tier.long_ms) * tier.factor * budget_ / error_ratio;
    return RoundUp(static_cast<std::int64_t>(std::ceil(exact)) + interval + step_, step_);
  }
  // The same of any other tier.
  double EarliestOther(const Tier& tier, double error_ratio, std::int64_t interval) const {
    double earliest = std::numeric_limits<double>::infinity();
    for (const Tier& other : alert_.tiers) {
      if (other == tier) continue;
      earliest = std::min(earliest, Earliest(other, error_ratio, interval));
    }
    return earliest;
  }

  double RatioAbove(const Tier& tier, double times) const {
    const double threshold = tier.factor * budget_;
    return std::min(threshold * times, (1 + threshold) / 2);
  }
  std::optional<double> RatioFor(const Tier& tier, std::int64_t interval) const;
  std::int64_t RecoveredBy(const Tier& tier, const OutageTrial& test) const;
  OutageTrial Begin(const Tier& tier, std::string_view what, double error_ratio) const;

  const BurnAlert& alert_;
  double budget_;
  std::int64_t step_;
};

// An error ratio above the threshold with which `tier` is the first whose condition holds.
std::optional<double> Planner::RatioFor(const Tier& tier, std::int64_t interval) const {
  for (double times = kAbove; times < 1000; times *= 2) {
    const double ratio = RatioAbove(tier, times);
    const double latest = static_cast<double>(Latest(tier, ratio, interval));
    if (EarliestOther(tier, ratio, interval) > latest) return ratio;
  }
  return std::nullopt;
}

OutageTrial Planner::Begin(const Tier& tier, std::string_view what, double error_ratio) const {
  OutageTrial test = {.name = fmt::format("{}, {}", Describe(tier), what),
                      .interval = IntervalOf(tier),
                      .error_ratio = error_ratio};
  test.quiet = RoundUp(LongestWindow(alert_) + test.interval, std::max(step_, test.interval));
  test.looks.push_back({test.quiet, false});
  return test;
}

// When no condition that could hold at the end of the outage does so any more.
std::int64_t Planner::RecoveredBy(const Tier& tier, const OutageTrial& test) const {
  std::int64_t slowest = ShortOf(tier);
  for (const Tier& other : alert_.tiers) {
    const bool holds = Earliest(other, test.error_ratio, test.interval) <=
                       static_cast<double>(test.outage + test.interval);
    if (holds) slowest = std::max(slowest, ShortOf(other));
  }
  return RoundUp(test.quiet + test.outage + slowest + test.interval + alert_.keep_firing_ms,
                 step_) +
         2 * step_;
}

std::optional<OutageTrial> Planner::Above(const Tier& tier,
                                          std::vector<std::string>& untested) const {
  const std::int64_t interval = IntervalOf(tier);
  if (tier.factor * budget_ >= 1) {
    untested.push_back(
        fmt::format("{} cannot be exceeded, even if everything fails", Describe(tier)));
    return std::nullopt;
  }
  std::optional<double> ratio = RatioFor(tier, interval);
  // 3x for 1d is as much as 1x for 3d, and 3x in 2h gives 1x in 6h: whenever the workbook's one
  // holds, the other does. Then the alert is tested as a whole.
  if (!ratio) ratio = RatioAbove(tier, kAbove);
  OutageTrial test = Begin(tier, "just above", *ratio);
  const double earliest =
      std::min(Earliest(tier, *ratio, interval), EarliestOther(tier, *ratio, interval));
  const double soonest =
      (earliest - static_cast<double>(interval + step_)) / static_cast<double>(step_);
  const std::int64_t before =
      static_cast<std::int64_t>(soonest) * step_ + alert_.for_ms / step_ * step_;
  if (soonest >= 1) test.looks.push_back({test.quiet + before, false});
  const std::int64_t fires = Latest(tier, *ratio, interval) + RoundUp(alert_.for_ms, step_) + step_;
  test.looks.push_back({test.quiet + fires, true});
  test.outage = RoundUp(fires, std::max(step_, interval));

  test.end = RecoveredBy(tier, test);
  test.looks.push_back({test.end, false});
  return test;
}

std::optional<OutageTrial> Planner::Below(const Tier& tier) const {
  const double ratio = std::min(tier.factor * budget_ * kBelow, 1.0);
  OutageTrial test = Begin(tier, "just below", ratio);
  test.outage =
      RoundUp(tier.long_ms + test.interval + alert_.for_ms, std::max(step_, test.interval)) +
      2 * step_;
  // Another tier may fire by then, which is right.
  if (EarliestOther(tier, ratio, test.interval) <=
      static_cast<double>(test.outage + test.interval)) {
    return std::nullopt;
  }
  test.end = test.quiet + test.outage;
  test.looks.push_back({test.end, false});
  return test;
}

// A heavy outage, whose errors the long window still has when the short one is without any.
std::optional<OutageTrial> Planner::Recovery(const Tier& tier) const {
  const double threshold = tier.factor * budget_;
  if (tier.short_ms == 0 || threshold >= 1) return std::nullopt;
  OutageTrial test = Begin(tier, "recovery", RatioAbove(tier, kHeavy));
  test.outage = RoundUp(tier.long_ms / 2, std::max(step_, test.interval));
  const std::int64_t fires =
      Latest(tier, test.error_ratio, test.interval) + RoundUp(alert_.for_ms, step_) + step_;
  test.end = RecoveredBy(tier, test);
  const std::int64_t since = test.end - test.quiet;  // The outage's start.
  const std::int64_t seen = std::min(test.outage, tier.long_ms + test.outage - since);
  const double still = test.error_ratio * static_cast<double>(seen - 2 * test.interval) /
                       static_cast<double>(tier.long_ms);
  if (fires > test.outage || still < threshold) return std::nullopt;
  test.looks.push_back({test.quiet + test.outage, true});
  test.looks.push_back({test.end, false});
  return test;
}

}  // namespace

std::int64_t ShortestWindow(const BurnAlert& alert) {
  std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
  for (const Tier& tier : alert.tiers) shortest = std::min(shortest, ShortOf(tier));
  return shortest;
}

std::int64_t LongestWindow(const BurnAlert& alert) {
  std::int64_t longest = 0;
  for (const Tier& tier : alert.tiers) longest = std::max(longest, tier.long_ms);
  return longest;
}

std::vector<OutageTrial> OutageTrialsOf(const BurnAlert& alert, double budget, std::int64_t step,
                                        std::vector<std::string>& untested) {
  const Planner planner(alert, budget, step);
  std::vector<OutageTrial> tests;
  for (const Tier& tier : alert.tiers) {
    if (auto test = planner.Above(tier, untested)) tests.push_back(std::move(*test));
    if (auto test = planner.Below(tier)) tests.push_back(std::move(*test));
    if (auto test = planner.Recovery(tier)) tests.push_back(std::move(*test));
  }
  return tests;
}

}  // namespace check::slo
