#ifndef LIBCHECK_RESULT_PARTS_H_
#define LIBCHECK_RESULT_PARTS_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/value.h"
#include "libcheck/report/report.h"

namespace check::result {

/// Points of one series that are written together: a result of a million points is rendered on all
/// cores, however few series it has.
struct SeriesPart {
  const promql::ResultSeries* series = nullptr;
  std::span<const promql::FloatPoint> floats;
  std::span<const promql::HistogramPoint> histograms;
  bool first = false;  ///< Of the series.
  bool last = false;
};

/// Cuts each series into parts of a few thousand points; one without points is one part.
std::vector<SeriesPart> CutSeries(std::span<const promql::ResultSeries* const> series);

/// Writes what `render` appends for each number below `count`, in their order. Calls it from
/// several threads, for a few numbers ahead of what is written.
void WriteParts(std::size_t count, const report::Writer& write,
                const std::function<void(std::size_t, std::string&)>& render);

/// Elements of a vector that are rendered together.
inline constexpr std::size_t kElementsTogether = 1024;

}  // namespace check::result

#endif  // LIBCHECK_RESULT_PARTS_H_
