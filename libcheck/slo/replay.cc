#include "libcheck/slo/replay.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "libcheck/base/parallel.h"

namespace check::slo {
namespace {

using backtest::AlertTimeline;
using backtest::FiringInterval;

// The evaluations from the first to the last; none if `last` is before `first`.
struct Steps {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t interval = 1;
};

Steps ChooseSteps(const Events& events, const ReplayOptions& options) {
  Steps steps = {
      .first = 0, .last = -1, .interval = std::max<std::int64_t>(options.interval_ms, 1)};
  if (events.empty()) return steps;
  const std::int64_t begin = events.ends().front();
  const std::int64_t aligned = (begin + steps.interval - 1) / steps.interval * steps.interval;
  steps.first = options.first.value_or(aligned);
  steps.last = options.last.value_or(events.last());
  return steps;
}

// A window that moves forward with the evaluations. What it holds is found by going on from where
// it was, so that all evaluations together pass each interval once.
class Window {
 public:
  // `is_open`: an interval that begins with the window is not in it.
  Window(const Events& events, std::int64_t length, bool is_open)
      : events_(events), length_(is_open ? length - 1 : length) {}

  // `until`: how many intervals end at `time` or before. Times rise.
  EventSum At(std::int64_t time, std::size_t until) {
    const std::span<const std::int64_t> begins = events_.begins();
    while (from_ < begins.size() && begins[from_] < time - length_) ++from_;
    return events_.SumOf(from_, until);
  }

 private:
  const Events& events_;
  std::int64_t length_;
  std::size_t from_ = 0;
};

class TierReplay {
 public:
  TierReplay(const Tier& tier, double budget, const Events& events, const ReplayOptions& options)
      : tier_(tier),
        threshold_(tier.factor * budget),
        least_events_(options.least_events),
        long_(events, tier.long_ms, options.as_rate),
        short_(events, tier.short_ms, options.as_rate) {}

  bool Holds(std::int64_t time, std::size_t until) {
    if (tier_.has_empty_window) return false;
    const EventSum sum = long_.At(time, until);
    if (!Exceeds(sum) || sum.total < least_events_) return false;
    return tier_.short_ms == 0 || Exceeds(short_.At(time, until));
  }

  std::int64_t longest() const { return std::max(tier_.long_ms, tier_.short_ms); }

 private:
  bool Exceeds(const EventSum& sum) const {
    if (!sum.any()) return false;
    const double ratio = sum.ratio();
    return tier_.or_equal ? ratio >= threshold_ : ratio > threshold_;
  }

  const Tier& tier_;
  double threshold_;
  double least_events_;
  Window long_;
  Window short_;
};

// What an alert does with its condition.
class AlertState {
 public:
  explicit AlertState(const BurnAlert& alert)
      : for_ms_(alert.for_ms), keep_firing_ms_(alert.keep_firing_ms) {}

  void Step(bool holds, std::int64_t time) {
    if (holds) {
      if (!active_) active_at_ = time;
      active_ = true;
      lost_ = false;
      firing_ = firing_ || time - active_at_ >= for_ms_;
      return;
    }
    if (firing_ && keep_firing_ms_ > 0) {
      if (!lost_) lost_at_ = time;
      lost_ = true;
      if (time - lost_at_ < keep_firing_ms_) return;
    }
    active_ = lost_ = firing_ = false;
  }

  bool firing() const { return firing_; }
  bool pending() const { return active_ && !firing_; }

 private:
  std::int64_t for_ms_;
  std::int64_t keep_firing_ms_;
  std::int64_t active_at_ = 0;
  std::int64_t lost_at_ = 0;  // When the condition no longer held.
  bool active_ = false;
  bool lost_ = false;
  bool firing_ = false;
};

// Adds `time` to the last of `intervals`, if it is open, or begins one.
void Extend(std::vector<FiringInterval>& intervals, bool is_on, bool warm_up, std::int64_t time) {
  FiringInterval* open = intervals.empty() || intervals.back().end ? nullptr : &intervals.back();
  const bool changes = open != nullptr && (!is_on || (open->warm_up && !warm_up));
  if (changes) {
    open->end = time;
    open = nullptr;
  }
  if (is_on && open == nullptr) intervals.push_back({.start = time, .warm_up = warm_up});
}

AlertTimeline ReplayAlert(const BurnAlert& alert, double budget, const Events& events,
                          const Steps& steps, const ReplayOptions& options) {
  AlertTimeline timeline = {.alert = alert.name, .severity = alert.severity};
  std::vector<TierReplay> tiers;
  for (const Tier& tier : alert.tiers) tiers.emplace_back(tier, budget, events, options);
  // One with all conditions, and one with those alone whose windows the history fills.
  AlertState all(alert);
  AlertState filled(alert);
  std::size_t until = 0;
  const std::span<const std::int64_t> ends = events.ends();
  for (std::int64_t time = steps.first; time <= steps.last; time += steps.interval) {
    while (until < ends.size() && ends[until] <= time) ++until;
    bool any = false;
    bool any_filled = false;
    for (TierReplay& tier : tiers) {
      const bool is_filled = time - events.first() >= tier.longest();
      if ((is_filled ? any_filled : any) || !tier.Holds(time, until)) continue;
      any = true;
      any_filled = any_filled || is_filled;
    }
    all.Step(any, time);
    filled.Step(any_filled, time);
    Extend(timeline.pending, all.pending(), /*warm_up=*/false, time);
    Extend(timeline.firing, all.firing(), !filled.firing(), time);
  }
  return timeline;
}

}  // namespace

std::vector<AlertTimeline> Replay(const Policy& policy, double budget, const Events& events,
                                  const ReplayOptions& options) {
  const Steps steps = ChooseSteps(events, options);
  std::vector<AlertTimeline> timelines;
  for (const BurnAlert& alert : policy.alerts) {
    timelines.push_back(ReplayAlert(alert, budget, events, steps, options));
  }
  return timelines;
}

std::vector<std::vector<AlertTimeline>> ReplayAll(std::span<const ReplayJob> jobs,
                                                  const std::function<void(std::size_t)>& done) {
  std::vector<std::vector<AlertTimeline>> all(jobs.size());
  std::mutex mutex;
  std::size_t finished = 0;
  ParallelFor(jobs.size(), [&](std::size_t i, std::size_t) {
    all[i] = Replay(*jobs[i].policy, jobs[i].budget, *jobs[i].events, jobs[i].options);
    if (!done) return;
    const std::scoped_lock lock(mutex);
    done(++finished);
  });
  return all;
}

std::int64_t StepsOf(const Events& events, const ReplayOptions& options) {
  const Steps steps = ChooseSteps(events, options);
  return steps.last < steps.first ? 0 : (steps.last - steps.first) / steps.interval + 1;
}

}  // namespace check::slo
