#include "libcheck/slo/simulate.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/condition.h"

namespace check::slo {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// Rounded up.
std::int64_t TicksIn(std::int64_t ms, std::int64_t step_ms) { return (ms + step_ms - 1) / step_ms; }

// The longest times of a policy.
struct Longest {
  std::int64_t window_ms = 0;
  std::int64_t hold_ms = 0;  // `for` and `keep_firing_for`.
};

Longest LongestOf(const Policy& policy) {
  Longest longest;
  for (const BurnAlert& alert : policy.alerts) {
    longest.hold_ms = std::max(longest.hold_ms, alert.for_ms + alert.keep_firing_ms);
    for (const Tier& tier : alert.tiers) {
      longest.window_ms = std::max({longest.window_ms, tier.long_ms, tier.short_ms});
    }
  }
  return longest;
}

// A day before the outage shows what the background alone does, and a day behind it what it does
// again.
std::int64_t FirstEvaluation(const Scenario& scenario, const Longest& longest) {
  return scenario.start_ms - longest.hold_ms - kDayMs;
}

Signal SignalOf(const Scenario& scenario, const Longest& longest) {
  const std::int64_t from = FirstEvaluation(scenario, longest) - longest.window_ms;
  const std::int64_t to = scenario.start_ms + scenario.outage.DurationMs() + longest.window_ms +
                          longest.hold_ms + kDayMs;
  return {scenario.traffic, scenario.outage, scenario.background, scenario.start_ms, from, to};
}

constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::max();

std::int64_t StartOf(const Firing& firing) { return firing.start_ms.value_or(-kAlways); }
std::int64_t EndOf(const Firing& firing) { return firing.end_ms.value_or(kAlways); }

}  // namespace

Simulator::Simulator(Scenario scenario, const Objective& objective, std::int64_t period_ms,
                     const Policy& windows_of)
    : scenario_(std::move(scenario)),
      objective_(objective),
      period_ms_(period_ms),
      first_ms_(FirstEvaluation(scenario_, LongestOf(windows_of))),
      signal_(SignalOf(scenario_, LongestOf(windows_of))) {}

Simulator::Simulator(Scenario scenario, const Slo& slo)
    : Simulator(std::move(scenario), slo.objective, slo.period.length_ms, slo.policy) {
  least_requests_ = slo.least_events;
}

AlertRun Simulator::Run(const BurnAlert& alert, std::int64_t step_ms) const {
  // Both ends are rounded inwards.
  const Ticks range = {.begin = first_ms_ >= 0 ? TicksIn(first_ms_, step_ms) : first_ms_ / step_ms,
                       .end = last_ms() / step_ms + 1};
  const TickSet active = Active(signal_, alert, objective_, least_requests_, step_ms, range);
  const TickSet set =
      FiringOf(active, TicksIn(alert.for_ms, step_ms), TicksIn(alert.keep_firing_ms, step_ms));
  std::vector<Firing> firing;
  for (const Ticks& ticks : set) {
    const std::int64_t start = ticks.begin * step_ms - start_ms();
    const std::int64_t end = ticks.end * step_ms - start_ms();
    if (end <= 0) continue;
    Firing& one = firing.emplace_back();
    if (start > 0) one.start_ms = start;
    if (ticks.end < range.end) one.end_ms = end;
  }
  return Describe(std::move(firing));
}

AlertRun Simulator::Together(std::span<const AlertRun> runs) const {
  std::vector<Firing> all;
  for (const AlertRun& run : runs) all.insert(all.end(), run.firing.begin(), run.firing.end());
  std::ranges::sort(all, {}, &StartOf);
  std::vector<Firing> joined;
  for (const Firing& firing : all) {
    if (!joined.empty() && StartOf(firing) <= EndOf(joined.back())) {
      if (EndOf(firing) > EndOf(joined.back())) joined.back().end_ms = firing.end_ms;
    } else {
      joined.push_back(firing);
    }
  }
  return Describe(std::move(joined));
}

AlertRun Simulator::Describe(std::vector<Firing> firing) const {
  AlertRun run;
  run.firing = std::move(firing);
  if (run.firing.empty()) return run;
  if (const auto end = run.firing.back().end_ms) {
    run.reset_ms = *end - scenario_.outage.DurationMs();
  }
  run.already_firing = !run.firing.front().start_ms.has_value();
  if (run.already_firing) return run;
  run.detection_ms = run.firing.front().start_ms;
  run.spent_time = SpentTimeUntil(start_ms() + *run.detection_ms);
  run.spent_events = SpentEventsUntil(start_ms() + *run.detection_ms);
  return run;
}

double Simulator::SpentTimeUntil(std::int64_t time) const {
  const Wide ratio = signal_.SumsAt(time).ratio - signal_.SumsAt(start_ms()).ratio;
  return static_cast<double>(ratio) / static_cast<double>(kWhole) / 1000 /
         BudgetSeconds(objective_.budget(), period_ms_);
}

double Simulator::SpentEventsUntil(std::int64_t time) const {
  const Wide errors = signal_.SumsAt(time).errors - signal_.SumsAt(start_ms()).errors;
  const double failed =
      static_cast<double>(errors) / static_cast<double>(kWhole) / Signal::kRequest;
  const double period_s = static_cast<double>(period_ms_) / 1000;
  return SpentByEvents(failed, objective_.budget(), scenario_.traffic.MeanPerSecond() * period_s);
}

double Simulator::BurnRateAt(std::int64_t time, std::int64_t window_ms) const {
  const Signal::Sums now = signal_.SumsAt(time);
  const Signal::Sums then = signal_.SumsAt(time - window_ms);
  if (now.requests == then.requests) return std::numeric_limits<double>::quiet_NaN();
  return BurnRate(static_cast<double>(now.errors - then.errors) /
                      static_cast<double>(now.requests - then.requests) /
                      static_cast<double>(kWhole),
                  objective_.budget());
}

}  // namespace check::slo
