#include "libcheck/backtest/summary.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace check::backtest {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::int64_t EndOf(const FiringInterval& interval) { return interval.end.value_or(kNever); }

}  // namespace

std::vector<FiringInterval> Joined(std::vector<FiringInterval> intervals) {
  std::stable_sort(
      intervals.begin(), intervals.end(),
      [](const FiringInterval& a, const FiringInterval& b) { return a.start < b.start; });
  std::vector<FiringInterval> joined;
  for (const FiringInterval& interval : intervals) {
    if (joined.empty() || EndOf(joined.back()) < interval.start) {
      joined.push_back(interval);
      continue;
    }
    FiringInterval& last = joined.back();
    last.warm_up = last.warm_up && interval.warm_up;
    if (EndOf(interval) > EndOf(last)) last.end = interval.end;
  }
  return joined;
}

std::vector<FiringInterval> FiringOf(std::span<const AlertTimeline> timelines) {
  std::vector<FiringInterval> all;
  for (const AlertTimeline& timeline : timelines) {
    all.insert(all.end(), timeline.firing.begin(), timeline.firing.end());
  }
  return Joined(std::move(all));
}

Summary Summarise(std::span<const AlertTimeline> timelines, std::int64_t end) {
  Summary summary;
  for (const AlertTimeline& timeline : timelines) {
    if (!timeline.firing.empty()) {
      ++summary.sets;
    } else if (!timeline.pending.empty()) {
      ++summary.pending_sets;
    }
    const FiringInterval* before = nullptr;
    for (const FiringInterval& interval : timeline.firing) {
      ++summary.times;
      if (interval.warm_up) ++summary.warm_up;
      if (before != nullptr && interval.start - EndOf(*before) < kFlapMs) ++summary.flaps;
      if (!interval.end) summary.firing_at_end = true;
      if (!summary.first || interval.start < *summary.first) summary.first = interval.start;
      summary.longest_ms =
          std::max(summary.longest_ms, interval.end.value_or(end) - interval.start);
      before = &interval;
    }
  }
  for (const FiringInterval& interval : FiringOf(timelines)) {
    summary.firing_ms += interval.end.value_or(end) - interval.start;
  }
  return summary;
}

}  // namespace check::backtest
