#ifndef LIBCHECK_SLO_SAMPLE_COUNTS_H_
#define LIBCHECK_SLO_SAMPLE_COUNTS_H_

#include <cstdint>
#include <vector>

#include "libcheck/slo/slo.h"
#include "libcheck/storage/series.h"

namespace check::slo {

/// What samples that are not counters count: one number each for every sample of a series.
struct SampleCounts {
  std::vector<double> good;
  std::vector<double> total;
};

/// Whether a value meets the threshold of an indicator of that kind.
bool IsGood(double value, const Indicator& indicator);

/// Of gauges and thresholds: each sample is an event. NaN stays NaN.
SampleCounts CountsOfSamples(const storage::Series& series, const Indicator& indicator);

/// Of native histograms: counters that never fall, of the observations that took `latency_s` or
/// less, and of all. Where histograms began again the time is appended to `resets`.
SampleCounts CountsOfHistograms(const storage::Series& series, double latency_s,
                                std::vector<std::int64_t>& resets);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SAMPLE_COUNTS_H_
