#include "libcheck/exposition/codes.h"

// What OpenMetrics demands besides. Prometheus itself takes most of it all the same.
namespace check::exposition {

constexpr CodeInfo kOpenMetricsCommonLabel = {
    .code = "openmetrics-common-label",
    .severity = Severity::kWarning,
    .summary = "a label that every metric has with the same value",
    .explanation = R"(
Labels that are the same for everything that an application exposes (its environment, its region,
its version) belong to the target, not to each series. Prometheus attaches labels to a target when
it scrapes it, and an info metric can hold the rest.
)",
    .bad = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total{env="prod"} 17
# TYPE jobs_failed counter
# HELP jobs_failed Jobs that failed.
jobs_failed_total{env="prod"} 1
# EOF
)",
    .good = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total 17
# TYPE jobs_failed counter
# HELP jobs_failed Jobs that failed.
jobs_failed_total 1
# EOF
)",
};

constexpr CodeInfo kOpenMetricsExemplar = {
    .code = "openmetrics-exemplar",
    .severity = Severity::kError,
    .summary = "a misplaced or too long exemplar",
    .explanation = R"(
Exemplars are allowed on histogram buckets and counter totals. The names and values of their labels
have at most 128 characters together: enough for a trace ID, but not for more.
)",
    .bad = R"(
# TYPE queue_length gauge
# HELP queue_length Jobs that wait.
queue_length 3 # {trace_id="8f3c"} 1
# EOF
)",
    .good = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total 3 # {trace_id="8f3c"} 1
# EOF
)",
};

constexpr CodeInfo kOpenMetricsGrouping = {
    .code = "openmetrics-grouping",
    .severity = Severity::kError,
    .summary = "interleaved samples of different metrics",
    .explanation = R"(
All samples with the same labels (ignoring `le`, `quantile` and the state of a stateset) must
follow each other, so that a reader that takes one line after the other has the whole histogram at
once.
)",
    .bad = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total{queue="mail"} 17
jobs_done_total{queue="print"} 4
jobs_done_created{queue="mail"} 1700000000
# EOF
)",
    .good = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total{queue="mail"} 17
jobs_done_created{queue="mail"} 1700000000
jobs_done_total{queue="print"} 4
# EOF
)",
};

constexpr CodeInfo kOpenMetricsHistogram = {
    .code = "openmetrics-histogram",
    .severity = Severity::kError,
    .summary = "an inconsistent histogram",
    .explanation = R"(
Buckets are sorted by their bounds, the last of which is `+Inf`; each includes all lower ones.
`_count` and `_sum` are either both present or both absent, the count is equal to the last bucket,
and there is no `_sum` if buckets are below zero, since it might decrease. In a gauge histogram they
are called `_gcount` and `_gsum`, and may decrease.
)",
    .bad = R"(
# TYPE request_seconds histogram
# HELP request_seconds How long requests take.
request_seconds_bucket{le="1.0"} 30
request_seconds_bucket{le="+Inf"} 42
request_seconds_count 42
# EOF
)",
    .good = R"(
# TYPE request_seconds histogram
# HELP request_seconds How long requests take.
request_seconds_bucket{le="1.0"} 30
request_seconds_bucket{le="+Inf"} 42
request_seconds_count 42
request_seconds_sum 18.5
# EOF
)",
};

constexpr CodeInfo kOpenMetricsLabel = {
    .code = "openmetrics-label",
    .severity = Severity::kError,
    .summary = "a sample without the label that its type requires",
    .explanation = R"(
A bucket has a label `le` with a number, or `+Inf`; a quantile of a summary has a label `quantile` with
a number from 0 to 1; a state of a stateset has a label with the name of the family, whose value is the
name of the state.
)",
    .bad = R"(
# TYPE request_seconds summary
# HELP request_seconds How long requests take.
request_seconds{quantile="95"} 0.3
# EOF
)",
    .good = R"(
# TYPE request_seconds summary
# HELP request_seconds How long requests take.
request_seconds{quantile="0.95"} 0.3
# EOF
)",
};

constexpr CodeInfo kOpenMetricsMetadata = {
    .code = "openmetrics-metadata",
    .severity = Severity::kError,
    .summary = "a misplaced HELP, TYPE or UNIT line",
    .explanation = R"(
A family has at most one `# HELP`, one `# TYPE` and one `# UNIT` line, all of them before its first
sample. An info or a stateset has no unit.
)",
    .bad = R"(
# TYPE queue_length gauge
queue_length 3
# HELP queue_length Jobs that wait.
# EOF
)",
    .good = R"(
# TYPE queue_length gauge
# HELP queue_length Jobs that wait.
queue_length 3
# EOF
)",
};

constexpr CodeInfo kOpenMetricsNameClash = {
    .code = "openmetrics-name-clash",
    .severity = Severity::kError,
    .summary = "a name that another metric family uses",
    .explanation = R"(
A metric family owns its name and the names of all samples that its type can have: a counter `jobs`
owns `jobs`, `jobs_total` and `jobs_created`. No other family can have one of them, and all samples
of a family must be together: samples that appear again later count as another family.

The TYPE line of a counter has the name without `_total`, its samples have the name with it.
)",
    .bad = R"(
# TYPE jobs_done_total counter
# HELP jobs_done_total Jobs that are done.
jobs_done_total 17
# EOF
)",
    .good = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total 17
# EOF
)",
};

constexpr CodeInfo kOpenMetricsNoEof = {
    .code = "openmetrics-no-eof",
    .severity = Severity::kError,
    .summary = "an OpenMetrics exposition without `# EOF` at its end",
    .explanation = R"(
The last line of an OpenMetrics exposition is `# EOF`, and nothing follows it, so that a truncated
text can be detected. Prometheus drops the whole scrape without it.
)",
};

constexpr CodeInfo kOpenMetricsTimestamps = {
    .code = "openmetrics-timestamps",
    .severity = Severity::kError,
    .summary = "timestamps that go back, or that only some samples have",
    .explanation = R"(
The points of a metric are sorted by timestamp, and either all or none of them have one. Timestamps
are in seconds. Between two scrapes, time does not go back either.
)",
    .bad = R"(
# TYPE queue_length gauge
# HELP queue_length Jobs that wait.
queue_length 3 1700000060
queue_length 4 1700000000
# EOF
)",
    .good = R"(
# TYPE queue_length gauge
# HELP queue_length Jobs that wait.
queue_length 4 1700000000
queue_length 3 1700000060
# EOF
)",
};

constexpr CodeInfo kOpenMetricsValue = {
    .code = "openmetrics-value",
    .severity = Severity::kError,
    .summary = "a value that its type does not allow",
    .explanation = R"(
Totals, sums and counts are neither negative nor `NaN`, and counts are whole numbers. The value of an
info is 1, a state of a stateset is 0 or 1, and the value of a quantile is not negative. Only the sum of
a gauge histogram may be below zero.
)",
    .bad = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total -1
# EOF
)",
    .good = R"(
# TYPE jobs_done counter
# HELP jobs_done Jobs that are done.
jobs_done_total 0
# EOF
)",
};

std::span<const CodeInfo* const> OpenMetricsCodes() {
  static const CodeInfo* const codes[] = {
      &kOpenMetricsCommonLabel, &kOpenMetricsExemplar, &kOpenMetricsGrouping,
      &kOpenMetricsHistogram,   &kOpenMetricsLabel,    &kOpenMetricsMetadata,
      &kOpenMetricsNameClash,   &kOpenMetricsNoEof,    &kOpenMetricsTimestamps,
      &kOpenMetricsValue,
  };
  return codes;
}

}  // namespace check::exposition
