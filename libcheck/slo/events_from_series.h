#ifndef LIBCHECK_SLO_EVENTS_FROM_SERIES_H_
#define LIBCHECK_SLO_EVENTS_FROM_SERIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/event_source.h"
#include "libcheck/slo/slo.h"
#include "libcheck/storage/queryable.h"

namespace check::slo {

struct SeriesOptions {
  /// Whether the first value of a counter that begins after the data do is one of events since
  /// then. Prometheus leaves it out, and makes up for it by extrapolation.
  bool from_zero = true;
  /// How far to look back for samples of what is not a counter, in ms.
  std::int64_t lookback_ms = 5LL * 60 * 1000;
};

/// What happened to `slo`, counted in series: the growth of counters from one sample to the next, a
/// fall being a restart from zero. Expressions with a window that are linear in the growth of
/// counters are counted just so; others are evaluated at the step of the data, which is remarked
/// on.
///
/// The error says in one sentence why there is nothing to count.
Result<std::vector<SloEvents>> EventsFromSeries(const Slo& slo, storage::Queryable& store,
                                                const SeriesOptions& options);

/// The selectors of all series that counting `slo` looks at, in PromQL. The error is that of an
/// expression.
Result<std::vector<std::string>> SelectorsOf(const Slo& slo);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EVENTS_FROM_SERIES_H_
