#ifndef LIBCHECK_PROMQL_SERIES_DESCRIPTION_H_
#define LIBCHECK_PROMQL_SERIES_DESCRIPTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/promql/sequence.h"
#include "libcheck/source/source_file.h"

namespace check::promql {

/// `metric{a="b"} 1+1x4 _ {{schema:1 count:2}}`, read.
struct SeriesDescription {
  std::vector<std::pair<std::string, std::string>> labels;  ///< The metric name as __name__.
  SequenceValues values;
};

/// Why a series description cannot be read.
struct SeriesFault {
  Span span;
  std::string message;    ///< Prometheus's words.
  bool is_crash = false;  ///< Prometheus's parser crashes and says no more than that.

  /// Prometheus's whole line: "1:5: parse error: ...". `line_offset` is added to the line.
  std::string Upstream(std::string_view text, std::size_t line_offset = 0) const;
};

/// Reads the notation of unit tests: steps are added up one by one, as Prometheus does, so that
/// `0+0.1x10` ends at 0.9999999999999999. The number of values is limited.
///
/// Returns the first fault, or nothing if `out` is complete.
std::optional<SeriesFault> ParseSeriesDescription(std::string_view text, SeriesDescription& out);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_SERIES_DESCRIPTION_H_
