#include "libcheck/slo/burn.h"

#include <algorithm>
#include <cmath>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/replay.h"

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void FillIn(const Slo& slo, const BudgetState& budget, WindowBurn& window) {
  window.ratio = window.sum.ratio();
  window.burn = window.ratio / slo.objective.budget();
  window.spent = budget.events > 0 ? window.sum.errors / budget.events : kNaN;
  window.exhaustion_s =
      std::isnan(window.burn) || std::isnan(budget.remaining)
          ? kNaN
          : SecondsToExhaustion(window.burn, budget.period.length_ms(), budget.remaining);
  window.has_few_events = window.sum.total < slo.least_events;
}

std::vector<double> FactorsOf(const Policy& policy, std::int64_t window_ms) {
  std::vector<double> factors;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      if (tier.long_ms == window_ms) factors.push_back(tier.factor);
    }
  }
  std::ranges::sort(factors);
  factors.erase(std::ranges::unique(factors).begin(), factors.end());
  return factors;
}

TierBurn TierAt(const Slo& slo, const Events& events, std::int64_t time, const Tier& tier) {
  const double budget = slo.objective.budget();
  const EventSum of_long = events.Sum(time, tier.long_ms);
  const double short_ratio = tier.short_ms > 0 ? events.Sum(time, tier.short_ms).ratio() : kNaN;
  const double threshold = Threshold(tier, budget);
  const auto exceeds = [&](double ratio) {
    return tier.or_equal ? ratio >= threshold : ratio > threshold;
  };
  TierBurn burn = {tier, of_long.ratio() / budget, short_ratio / budget};
  burn.holds = !tier.has_empty_window && exceeds(of_long.ratio()) &&
               (tier.short_ms == 0 || exceeds(short_ratio)) && of_long.total >= slo.least_events;
  burn.is_warm_up = time - tier.long_ms < events.first();
  return burn;
}

// What `timeline`, of which the last evaluation was at `time`, says of the alert then.
void SetState(const backtest::AlertTimeline& timeline, AlertBurn& alert) {
  const auto last = [](const std::vector<backtest::FiringInterval>& intervals) {
    return intervals.empty() || intervals.back().end ? nullptr : &intervals.back();
  };
  if (const auto* firing = last(timeline.firing)) {
    alert.state = AlertBurn::State::kFiring;
    alert.since = firing->start;
    alert.is_warm_up = firing->warm_up;
  } else if (const auto* pending = last(timeline.pending)) {
    alert.state = AlertBurn::State::kPending;
    alert.since = pending->start;
    alert.is_warm_up = pending->warm_up;
  }
}

}  // namespace

bool IsNearlyAll(const EventSum& sum, std::int64_t length_ms) {
  constexpr double kNearly = 0.99;
  return static_cast<double>(sum.covered_ms) >= kNearly * static_cast<double>(length_ms);
}

BudgetState BudgetAt(const Slo& slo, const Events& events, std::int64_t time) {
  BudgetState state;
  state.period = PeriodAt(slo.period, time);
  const std::int64_t length = state.period.length_ms();
  state.sum = events.Sum(time, time - state.period.start);
  state.is_complete = IsNearlyAll(state.sum, time - state.period.start);
  // The traffic of as much of the period as there is data for, or of as much time near it.
  const std::int64_t latest =
      slo.period.calendar ? std::min(state.period.end, events.last()) : time;
  const std::int64_t end = std::max(latest, std::min(events.last(), events.first() + length));
  const std::int64_t known = end - std::max(end - length, events.first());
  const EventSum traffic = events.Sum(end, length);
  if (known <= 0 || !traffic.any()) return state;
  state.events = BudgetEvents(slo.objective.budget(), traffic.total) * static_cast<double>(length) /
                 static_cast<double>(known);
  state.remaining = 1 - state.sum.errors / state.events;
  return state;
}

std::vector<std::int64_t> BurnWindows(const Slo& slo) {
  std::vector<std::int64_t> windows = {5 * kMinute, 30 * kMinute, kHour,   2 * kHour,
                                       6 * kHour,   kDay,         3 * kDay};
  for (const BurnAlert& alert : slo.policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      windows.push_back(tier.long_ms);
      if (tier.short_ms > 0) windows.push_back(tier.short_ms);
    }
  }
  std::ranges::sort(windows);
  windows.erase(std::ranges::unique(windows).begin(), windows.end());
  if (!slo.period.calendar) {
    std::erase_if(windows, [&](std::int64_t window) { return window >= slo.period.length_ms; });
  }
  return windows;
}

std::vector<WindowBurn> WindowsAt(const Slo& slo, const Events& events, std::int64_t time,
                                  std::span<const std::int64_t> windows,
                                  const BudgetState& budget) {
  std::vector<WindowBurn> burns;
  for (const std::int64_t length : windows) {
    WindowBurn& window = burns.emplace_back();
    window.window_ms = length;
    window.sum = events.Sum(time, length);
    window.is_complete = IsNearlyAll(window.sum, length);
    window.factors = FactorsOf(slo.policy, length);
    FillIn(slo, budget, window);
  }
  WindowBurn& whole = burns.emplace_back();
  whole.window_ms = time - budget.period.start;
  whole.is_period = true;
  whole.sum = budget.sum;
  whole.is_complete = budget.is_complete;
  FillIn(slo, budget, whole);
  return burns;
}

namespace {

// For how long after the last event an alert can go on firing.
std::int64_t LongestReach(const Policy& policy) {
  std::int64_t longest = 0;
  for (const BurnAlert& alert : policy.alerts) {
    for (const Tier& tier : alert.tiers) {
      longest = std::max(longest, tier.long_ms + alert.for_ms + alert.keep_firing_ms);
    }
  }
  return longest;
}

}  // namespace

BurnFacts BurnAt(const Slo& slo, const Events& events, std::int64_t time,
                 const BurnOptions& options) {
  BurnFacts facts;
  facts.time = time;
  facts.budget = BudgetAt(slo, events, time);
  const std::vector<std::int64_t> windows =
      options.windows.empty() ? BurnWindows(slo) : options.windows;
  facts.windows = WindowsAt(slo, events, time, windows, facts.budget);
  if (!slo.alerts || events.empty()) return facts;
  // Evaluations such that the last one is at `time`, or would be: once all windows are empty,
  // nothing changes any more.
  const std::int64_t beyond = time - (events.last() + LongestReach(slo.policy));
  const std::int64_t last =
      time - (beyond > 0 ? (beyond / options.interval_ms) * options.interval_ms : 0);
  const std::int64_t steps =
      std::max<std::int64_t>((last - events.first()) / options.interval_ms, 0);
  const auto timelines = Replay(slo.policy, slo.objective.budget(), events,
                                {.interval_ms = options.interval_ms,
                                 .first = last - steps * options.interval_ms,
                                 .last = last,
                                 .least_events = slo.least_events});
  for (std::size_t i = 0; i < slo.policy.alerts.size(); ++i) {
    const BurnAlert& alert = slo.policy.alerts[i];
    AlertBurn& burn = facts.alerts.emplace_back();
    burn.name = alert.name;
    burn.severity = alert.severity;
    for (const Tier& tier : alert.tiers) burn.tiers.push_back(TierAt(slo, events, time, tier));
    SetState(timelines[i], burn);
  }
  return facts;
}

}  // namespace check::slo
