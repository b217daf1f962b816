#include "libcheck/series/codes.h"

namespace check::series {

constexpr CodeInfo kBadCsv = {
    .code = "data-bad-csv",
    .severity = Severity::kError,
    .summary = "a CSV file that does not hold samples",
    .explanation = R"(
The first line of a CSV file of samples names its columns. `time` (or `timestamp`) has Unix times in
seconds or milliseconds, or RFC 3339; `value` has numbers. A column `series` has selectors such as
`up{job="node"}`; without it every other column is a label, `__name__` is the metric's name, and an empty
cell is a label that is not there. A file without a column `value` has one column for each series, and
the selector as its name; empty cells are gaps. Cells may be quoted as in RFC 4180.
)",
};

constexpr CodeInfo kBadEvents = {
    .code = "data-bad-events",
    .severity = Severity::kError,
    .summary = "a CSV file that does not hold numbers of events",
    .explanation = R"(
The first line of a CSV file of events names its columns: `time` (or `timestamp`) has the end of an
interval, as a Unix time in seconds or milliseconds or in RFC 3339; two of `good` (or `success`), `errors`
(or `failed`, `bad`) and `total` have numbers of events, of the interval or, with `--cumulative`, as
counters have them. A column `slo` says whose events they are, where a file has those of several
objectives; all others are labels. Times rise, numbers are finite and not negative, and no more events
fail or succeed than there are. A row whose numbers are empty is one without data.
)",
};

constexpr CodeInfo kBadQueryAnswer = {
    .code = "data-bad-query-answer",
    .severity = Severity::kError,
    .summary = "JSON that is not the answer to a query",
    .explanation = R"(
JSON files of samples are answers of Prometheus's HTTP API to `query` or `query_range`, as curl saves
them: `{"status":"success","data":{"resultType":"matrix","result":[...]}}`. Several answers may follow
each other in one file.
)",
};

constexpr CodeInfo kConflictingSamples = {
    .code = "data-conflicting-samples",
    .severity = Severity::kError,
    .summary = "two values of one series at the same time",
    .explanation = R"(
A series has one value at a time. Files that overlap may repeat samples, which then count once, but they
have to agree on them. Where they do not, labels may be missing that tell their series apart, such as
`replica` or `cluster`.
)",
};

constexpr CodeInfo kMissingTimestamp = {
    .code = "data-missing-timestamp",
    .severity = Severity::kError,
    .summary = "a sample without a timestamp",
    .explanation = R"(
What a target shows to be scraped has no timestamps: the time is that of the scrape. Samples in files need
one of their own, in milliseconds in the text format (`up 1 1710028800000`) and in seconds in OpenMetrics
(`up 1 1710028800`).
)",
};

std::span<const CodeInfo* const> Codes() {
  static const CodeInfo* const codes[] = {&kBadCsv, &kBadEvents, &kBadQueryAnswer,
                                          &kConflictingSamples, &kMissingTimestamp};
  return codes;
}

}  // namespace check::series
