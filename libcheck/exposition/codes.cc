#include "libcheck/exposition/codes.h"

namespace check::exposition {

constexpr CodeInfo kBadLabel = {
    .code = "metrics-bad-label",
    .severity = Severity::kError,
    .summary = "a malformed or duplicate label",
    .explanation = R"(
Labels are `name="value"`, in braces, separated by commas. Names consist of ASCII letters, digits and
`_` and do not begin with a digit; any other name must be in double quotes. A sample has each label
only once, and no label is called `__name__`, which is the name of the metric. Values are UTF-8.

Prometheus drops the whole scrape because of one such line, and `up` becomes 0.
)",
    .bad = R"(
# HELP jobs_done_total Jobs that are done.
# TYPE jobs_done_total counter
jobs_done_total{queue="mail",queue="print"} 17
)",
    .good = R"(
# HELP jobs_done_total Jobs that are done.
# TYPE jobs_done_total counter
jobs_done_total{queue="mail",printer="none"} 17
)",
};

constexpr CodeInfo kBadMetadata = {
    .code = "metrics-bad-metadata",
    .severity = Severity::kError,
    .summary = "a misplaced HELP or TYPE line",
    .explanation = R"(
A metric family has one `# HELP` and one `# TYPE` line, and the type comes before the first sample:
`counter`, `gauge`, `histogram`, `summary` or `untyped`, in lower case.

promtool and the textfile collector of node_exporter refuse a file with a second or a late line; the
server refuses an unknown type.
)",
    .bad = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length guage
queue_length 3
)",
    .good = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length gauge
queue_length 3
)",
};

constexpr CodeInfo kBadName = {
    .code = "metrics-bad-name",
    .severity = Severity::kError,
    .summary = "a missing metric name",
    .explanation = R"(
A line with a sample begins with the metric name: ASCII letters, digits, `_` and `:`, not beginning
with a digit. Any other name is written in double quotes, inside the braces and before the labels:
`{"http.requests",code="200"} 3`. This requires Prometheus 3; promtool lints only names of the first
kind.
)",
    .bad = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length gauge
2nd_queue_length 3
)",
    .good = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length gauge
queue_length{queue="2nd"} 3
)",
};

constexpr CodeInfo kBadSyntax = {
    .code = "metrics-syntax",
    .severity = Severity::kError,
    .summary = "a line that is not valid in the text format",
    .explanation = R"(
A line is a comment, or `name{label="value",...} value`, with an optional timestamp after the value.
Label values are in double quotes, in which `\\`, `\"` and `\n` are a backslash, a quote and a line
break; there are no other escapes.

Prometheus drops the whole scrape because of one such line, and `up` becomes 0.
)",
    .bad = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes{drive="C:\data"} 1e9
)",
    .good = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes{drive="C:\\data"} 1e9
)",
};

constexpr CodeInfo kBadValue = {
    .code = "metrics-bad-value",
    .severity = Severity::kError,
    .summary = "a value or timestamp that is not a number",
    .explanation = R"(
A value is a decimal number such as `3`, `-0.5` or `1.2e9`, or one of `NaN`, `+Inf` and `-Inf`: no
decimal comma, no thousands separator, no unit. A timestamp is a whole number of milliseconds since
1970. The `le` of a histogram and the `quantile` of a summary are numbers in quotes.

A carriage return at the end of a line counts as part of the number: use Unix line breaks.
)",
    .bad = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes 1_000_000
)",
    .good = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes 1000000
)",
};

constexpr CodeInfo kNoFinalLineBreak = {
    .code = "metrics-no-final-line-break",
    .severity = Severity::kError,
    .summary = "a last line without a line break",
    .explanation = R"(
The last line must end in a line break like all others: without it, promtool and the textfile
collector of node_exporter treat the file as truncated, and use nothing of it. The server is less
strict when it scrapes.

In shell scripts, `printf` and `echo -n` omit it.
)",
};

constexpr CodeInfo kAbbreviatedUnit = {
    .code = "metric-abbreviated-unit",
    .severity = Severity::kWarning,
    .summary = "a metric whose name has an abbreviated unit",
    .explanation = R"(
Units are written out: `_seconds`, not `_s` or `_ms`; `_bytes`, not `_b` or `_kb`. `m` alone could be
metres, minutes or millions.
)",
    .bad = R"(
# HELP backup_duration_ms How long the last backup took.
# TYPE backup_duration_ms gauge
backup_duration_ms 1200
)",
    .good = R"(
# HELP backup_duration_seconds How long the last backup took.
# TYPE backup_duration_seconds gauge
backup_duration_seconds 1.2
)",
};

constexpr CodeInfo kCamelCaseLabel = {
    .code = "metric-camel-case-label",
    .severity = Severity::kWarning,
    .summary = "a label in camelCase",
    .explanation = R"(
Labels are written in snake_case like all labels of Prometheus and its exporters. Users type label
names in queries, and nobody remembers which ones have a capital letter in the middle.
)",
    .bad = R"(
# HELP jobs_done_total Jobs that are done.
# TYPE jobs_done_total counter
jobs_done_total{queueName="mail"} 17
)",
    .good = R"(
# HELP jobs_done_total Jobs that are done.
# TYPE jobs_done_total counter
jobs_done_total{queue_name="mail"} 17
)",
};

constexpr CodeInfo kCamelCaseName = {
    .code = "metric-camel-case-name",
    .severity = Severity::kWarning,
    .summary = "a metric whose name is in camelCase",
    .explanation = R"(
Metrics are named in snake_case, from the general to the particular: the program, what is measured,
the unit.
)",
    .bad = R"(
# HELP shop_queueLength Jobs that wait.
# TYPE shop_queueLength gauge
shop_queueLength 3
)",
    .good = R"(
# HELP shop_queue_length Jobs that wait.
# TYPE shop_queue_length gauge
shop_queue_length 3
)",
};

constexpr CodeInfo kColonInName = {
    .code = "metric-colon-in-name",
    .severity = Severity::kWarning,
    .summary = "a metric with a colon in its name",
    .explanation = R"(
Colons are reserved for the names of recording rules: `job:http_requests:rate5m`. An application that
exposes such a name misleads readers who look for the rule. The exception is a metrics page that
federates recorded series.
)",
    .bad = R"(
# HELP shop:queue_length Jobs that wait.
# TYPE shop:queue_length gauge
shop:queue_length 3
)",
    .good = R"(
# HELP shop_queue_length Jobs that wait.
# TYPE shop_queue_length gauge
shop_queue_length 3
)",
};

constexpr CodeInfo kDuplicateSeries = {
    .code = "metric-duplicate-series",
    .severity = Severity::kWarning,
    .summary = "a duplicate series",
    .explanation = R"(
Two lines have the same name and the same labels, in any order. Prometheus keeps one of the two
values and drops the other, and counts it in
`prometheus_target_scrapes_sample_duplicate_timestamp_total`. The textfile collector of node_exporter
refuses the file.

Usually a label is missing that would distinguish the two, or something was registered twice.
)",
    .bad = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes{disk="sda",fs="ext4"} 1e9
disk_free_bytes{fs="ext4",disk="sda"} 2e9
)",
    .good = R"(
# HELP disk_free_bytes Space left.
# TYPE disk_free_bytes gauge
disk_free_bytes{disk="sda",fs="ext4"} 1e9
disk_free_bytes{disk="sdb",fs="ext4"} 2e9
)",
};

constexpr CodeInfo kNoHelp = {
    .code = "metric-no-help",
    .severity = Severity::kWarning,
    .summary = "a metric without a help text",
    .explanation = R"(
A `# HELP` line describes what a metric counts or measures, and in what unit. Prometheus and Grafana
show it where users select a metric.
)",
    .bad = R"(
# TYPE queue_length gauge
queue_length 3
)",
    .good = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length gauge
queue_length 3
)",
};

constexpr CodeInfo kNotBaseUnit = {
    .code = "metric-not-base-unit",
    .severity = Severity::kWarning,
    .summary = "a metric that is not in a base unit",
    .explanation = R"(
Metrics use base units: seconds, bytes, metres, grams, joules, volts, amperes, celsius. Then two
metrics can be compared or divided without looking up their scales, and dashboards choose milliseconds
or gigabytes when they draw.
)",
    .bad = R"(
# HELP backup_duration_milliseconds How long the last backup took.
# TYPE backup_duration_milliseconds gauge
backup_duration_milliseconds 1200
)",
    .good = R"(
# HELP backup_duration_seconds How long the last backup took.
# TYPE backup_duration_seconds gauge
backup_duration_seconds 1.2
)",
};

constexpr CodeInfo kReservedLabel = {
    .code = "metric-reserved-label",
    .severity = Severity::kWarning,
    .summary = "a label `le` or `quantile` on a metric that is not a histogram or summary",
    .explanation = R"(
`le` is the upper bound of a histogram bucket, and `quantile` is the quantile of a summary. On other
metrics these labels affect `histogram_quantile` and similar functions without making sense there.

Often the `# TYPE` line is missing or wrong, not the label.
)",
    .bad = R"(
# HELP request_size_bytes How large requests are.
# TYPE request_size_bytes gauge
request_size_bytes{quantile="0.9"} 4000
)",
    .good = R"(
# HELP request_size_bytes How large requests are.
# TYPE request_size_bytes summary
request_size_bytes{quantile="0.9"} 4000
request_size_bytes_sum 90000
request_size_bytes_count 40
)",
};

constexpr CodeInfo kReservedSuffix = {
    .code = "metric-reserved-suffix",
    .severity = Severity::kWarning,
    .summary = "a metric whose name ends like the parts of histograms and summaries",
    .explanation = R"(
`_bucket`, `_count` and `_sum` are the parts of histograms and summaries. A counter or gauge with such
a name is mistaken for one of them: by people, and by tools that look for the metric without the
suffix.
)",
    .bad = R"(
# HELP queue_count Jobs that wait.
# TYPE queue_count gauge
queue_count 3
)",
    .good = R"(
# HELP queue_jobs Jobs that wait.
# TYPE queue_jobs gauge
queue_jobs 3
)",
};

constexpr CodeInfo kTotalSuffix = {
    .code = "metric-total-suffix",
    .severity = Severity::kWarning,
    .summary = "a counter without `_total`, or another type with it",
    .explanation = R"(
Names of counters end in `_total`, and only those: the name shows whether `rate` makes sense.
OpenMetrics requires it.
)",
    .bad = R"(
# HELP jobs_done Jobs that are done.
# TYPE jobs_done counter
jobs_done 17
)",
    .good = R"(
# HELP jobs_done_total Jobs that are done.
# TYPE jobs_done_total counter
jobs_done_total 17
)",
};

constexpr CodeInfo kTypeInName = {
    .code = "metric-type-in-name",
    .severity = Severity::kWarning,
    .summary = "a metric whose name contains its type",
    .explanation = R"(
`counter`, `gauge`, `histogram` or `summary` in a name does not describe what is measured, and is wrong
once the type changes. The type belongs in the `# TYPE` line.
)",
    .bad = R"(
# HELP queue_length_gauge Jobs that wait.
# TYPE queue_length_gauge gauge
queue_length_gauge 3
)",
    .good = R"(
# HELP queue_length Jobs that wait.
# TYPE queue_length gauge
queue_length 3
)",
};

constexpr CodeInfo kBucketsNotCumulative = {
    .code = "metric-buckets-not-cumulative",
    .severity = Severity::kWarning,
    .summary = "a histogram bucket with a lower count than a smaller bucket",
    .explanation = R"(
A bucket counts everything up to its bound, so it includes all lower buckets: the counts never
decrease as `le` grows. Buckets that count only the values between two bounds must be added up first.

`histogram_quantile` uses such counts as they are, or smooths them, and is wrong either way.
)",
    .bad = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="0.1"} 30
request_seconds_bucket{le="1"} 12
request_seconds_bucket{le="+Inf"} 42
request_seconds_sum 18
request_seconds_count 42
)",
    .good = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="0.1"} 30
request_seconds_bucket{le="1"} 42
request_seconds_bucket{le="+Inf"} 42
request_seconds_sum 18
request_seconds_count 42
)",
};

constexpr CodeInfo kCountDiffers = {
    .code = "metric-count-differs",
    .severity = Severity::kWarning,
    .summary = "a histogram whose count differs from its last bucket",
    .explanation = R"(
The bucket with `le="+Inf"` contains everything, so it is equal to `_count`. If they differ,
averages and quantiles are based on different numbers.

Both must be read at once, under the lock that guards them.
)",
    .bad = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="1"} 30
request_seconds_bucket{le="+Inf"} 42
request_seconds_sum 18
request_seconds_count 40
)",
    .good = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="1"} 30
request_seconds_bucket{le="+Inf"} 42
request_seconds_sum 18
request_seconds_count 42
)",
};

constexpr CodeInfo kCounterWentBack = {
    .code = "metric-counter-went-back",
    .severity = Severity::kWarning,
    .summary = "a counter that is lower than in the previous file",
    .explanation = R"(
Between two scrapes of one target, given with `--compare`, a counter, or a count or bucket of a
histogram or summary, has decreased. `rate` and `increase` treat this as a restart: they add the
whole new value to the old one.

A counter is reset only when its process restarts. If `process_start_time_seconds` has changed
too, nothing is reported. A value that goes up and down is a gauge.
)",
};

constexpr CodeInfo kMetricGone = {
    .code = "metric-gone",
    .severity = Severity::kWarning,
    .summary = "a metric of the previous file that is missing",
    .explanation = R"(
Between two scrapes of one target, given with `--compare`, a whole metric has disappeared. If metrics
come and go, `rate` misses what was counted before they appeared, and alerts on them stay silent. An
application should expose all its metrics from its start, with value 0 if nothing has happened yet.
)",
};

constexpr CodeInfo kNoInfBucket = {
    .code = "metric-no-inf-bucket",
    .severity = Severity::kWarning,
    .summary = "a histogram without the bucket `+Inf`",
    .explanation = R"(
Each histogram needs the bucket with `le="+Inf"`, which contains everything. Without it
`histogram_quantile` returns `NaN` for that series.
)",
    .bad = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="0.1"} 30
request_seconds_bucket{le="1"} 42
request_seconds_sum 18
request_seconds_count 42
)",
    .good = R"(
# HELP request_seconds How long requests take.
# TYPE request_seconds histogram
request_seconds_bucket{le="0.1"} 30
request_seconds_bucket{le="1"} 42
request_seconds_bucket{le="+Inf"} 42
request_seconds_sum 18
request_seconds_count 42
)",
};

std::span<const CodeInfo* const> Codes() {
  static const CodeInfo* const codes[] = {
      &kAbbreviatedUnit,  &kBucketsNotCumulative,
      &kCamelCaseLabel,   &kCamelCaseName,
      &kColonInName,      &kCountDiffers,
      &kCounterWentBack,  &kDuplicateSeries,
      &kMetricGone,       &kNoHelp,
      &kNoInfBucket,      &kNotBaseUnit,
      &kReservedLabel,    &kReservedSuffix,
      &kTotalSuffix,      &kTypeInName,
      &kBadLabel,         &kBadMetadata,
      &kBadName,          &kBadValue,
      &kNoFinalLineBreak, &kBadSyntax,
  };
  return codes;
}

}  // namespace check::exposition
