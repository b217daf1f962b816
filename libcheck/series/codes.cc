#include "libcheck/series/codes.h"

namespace check::series {

constexpr CodeInfo kBadCsv = {
    .code = "data-bad-csv",
    .severity = Severity::kError,
    .summary = "a CSV file without valid samples",
    .explanation = R"(
The first line of a CSV file of samples names its columns. `time` (or `timestamp`) contains Unix times in
seconds or milliseconds, or RFC 3339; `value` contains numbers. A column `series` contains selectors such
as `up{job="node"}`; without it, every other column is a label, `__name__` is the name of the metric, and
an empty cell means that the label is missing. A file without a column `value` has one column for each
series, with the selector as its name; empty cells are gaps. Cells may be quoted as in RFC 4180.
)",
};

constexpr CodeInfo kBadEvents = {
    .code = "data-bad-events",
    .severity = Severity::kError,
    .summary = "a CSV file without valid event counts",
    .explanation = R"(
The first line of a CSV file of events names its columns: `time` (or `timestamp`) is the end of an
interval, as a Unix time in seconds or milliseconds or in RFC 3339; two of `good` (or `success`), `errors`
(or `failed`, `bad`) and `total` are event counts, of the interval or, with `--cumulative`, as counters. A
column `slo` names the objective, if a file has the events of several; all others are labels. Times must
increase, numbers must be finite and not negative, and no more events can fail or succeed than there are.
A row with empty numbers has no data.
)",
};

constexpr CodeInfo kBadQueryAnswer = {
    .code = "data-bad-query-answer",
    .severity = Severity::kError,
    .summary = "JSON that is not a query response",
    .explanation = R"(
JSON files of samples are responses of Prometheus's HTTP API to `query` or `query_range`, as curl
saves them: `{"status":"success","data":{"resultType":"matrix","result":[...]}}`. Several responses
may follow each other in one file.
)",
};

constexpr CodeInfo kConflictingSamples = {
    .code = "data-conflicting-samples",
    .severity = Severity::kError,
    .summary = "conflicting values of a series at the same time",
    .explanation = R"(
A series has one value at a time. Overlapping files may repeat samples, which then count once, but the
values must be the same. If they are not, labels that distinguish the series may be missing, such as
`replica` or `cluster`.
)",
};

constexpr CodeInfo kMissingTimestamp = {
    .code = "data-missing-timestamp",
    .severity = Severity::kError,
    .summary = "a sample without a timestamp",
    .explanation = R"(
Metrics that a target exposes have no timestamps: Prometheus uses the time of the scrape. Samples in files
need timestamps, in milliseconds in the text format (`up 1 1710028800000`) and in seconds in OpenMetrics
(`up 1 1710028800`).
)",
};

std::span<const CodeInfo* const> Codes() {
  static const CodeInfo* const codes[] = {&kBadCsv, &kBadEvents, &kBadQueryAnswer,
                                          &kConflictingSamples, &kMissingTimestamp};
  return codes;
}

}  // namespace check::series
