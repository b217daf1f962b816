#ifndef LIBCHECK_SLO_BURN_H_
#define LIBCHECK_SLO_BURN_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/slo/events.h"
#include "libcheck/slo/period_bounds.h"
#include "libcheck/slo/slo.h"

/// How fast the budget of an objective burns at some time, and what that does to its alerts.
/// Events are what counts by the objective's method (see slices.h).
namespace check::slo {

/// A budget and what is left of it at some time.
struct BudgetState {
  PeriodBounds period;
  EventSum sum;       ///< Of the period up to that time.
  double events = 0;  ///< How many may fail in the whole period.
  /// The share that is left; negative: overspent. NaN: there is no event to tell the budget by.
  double remaining = std::numeric_limits<double>::quiet_NaN();
  /// Whether there is data for nearly all of the period up to then.
  bool is_complete = false;
};

/// The budget of the whole period is that share of its events. Where there is not data for all of
/// it, its events are taken to be as many as in as much time near it: at the end of the data those
/// of the last period's length, at their beginning those of the first.
BudgetState BudgetAt(const Slo& slo, const Events& events, std::int64_t time);

/// What happened in one window that ends at some time.
struct WindowBurn {
  std::int64_t window_ms = 0;
  bool is_period = false;  ///< The period, up to then.
  EventSum sum;
  double ratio = 0;             ///< Of errors; NaN: there was no event.
  double burn = 0;              ///< How many times faster than allowed. Likewise.
  double spent = 0;             ///< The share of the period's budget that its errors are.
  double exhaustion_s = 0;      ///< Until nothing is left at this burn rate, in seconds.
  bool is_complete = false;     ///< There is data for nearly all of it.
  bool has_few_events = false;  ///< Fewer than the objective's guard wants.
  std::vector<double> factors;  ///< Of tiers that have it as their long window, rising.
};

/// A tier of an alert.
struct TierBurn {
  Tier tier;
  double long_burn = 0;
  double short_burn = 0;    ///< NaN: it has no short window, or no event in it.
  bool holds = false;       ///< Its condition does.
  bool is_warm_up = false;  ///< The data does not reach back over its long window.
};

struct AlertBurn {
  enum class State : std::uint8_t { kInactive, kPending, kFiring };
  std::string name;
  std::string severity;
  State state = State::kInactive;
  std::optional<std::int64_t> since;  ///< Of a state that is not kInactive.
  bool is_warm_up = false;
  std::vector<TierBurn> tiers;
};

struct BurnFacts {
  std::int64_t time = 0;
  BudgetState budget;
  std::vector<WindowBurn> windows;  ///< Rising, the period last.
  std::vector<AlertBurn> alerts;    ///< Those of the policy, if the objective wants any.
};

struct BurnOptions {
  std::vector<std::int64_t> windows;  ///< Empty: BurnWindows.
  std::int64_t interval_ms = 60'000;  ///< Between evaluations of the alerts.
};

/// 5m 30m 1h 2h 6h 1d 3d, and those of the policy; none that is as long as the period.
std::vector<std::int64_t> BurnWindows(const Slo& slo);

BurnFacts BurnAt(const Slo& slo, const Events& events, std::int64_t time,
                 const BurnOptions& options);

/// The windows alone, for many times: much quicker.
std::vector<WindowBurn> WindowsAt(const Slo& slo, const Events& events, std::int64_t time,
                                  std::span<const std::int64_t> windows, const BudgetState& budget);

/// Whether `sum` has data for nearly all of `length_ms`.
bool IsNearlyAll(const EventSum& sum, std::int64_t length_ms);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_BURN_H_
