#ifndef LIBCHECK_RECORD_FETCH_H_
#define LIBCHECK_RECORD_FETCH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "libcheck/api/prometheus.h"
#include "libcheck/series/sample_set.h"

namespace check::record {

/// From `start` to `end`, both included, in ms.
struct Period {
  std::int64_t start = 0;
  std::int64_t end = 0;
};

/// Adds all samples that the series of `selector` have in `period`, as the server scraped them. It
/// is asked for one slice of the period after the other, in sizes that are not too much for it.
/// Returns why it could not be done.
std::optional<api::Fault> FetchSamples(const api::Server& server, const std::string& selector,
                                       Period period, series::SampleSet& samples);

/// Adds what `expr` gives at `period.start` and every `step` after it.
std::optional<api::Fault> FetchSteps(const api::Server& server, const std::string& expr,
                                     Period period, std::int64_t step, series::SampleSet& samples);

/// The samples as a value, sorted by labels; `samples` is empty afterwards.
promql::Matrix TakeMatrix(series::SampleSet& samples);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_FETCH_H_
