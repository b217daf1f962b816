#include "libcheck/record/grid.h"

#include <algorithm>
#include <map>

namespace check::record {
namespace {

class Grid {
 public:
  Grid(Period period, std::int64_t interval) : period_(period), interval_(interval) {}

  std::vector<promql::SequenceValue> Place(const series::SampleColumn& column,
                                           const series::SampleColumn* present) const {
    std::vector<promql::SequenceValue> values;
    Position at;
    bool is_open = false;  // There are samples, and they have not been ended.
    for (std::int64_t time = period_.start; time <= period_.end; time += interval_) {
      promql::SequenceValue& value = values.emplace_back(Last(column, time, at));
      if (!value.omitted) {
        is_open = true;
      } else if (is_open && present != nullptr && !Has(*present, time)) {
        value = {.value = model::kNaN, .stale = true};
        is_open = false;
      }
    }
    while (!values.empty() && values.back().omitted) values.pop_back();
    return values;
  }

 private:
  struct Position {
    std::size_t next_float = 0;
    std::size_t next_histogram = 0;
  };

  // The last sample since the time before, or none.
  promql::SequenceValue Last(const series::SampleColumn& column, std::int64_t time,
                             Position& at) const {
    promql::SequenceValue value = {.omitted = true};
    std::int64_t taken = time - interval_;
    const auto& times = column.times;
    for (; at.next_float < times.size() && times[at.next_float] <= time; ++at.next_float) {
      if (times[at.next_float] <= taken) continue;
      taken = times[at.next_float];
      value = {.value = column.floats[at.next_float]};
    }
    const auto& histograms = column.histograms;
    for (; at.next_histogram < histograms.size() && histograms[at.next_histogram].time <= time;
         ++at.next_histogram) {
      if (histograms[at.next_histogram].time <= taken) continue;
      taken = histograms[at.next_histogram].time;
      value = {.histogram = histograms[at.next_histogram].histogram};
    }
    return value;
  }

  static bool Has(const series::SampleColumn& present, std::int64_t time) {
    const std::size_t count = present.times.CountUpTo(time);
    if (count > 0 && present.times[count - 1] == time) return true;
    const auto& histograms = present.histograms;
    const auto found = std::lower_bound(
        histograms.begin(), histograms.end(), time,
        [](const promql::HistogramPoint& point, std::int64_t at) { return point.time < at; });
    return found != histograms.end() && found->time == time;
  }

  Period period_;
  std::int64_t interval_;
};

}  // namespace

std::vector<promql::SequenceValue> PlaceOnGrid(const series::SampleColumn& column,
                                               const series::SampleColumn* present, Period period,
                                               std::int64_t interval) {
  return Grid(period, interval).Place(column, present);
}

std::int64_t UsualInterval(series::SampleSet& samples, std::int64_t fallback) {
  constexpr std::size_t kEnough = 10'000;
  constexpr std::int64_t kSecond = 1000;
  std::map<std::int64_t, std::size_t> counts;
  std::size_t seen = 0;
  const auto note = [&](std::int64_t interval) {
    if (interval >= kSecond) interval = (interval + kSecond / 2) / kSecond * kSecond;
    ++counts[interval];
    ++seen;
  };
  for (const series::SampleColumn& column : samples.columns()) {
    for (std::size_t i = 1; i < column.times.size() && seen < kEnough; ++i) {
      note(column.times[i] - column.times[i - 1]);
    }
    for (std::size_t i = 1; i < column.histograms.size() && seen < kEnough; ++i) {
      note(column.histograms[i].time - column.histograms[i - 1].time);
    }
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? fallback : std::max<std::int64_t>(most->first, 1);
}

}  // namespace check::record
