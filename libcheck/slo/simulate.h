#ifndef LIBCHECK_SLO_SIMULATE_H_
#define LIBCHECK_SLO_SIMULATE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "libcheck/slo/outage.h"
#include "libcheck/slo/signal.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// An outage, and what goes on around it.
struct Scenario {
  Outage outage;
  Traffic traffic;
  Ppb background = 0;         ///< Error ratio before and after the outage.
  std::int64_t start_ms = 0;  ///< Of the outage, after a midnight; whole seconds.
};

/// Half open, in milliseconds from the outage's start. Nothing: it fires since before; it does so
/// for ever.
struct Firing {
  std::optional<std::int64_t> start_ms;
  std::optional<std::int64_t> end_ms;

  friend bool operator==(const Firing&, const Firing&) = default;
};

/// What an alert does in a scenario, or several alerts together.
struct AlertRun {
  std::vector<Firing> firing;  ///< By time.
  /// It fires when the outage begins: there is no detection then.
  bool already_firing = false;
  /// From the outage's start until the alert first fires after it.
  std::optional<std::int64_t> detection_ms;
  /// Shares of the period's budget, spent from the outage's start until then: if time counts, and
  /// if events do.
  std::optional<double> spent_time;
  std::optional<double> spent_events;
  /// From the outage's end until it fires no more, for the last time: less than 0 if that is
  /// before.
  std::optional<std::int64_t> reset_ms;

  friend bool operator==(const AlertRun&, const AlertRun&) = default;
};

/// Evaluates alerts exactly, as arithmetic has them: at every multiple of a step since midnight, a
/// window W at t holds what happened in [t - W, t); an alert becomes active at the first evaluation
/// whose condition is true, and fires at the first one that is `for` or more later. History has
/// nothing but the background.
///
/// Time spent depends on how often traffic and error ratio change, not on how long anything takes.
class Simulator {
 public:
  /// `windows_of`: alerts whose windows the simulation must be long enough for.
  Simulator(Scenario scenario, const Objective& objective, std::int64_t period_ms,
            const Policy& windows_of);
  /// Of the alerts of `slo`, which are silent while windows have fewer events than it wants.
  Simulator(Scenario scenario, const Slo& slo);

  const Scenario& scenario() const { return scenario_; }
  const Signal& signal() const { return signal_; }
  /// Of the outage, in the signal's time.
  std::int64_t start_ms() const { return scenario_.start_ms; }
  std::int64_t end_ms() const { return scenario_.start_ms + scenario_.outage.DurationMs(); }
  /// The first and the last moment at which alerts are evaluated, in the signal's time.
  std::int64_t first_ms() const { return first_ms_; }
  std::int64_t last_ms() const { return signal_.to(); }

  /// `step_ms`: 1000 for every second, or an evaluation interval.
  AlertRun Run(const BurnAlert& alert, std::int64_t step_ms) const;
  /// Where any of them fires.
  AlertRun Together(std::span<const AlertRun> runs) const;
  /// The figures of an alert that fires at these times.
  AlertRun Describe(std::vector<Firing> firing) const;

  /// Shares of the budget that the outage spends, background included: as in AlertRun.
  double SpentTime() const { return SpentTimeUntil(end_ms()); }
  double SpentEvents() const { return SpentEventsUntil(end_ms()); }

  /// E(W)/B at a time; NaN where there is no request.
  double BurnRateAt(std::int64_t time, std::int64_t window_ms) const;

 private:
  double SpentTimeUntil(std::int64_t time) const;
  double SpentEventsUntil(std::int64_t time) const;

  Scenario scenario_;
  Objective objective_;
  std::int64_t period_ms_;
  double least_requests_ = 0;
  std::int64_t first_ms_;
  Signal signal_;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SIMULATE_H_
