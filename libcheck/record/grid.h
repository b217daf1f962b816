#ifndef LIBCHECK_RECORD_GRID_H_
#define LIBCHECK_RECORD_GRID_H_

#include <cstdint>
#include <vector>

#include "libcheck/promql/sequence.h"
#include "libcheck/record/fetch.h"
#include "libcheck/series/sample_set.h"

namespace check::record {

/// The samples of `column` at the times of a grid over `period`: at each, the last one since the
/// time before; in the end none are missing. Where `present`, unless it is null, has no sample at
/// the time of one that is missing, the series has ended.
std::vector<promql::SequenceValue> PlaceOnGrid(const series::SampleColumn& column,
                                               const series::SampleColumn* present, Period period,
                                               std::int64_t interval);

/// The time between most samples that follow each other, in whole seconds where that is long
/// enough; `fallback` if there are none.
std::int64_t UsualInterval(series::SampleSet& samples, std::int64_t fallback);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_GRID_H_
