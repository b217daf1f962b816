#include "libcheck/unittest/codes.h"

#include <array>

#include "libcheck/unittest/route_codes.h"

namespace check::unittest {

constexpr CodeInfo kAlertNameIgnored = {
    .code = "test-alertname-ignored",
    .severity = Severity::kWarning,
    .summary = "a label `alertname` that has no effect",
    .explanation = R"(
The label `alertname` of an expected alert is always the name under test. Its value in `exp_labels` is
ignored.
)",
};

constexpr CodeInfo kAlertsDiffer = {
    .code = "test-alerts-differ",
    .severity = Severity::kError,
    .summary = "unexpected alerts",
    .explanation = R"(
At the time of the test other alerts were firing than the test expects. Labels and annotations are compared
exactly, `alertname` is added, and pending alerts do not count. The lines below show the expected alert
(`-`) beside the closest alert that fires (`+`), and the results of the expression before.
)",
};

constexpr CodeInfo kBadInput = {
    .code = "test-bad-input",
    .severity = Severity::kError,
    .summary = "invalid input samples",
    .explanation = R"(
The input series were read, but Prometheus's storage would refuse them: a series without labels, a label
given twice, a histogram whose counts do not add up.
)",
};

constexpr CodeInfo kBadPattern = {
    .code = "test-bad-pattern",
    .severity = Severity::kError,
    .summary = "a malformed rule file pattern",
    .explanation = R"(
An entry of `rule_files` is a pattern as in Go's `filepath.Match`: `*` and `?` match characters of a
name, `[a-z]` matches one of several. A bracket that is not closed makes it invalid.
)",
};

constexpr CodeInfo kBadRuleFile = {
    .code = "test-bad-rule-file",
    .severity = Severity::kError,
    .summary = "rules that are not valid",
    .explanation = R"(
Prometheus would refuse a rule file under test, so no test can be run. The errors are reported where
they are in the rule file.
)",
};

constexpr CodeInfo kBadSeries = {
    .code = "test-bad-series",
    .severity = Severity::kError,
    .summary = "a malformed input series",
    .explanation = R"(
A series is written as in PromQL, with exact labels: `up{job="node"}`. Its values are separated by spaces:
`1`, `_` for no sample, `stale`, `1x5` for six times 1, `1+2x5` for 1, 3, 5, 7, 9, 11, or a histogram as
`{{schema:0 count:3 sum:4 buckets:[1 2]}}`.
)",
};

constexpr CodeInfo kDuplicateSeries = {
    .code = "test-duplicate-series",
    .severity = Severity::kError,
    .summary = "a duplicate input series",
    .explanation = R"(
The later one replaces the earlier one completely. promtool does not report this.
)",
};

constexpr CodeInfo kEmptyLabel = {
    .code = "test-empty-label",
    .severity = Severity::kWarning,
    .summary = "an expected label without a value",
    .explanation = R"(
A label with an empty value counts as missing: no alert has it, so the expectation cannot be met.
)",
};

constexpr CodeInfo kExpressionFailed = {
    .code = "test-expression-failed",
    .severity = Severity::kError,
    .summary = "an expression of a test that cannot be evaluated",
    .explanation = R"(
The expression is not valid PromQL, its evaluation failed, or an expected sample cannot be read.
)",
};

constexpr CodeInfo kIntervalIgnored = {
    .code = "test-interval-ignored",
    .severity = Severity::kInfo,
    .summary = "a group whose interval is not used by the test",
    .explanation = R"(
Tests evaluate every group at the `evaluation_interval` of the test file, not at the interval of the
group. `for` and ranges may behave differently on a server.
)",
};

constexpr CodeInfo kLostSeries = {
    .code = "test-lost-series",
    .severity = Severity::kError,
    .summary = "series that promtool drops",
    .explanation = R"(
promtool turns the input into one text and reads it line by line. An empty line ends it, so values in a
block (`values: |`), which end in a line break, hide all series after them. The test passes or fails for
the wrong reason, without a message. The series are dropped here as well, so that verdicts agree.
)",
};

constexpr CodeInfo kNoConfig = {
    .code = "test-no-config",
    .severity = Severity::kError,
    .summary = "a configuration of Prometheus that cannot be read",
    .explanation = R"(
A `relabel_test` reads its rules from the file in `config`, which does not exist or cannot be read. Paths are
relative to the folder of the test file.
)",
};

constexpr CodeInfo kNoRuleFile = {
    .code = "test-no-rule-file",
    .severity = Severity::kError,
    .summary = "an entry of `rule_files` that matches no file",
    .explanation = R"(
The test runs without the rules that it was written for. promtool prints a warning and continues, and
every expectation of no alerts is met. Paths are relative to the folder of the test file.
)",
};

constexpr CodeInfo kNoServerUrl = {
    .code = "test-no-server-url",
    .severity = Severity::kWarning,
    .summary = "a template that uses the server URL",
    .explanation = R"(
The functions `externalURL` and `pathPrefix` return the address of the server, and tests have no server. The text
that contains them becomes an error message, in promtool as well, so a test can only expect that message. On a
server they work. `$externalURL` is the `external_url` of the test.
)",
};

constexpr CodeInfo kNothingTested = {
    .code = "test-nothing-tested",
    .severity = Severity::kWarning,
    .summary = "a test that expects nothing",
    .explanation = R"(
Without `alert_rule_test` and `promql_expr_test` nothing can fail, and the rules are evaluated only
once. A test of routes needs a field that begins with `expected_`.
)",
};

constexpr CodeInfo kRelabelDiffers = {
    .code = "test-relabel-differs",
    .severity = Severity::kError,
    .summary = "unexpected labels after relabelling",
    .explanation = R"(
In a `relabel_test` the rules produced other labels than expected, dropped what should be kept, or kept what should
be dropped. Targets start with the labels that Prometheus sets (`job`, `__scheme__`, `__metrics_path__`,
`__scrape_interval__`, `__scrape_timeout__`, `__param_*`), lose those that begin with `__meta_` after the rules,
and get `instance` from `__address__`; samples get the labels of their target before the rules, and alerts the
external labels. The lines below show the difference, and the effect of each rule.
)",
};

constexpr CodeInfo kRelabelRefused = {
    .code = "test-relabel-refused",
    .severity = Severity::kError,
    .summary = "relabelling with a result that Prometheus refuses",
    .explanation = R"(
The rules kept the input, but Prometheus refuses the result: a target without `__address__`, with a URL as its
address or with an invalid scrape interval, or a sample without a name, which makes the whole scrape fail.
)",
};

constexpr CodeInfo kRuleFailed = {
    .code = "test-rule-failed",
    .severity = Severity::kError,
    .summary = "a rule that cannot be evaluated",
    .explanation = R"(
The evaluation of a rule failed: many-to-many matching, two results with the same labels, an exceeded
limit. Prometheus would report the rule as unhealthy. Nothing after this is tested.
)",
};

constexpr CodeInfo kSamplesDiffer = {
    .code = "test-samples-differ",
    .severity = Severity::kError,
    .summary = "an expression with unexpected samples",
    .explanation = R"(
Results are compared by labels, and values bit for bit, unless the file sets `fuzzy_compare: true`. Values
that are added up step by step, as those of `0+0.1x10`, have rounding errors. The lines below show the
expected sample (`-`) beside the closest one (`+`).
)",
};

constexpr CodeInfo kTemplateFailed = {
    .code = "test-template-failed",
    .severity = Severity::kWarning,
    .summary = "an alert label or annotation whose template fails",
    .explanation = R"(
The template of a label or annotation failed for an alert of a test: a function refused its arguments, or a field
does not exist. Prometheus replaces the text by the error message and sends the alert, and a test that does not
expect this does not notice. Each template is reported once, with the first failure.
)",
};

constexpr CodeInfo kTooLong = {
    .code = "test-too-long",
    .severity = Severity::kError,
    .summary = "a test with too many evaluations",
    .explanation = R"(
Rules are evaluated every `evaluation_interval` up to the last time with an expectation. Millions of
evaluations take hours, and are almost always caused by a wrong unit. Test a shorter time, or use longer
intervals.
)",
};

constexpr CodeInfo kUnknownAlert = {
    .code = "test-unknown-alert",
    .severity = Severity::kError,
    .summary = "a test of an unknown alert",
    .explanation = R"(
No rule file of the test has an alert with this name. promtool treats it as an alert that is not firing, so a
test that expects none passes, and still passes when the alert is renamed.
)",
};

constexpr CodeInfo kUnknownGroup = {
    .code = "test-unknown-group",
    .severity = Severity::kWarning,
    .summary = "an unknown group in `group_eval_order`",
    .explanation = R"(
No rule file of the test has a group with this name, so its place in the order has no effect.
)",
};

constexpr CodeInfo kUnseenSamples = {
    .code = "test-unseen-samples",
    .severity = Severity::kWarning,
    .summary = "samples that the expression does not see",
    .explanation = R"(
Rules are evaluated at the start of the test and every `evaluation_interval` after it, and the input is
loaded up to the last of these times. An expression that is evaluated later does not see the samples
after this time.
)",
};

namespace {

constexpr std::array kCodes = {&kAlertNameIgnored,  &kAlertsDiffer,    &kBadInput,
                               &kBadPattern,        &kBadRuleFile,     &kBadSeries,
                               &kDuplicateSeries,   &kEmptyLabel,      &kExpressionFailed,
                               &kInhibitionDiffers, &kIntervalIgnored, &kLostSeries,
                               &kMutingDiffers,     &kMutingNeedsTime, &kNoAlertmanagerConfig,
                               &kNoConfig,          &kNoRuleFile,      &kNoServerUrl,
                               &kNothingTested,     &kRelabelDiffers,  &kRelabelRefused,
                               &kRouteDiffers,      &kRuleFailed,      &kSamplesDiffer,
                               &kTemplateFailed,    &kTooLong,         &kUnknownAlert,
                               &kUnknownGroup,      &kUnseenSamples};

}  // namespace

std::span<const CodeInfo* const> Codes() { return kCodes; }

}  // namespace check::unittest
