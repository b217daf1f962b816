#ifndef LIBCHECK_PROMQL_PROMQLTEST_PARSE_H_
#define LIBCHECK_PROMQL_PROMQLTEST_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libcheck/promql/promqltest.h"
#include "libcheck/promql/series_description.h"

namespace check::promql {

/// A line of `load`: a series, its values, and the start timestamps given on an `@st` line.
struct LoadedSeries {
  Span where;  ///< Its line in the script.
  SeriesDescription series;
  SequenceValues starts;  ///< Offsets in milliseconds; empty if there are none.
};

struct LoadCommand {
  std::size_t line = 0;
  std::string_view text;
  Span where;
  std::int64_t step = 0;             ///< In milliseconds.
  bool with_custom_buckets = false;  ///< load_with_nhcb
  std::vector<LoadedSeries> series;
};

struct ClearCommand {};

/// What a line `expect warn msg: ...` says.
struct Expectation {
  enum class Kind : std::uint8_t { kOrdered, kFail, kWarn, kNoWarn, kInfo, kNoInfo };
  enum class Match : std::uint8_t { kAnything, kMessage, kRegex };
  Kind kind = Kind::kOrdered;
  Match match = Match::kAnything;
  std::string text;
  Span where;  ///< Its line in the script.
};

/// A series that is expected.
struct ExpectedSeries {
  std::size_t position = 0;  ///< Among the lines of the block, from 1.
  Span where;                ///< Its line in the script.
  SeriesDescription series;
};

struct EvalCommand {
  std::size_t line = 0;
  std::string_view text;
  std::string expr;
  Span where;  ///< The expression, in the script.
  bool is_range = false;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;
  std::int64_t at = 0;  ///< Of an instant evaluation.
  // eval_fail, eval_warn, eval_info and eval_ordered, as they used to be written.
  bool fail = false;
  bool warn = false;
  bool info = false;
  bool ordered = false;
  std::vector<Expectation> expectations;
  std::vector<ExpectedSeries> expected;
  std::optional<double> scalar;
  std::optional<std::string> string;
  Span value_where;  ///< The line with the scalar or string.
  /// The result is a string or range vector, which a range query cannot give.
  bool not_as_range = false;

  /// The first expectation of a kind, or null.
  const Expectation* Find(Expectation::Kind kind) const;
  bool Expects(Expectation::Kind kind) const { return Find(kind) != nullptr; }
};

using ScriptCommand = std::variant<ClearCommand, LoadCommand, EvalCommand>;

/// Reads a script; what cannot be read is reported, and the rest is omitted.
std::vector<ScriptCommand> ParseScript(std::string_view script, const ScriptOptions& options,
                                       std::vector<ScriptFailure>& failures);

/// Labels for messages and comparison, sorted, in Prometheus's notation.
std::string LabelsText(const SeriesDescription& series);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PROMQLTEST_PARSE_H_
