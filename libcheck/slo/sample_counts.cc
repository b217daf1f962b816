#include "libcheck/slo/sample_counts.h"

#include <algorithm>
#include <cmath>

namespace check::slo {

bool IsGood(double value, const Indicator& indicator) {
  if (indicator.op == "gte") return value >= indicator.threshold;
  if (indicator.op == "lt") return value < indicator.threshold;
  if (indicator.op == "gt") return value > indicator.threshold;
  return value <= indicator.threshold;
}

SampleCounts CountsOfSamples(const storage::Series& series, const Indicator& indicator) {
  SampleCounts counts;
  const bool is_gauge = indicator.kind == Indicator::Kind::kGauge;
  for (const double value : series.floats) {
    const double good =
        is_gauge ? std::clamp(value, 0.0, 1.0) : (IsGood(value, indicator) ? 1.0 : 0.0);
    counts.good.push_back(std::isnan(value) ? value : good);
    counts.total.push_back(std::isnan(value) ? value : 1);
  }
  return counts;
}

SampleCounts CountsOfHistograms(const storage::Series& series, double latency_s,
                                std::vector<std::int64_t>& resets) {
  SampleCounts counts;
  double good = 0, total = 0;
  double good_before = 0, total_before = 0;
  for (std::size_t i = 0; i < series.histograms.size(); ++i) {
    const model::FloatHistogram& histogram = *series.histograms[i];
    if (i > 0 && histogram.DetectReset(*series.histograms[i - 1])) {
      good_before = total_before = 0;
      resets.push_back(series.histogram_times[i]);
    }
    model::FloatHistogram below = histogram;
    below.Trim(latency_s, true);
    good += std::max(below.count - good_before, 0.0);
    total += std::max(histogram.count - total_before, 0.0);
    good_before = below.count;
    total_before = histogram.count;
    counts.good.push_back(good);
    counts.total.push_back(total);
  }
  return counts;
}

}  // namespace check::slo
