#ifndef LIBCHECK_PROMQL_START_SEQUENCE_H_
#define LIBCHECK_PROMQL_START_SEQUENCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/promql/sequence.h"
#include "libcheck/promql/series_description.h"

/// `metric@st -1mx4`: start timestamps of the samples on the line below it.
namespace check::promql {

/// The start timestamps of a series.
struct StartSequence {
  SeriesDescription series;  ///< Without values.
  SequenceValues offsets;    ///< In milliseconds from the time of each sample; or omitted.
};

/// Whether a trimmed line gives start timestamps: its first word ends with `@st`, and is not all.
bool IsStartLine(std::string_view line);

/// Reads such a line. Returns what is wrong with it in Prometheus's words, or nothing.
/// `line_offset` is the line's number, from 0, for messages. The number of values is limited.
std::optional<std::string> ParseStartLine(std::string_view line, std::size_t line_offset,
                                          StartSequence& out);

/// What is wrong, in Prometheus's words, with start timestamps for a line of samples.
std::optional<std::string> StartMismatch(const StartSequence& starts,
                                         const SeriesDescription& samples);

/// The message for start timestamps that no samples follow.
inline constexpr std::string_view kNoSampleLine = "@st line has no following sample line";

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_START_SEQUENCE_H_
