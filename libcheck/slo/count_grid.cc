#include "libcheck/slo/count_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/words.h"

namespace check::slo {
namespace {

using Remark = Events::Remark;

// How much of a step may be missing before it is a gap, and how many a series may be away before
// it has ended.
constexpr double kLate = 1.5;
constexpr double kEnded = 2.5;
// A first value of so many of the largest increments is not what was counted since the last scrape.
constexpr double kImplausible = 100;
// Shorter times without an event are not worth a word.
constexpr std::int64_t kIdleMs = 5LL * 60 * 1000;

bool SameTimes(const storage::TimeColumn& a, const storage::TimeColumn& b) {
  if (&a == &b) return true;
  if (a.size() != b.size() || a[0] != b[0] || a.back() != b.back()) return false;
  for (std::size_t i = 1; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

std::int64_t Scaled(std::int64_t step, double factor) {
  return static_cast<std::int64_t>(static_cast<double>(step) * factor);
}

}  // namespace

std::int64_t UsualStep(const storage::TimeColumn& times) {
  if (times.size() < 2) return 0;
  std::vector<std::int64_t> steps(times.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = times[i + 1] - times[i];
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

void CountGrid::Tally::See(std::int64_t from, std::int64_t to) {
  if (count == 0 || from < first) first = from;
  last = std::max(count == 0 ? to : last, to);
  longest = std::max(longest, to - from);
  ++count;
}

CountGrid::CountGrid(std::span<const CountColumn> columns, const Options& options)
    : options_(options) {
  // The step of most samples; there are few different ones.
  std::vector<std::pair<std::int64_t, std::size_t>> steps;
  std::size_t samples = 0;
  bool any = false;
  for (const CountColumn& column : columns) {
    const storage::TimeColumn& times = *column.times;
    if (times.empty()) continue;
    first_ = any ? std::min(first_, times[0]) : times[0];
    last_ = any ? std::max(last_, times.back()) : times.back();
    any = true;
    samples = std::max(samples, times.size());
    const std::int64_t step = UsualStep(times);
    if (step <= 0) continue;
    auto known = std::ranges::find(steps, step, &std::pair<std::int64_t, std::size_t>::first);
    if (known == steps.end()) known = steps.insert(known, {step, 0});
    known->second += times.size();
  }
  if (!any) return;
  const auto most =
      std::ranges::max_element(steps, {}, &std::pair<std::int64_t, std::size_t>::second);
  step_ = most == steps.end() ? 0 : most->first;
  if (step_ == 0) {
    ends_ = {last_};
  } else if (options.regular || !KeepTimes(columns)) {
    is_regular_ = true;
    // No more intervals than there are samples to fill them, or to show where they are missing.
    while ((last_ - first_) / step_ > static_cast<std::int64_t>(samples * 64 + 1024)) step_ *= 2;
    const std::int64_t count = (last_ - first_ + step_ - 1) / step_ + 1;
    for (std::int64_t i = count - 1; i >= 0; --i) ends_.push_back(last_ - i * step_);
  }
  seen_.assign(ends_.size(), 0);
}

bool CountGrid::KeepTimes(std::span<const CountColumn> columns) {
  const auto most =
      static_cast<std::size_t>(static_cast<double>((last_ - first_) / step_) * 1.1) + 2;
  std::vector<const storage::TimeColumn*> distinct;
  for (const CountColumn& column : columns) {
    const storage::TimeColumn& times = *column.times;
    if (times.empty()) continue;
    // Those of one target are alike, and follow each other.
    const auto same = std::ranges::find_if(
        distinct, [&](const storage::TimeColumn* other) { return SameTimes(*other, times); });
    if (same != distinct.end()) continue;
    distinct.push_back(&times);
    std::vector<std::int64_t> own(times.size());
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = times[i];
    std::vector<std::int64_t> all;
    all.reserve(ends_.size() + own.size());
    std::ranges::set_union(ends_, own, std::back_inserter(all));
    ends_ = std::move(all);
    if (ends_.size() > most) {
      ends_.clear();
      return false;
    }
  }
  return true;
}

std::size_t CountGrid::IndexOf(std::int64_t time, std::size_t hint) const {
  if (is_regular_) {
    const std::int64_t steps_before_last = (last_ - time) / step_;
    return ends_.size() - 1 - static_cast<std::size_t>(steps_before_last);
  }
  if (hint + 1 < ends_.size() && ends_[hint + 1] == time) return hint + 1;
  return static_cast<std::size_t>(std::ranges::lower_bound(ends_, time) - ends_.begin());
}

void CountGrid::See(std::size_t from, std::size_t to) {
  seen_[to] |= kSample;
  for (std::size_t i = from + 1; i <= to; ++i) seen_[i] |= kSpanned;
}

void CountGrid::Add(const CountColumn& column, std::vector<double>& sums, double factor) {
  const storage::TimeColumn& times = *column.times;
  const bool is_tallied = tallied_.insert(column.times).second;
  bool any = false;
  double before = 0;
  std::int64_t time_before = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::int64_t time = times[i];
    const double value = column.values[i];
    if (!(value >= 0) || std::isinf(value)) {
      if (is_tallied) not_numbers_.See(time, time);
      continue;
    }
    const std::size_t index = IndexOf(time, any ? at : ends_.size());
    if (!column.is_counter) {
      sums[index] += value * factor;
      seen_[index] |= kSample | kCounted;
      if (any && time - time_before <= Scaled(step_, kLate)) See(at, index);
    } else if (any) {
      const bool is_reset = value < before;
      const double increment = is_reset ? value : value - before;
      if (is_reset && is_tallied) resets_.See(time, time);
      sums[index] += increment * factor;
      largest_ = std::max(largest_, increment);
      See(at, index);
    } else {
      seen_[index] |= kSample;
      if (time >= first_ + step_) {
        first_values_.push_back({&sums, index, value, factor, time, is_tallied});
      }
    }
    before = value;
    time_before = time;
    at = index;
    any = true;
  }
  if (is_tallied && any && time_before < last_ - Scaled(step_, kEnded)) {
    stale_.See(time_before, time_before);
  }
}

void CountGrid::Finish() {
  const double most = std::max(largest_, 1.0) * kImplausible;
  for (const FirstValue& first : first_values_) {
    const bool counts = options_.from_zero && first.value <= most;
    if (counts) {
      (*first.sums)[first.at] += first.value * first.factor;
      seen_[first.at] |= kCounted;
    }
    if (first.is_tallied) (counts ? new_ : skipped_).See(first.time, first.time);
  }
  first_values_.clear();
}

std::vector<Remark> CountGrid::Remarks() const {
  std::vector<Remark> remarks;
  const auto add = [&](Remark::Kind kind, const Tally& tally, std::string text) {
    if (tally.count == 0) return;
    remarks.push_back({kind, std::move(text), tally.first, tally.last, tally.count});
  };
  add(Remark::Kind::kReset, resets_,
      fmt::format("counters decreased {}: they are assumed to have restarted from 0, and what they "
                  "counted between the previous sample and the restart is lost",
                  Times(resets_.count)));
  add(Remark::Kind::kStale, stale_,
      fmt::format("{} before the data did", Count(stale_.count, "series ended", "series ended")));
  add(Remark::Kind::kNewSeries, new_,
      fmt::format("{} after the data did: their first values count as events since then, from zero",
                  Count(new_.count, "series began", "series began")));
  add(Remark::Kind::kNewSeries, skipped_,
      fmt::format("{} after the data did: their first values are not counted{}",
                  Count(skipped_.count, "series began", "series began"),
                  options_.from_zero
                      ? ", because they are far larger than any increase between two samples"
                      : ""));
  add(Remark::Kind::kNotNumber, not_numbers_,
      fmt::format("{} NaN, infinite or negative, and ignored",
                  Count(not_numbers_.count, "sample is", "samples are")));
  return remarks;
}

Events CountGrid::Make(const std::vector<double>& errors, const std::vector<double>& total) {
  Events events;
  Tally gaps;
  Tally unknown;
  Tally idle;
  std::int64_t idle_since = 0;
  bool is_idle = false;
  const auto end_idle = [&](std::int64_t time) {
    if (is_idle && time - idle_since >= kIdleMs) idle.See(idle_since, time);
    is_idle = false;
  };
  bool any = false;
  std::int64_t before = std::numeric_limits<std::int64_t>::min();
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    if ((seen_[i] & kSample) == 0) continue;
    const std::int64_t end = ends_[i];
    const bool is_spanned = any && (seen_[i] & kSpanned) != 0;
    const std::int64_t begin = is_spanned ? before : std::max(before, end - step_);
    if (any && end - before > Scaled(step_, kLate)) (is_spanned ? gaps : unknown).See(before, end);
    if (is_spanned || (seen_[i] & kCounted) != 0) {
      events.Append(begin, end, errors[i], total[i]);
      if (total[i] > 0) {
        end_idle(begin);
      } else if (!is_idle) {
        is_idle = true;
        idle_since = begin;
      }
    }
    before = end;
    any = true;
  }
  end_idle(before);
  if (gaps.count > 0) {
    events.remarks.push_back({Remark::Kind::kGap,
                              fmt::format("no samples for longer than usual {}, for up to {}: the "
                                          "increase of counters in the gap belongs to one interval",
                                          Times(gaps.count), WindowText(gaps.longest)),
                              gaps.first, gaps.last, gaps.count});
  }
  if (unknown.count > 0) {
    events.remarks.push_back(
        {Remark::Kind::kGap,
         fmt::format("no data {}, for up to {}: nothing is known about this time",
                     Times(unknown.count), WindowText(unknown.longest)),
         unknown.first, unknown.last, unknown.count});
  }
  for (Remark& remark : Remarks()) events.remarks.push_back(std::move(remark));
  if (idle.count > 0) {
    events.remarks.push_back(
        {Remark::Kind::kIdle,
         fmt::format("no events {}, for up to {}: such times have no error ratio",
                     Times(idle.count), WindowText(idle.longest)),
         idle.first, idle.last, idle.count});
  }
  return events;
}

Events CountGrid::MakeOfGood(const std::vector<double>& good, const std::vector<double>& total) {
  std::vector<double> errors(good.size());
  double owed = 0;
  Tally more;
  for (std::size_t i = 0; i < good.size(); ++i) {
    const double failed = total[i] - good[i] - owed;
    owed = failed < 0 ? -failed : 0;
    errors[i] = failed < 0 ? 0 : failed;
    if (failed < 0) more.See(ends_[i], ends_[i]);
  }
  Events events = Make(errors, total);
  if (more.count > 0) {
    events.remarks.push_back(
        {Remark::Kind::kInexact,
         fmt::format(
             "more good events than events {}: this is corrected in the intervals after them",
             Times(more.count)),
         more.first, more.last, more.count});
  }
  return events;
}

}  // namespace check::slo
