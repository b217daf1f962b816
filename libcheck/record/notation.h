#ifndef LIBCHECK_RECORD_NOTATION_H_
#define LIBCHECK_RECORD_NOTATION_H_

#include <string>
#include <vector>

#include "libcheck/model/labels.h"
#include "libcheck/promql/sequence.h"

namespace check::record {

/// `metric{a="b"}`, as test files name series.
std::string SeriesText(model::Labels labels);

/// The values in the notation of test files, as short as it can be without a change to any bit of
/// them: `1+2x10 _x3 stale`.
std::string ValuesText(const std::vector<promql::SequenceValue>& values);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_NOTATION_H_
