#ifndef LIBCHECK_SLO_LATENCY_H_
#define LIBCHECK_SLO_LATENCY_H_

#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// The indicator of requests that take `seconds` at most, of a classic histogram. `selector`
/// selects its `X_bucket` or `X_count`, or `X` as if it were a series: `X{job="shop"}`. The error
/// is one sentence.
Result<Indicator> ClassicLatency(std::string_view selector, double seconds);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_LATENCY_H_
