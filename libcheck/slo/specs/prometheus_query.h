#ifndef LIBCHECK_SLO_SPECS_PROMETHEUS_QUERY_H_
#define LIBCHECK_SLO_SPECS_PROMETHEUS_QUERY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/slo/slo.h"

namespace check::slo {

/// What the series that a query reads are.
enum class ReadSeries : std::uint8_t {
  kCounters,  ///< They only rise: what counts is by how much.
  kCounts,    ///< Each sample is a number of events of its own, or a rate.
  kRatios,    ///< Each sample is a ratio.
};

/// A query that speaks of this moment as one of a window, as Query::text has it: `sum(x)` of
/// counters is the counters `x`, `sum(rate(x[5m]))` is `sum(rate(x[{{.window}}]))`, and what adds
/// up several counters has `increase(x[{{.window}}])` for each. What has a window already, or is
/// not PromQL, stays as it is.
std::string OverWindow(std::string_view query, ReadSeries series);

/// Where only one of both selects counters, makes it `sum(increase(x[{{.window}}]))`: queries that
/// are divided by each other have to count in the same way.
void MatchForms(Query& part, Query& total);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_PROMETHEUS_QUERY_H_
