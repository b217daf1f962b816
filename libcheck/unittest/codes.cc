#include "libcheck/unittest/codes.h"

#include <array>

#include "libcheck/unittest/route_codes.h"

namespace check::unittest {

constexpr CodeInfo kAlertNameIgnored = {
    .code = "test-alertname-ignored",
    .severity = Severity::kWarning,
    .summary = "a label `alertname` that has no effect",
    .explanation = R"(
The label `alertname` of an expected alert is always the name that is tested. What `exp_labels` says about it
is passed over.
)",
};

constexpr CodeInfo kAlertsDiffer = {
    .code = "test-alerts-differ",
    .severity = Severity::kError,
    .summary = "unexpected alerts",
    .explanation = R"(
At the time of the test other alerts were firing than the test expects. Labels and annotations are compared
exactly, `alertname` is added, and pending alerts do not count. The lines below show what was expected
(`-`) beside the closest alert that fires (`+`), and what the expression gave before.
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
An entry of `rule_files` is a pattern as Go's `filepath.Match` has them: `*` and `?` stand for characters
of a name, `[a-z]` for one of several. A bracket that is not closed makes it useless.
)",
};

constexpr CodeInfo kBadRuleFile = {
    .code = "test-bad-rule-file",
    .severity = Severity::kError,
    .summary = "rules that are not valid",
    .explanation = R"(
A rule file under test would be refused by Prometheus, so no test can be run. What is wrong with it is
reported at its own place.
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
The later one replaces the earlier one, all of it. promtool says nothing.
)",
};

constexpr CodeInfo kEmptyLabel = {
    .code = "test-empty-label",
    .severity = Severity::kWarning,
    .summary = "an expected label without a value",
    .explanation = R"(
A label with an empty value is no label: no alert has one, so the expectation cannot be met.
)",
};

constexpr CodeInfo kExpressionFailed = {
    .code = "test-expression-failed",
    .severity = Severity::kError,
    .summary = "an expression of a test that cannot be evaluated",
    .explanation = R"(
The expression is no PromQL, its evaluation failed, or a sample that is expected of it cannot be read.
)",
};

constexpr CodeInfo kIntervalIgnored = {
    .code = "test-interval-ignored",
    .severity = Severity::kInfo,
    .summary = "a group whose interval is not used by the test",
    .explanation = R"(
Tests evaluate every group at the `evaluation_interval` of the test file, whatever interval the group
itself has. `for` and ranges may act differently on a server.
)",
};

constexpr CodeInfo kLostSeries = {
    .code = "test-lost-series",
    .severity = Severity::kError,
    .summary = "series that promtool drops",
    .explanation = R"(
promtool turns the input into one text and reads it line by line. An empty line ends it, so that values in
a block (`values: |`), which end in a line break, hide all series after them. The test passes or fails for
the wrong reason, and nothing is said. The series are lost here, too, so that verdicts agree.
)",
};

constexpr CodeInfo kNoConfig = {
    .code = "test-no-config",
    .severity = Severity::kError,
    .summary = "a configuration of Prometheus that cannot be read",
    .explanation = R"(
A `relabel_test` takes its rules from the file that its `config` names, which is not there or not to be read. Paths
are relative to the folder of the test file.
)",
};

constexpr CodeInfo kNoRuleFile = {
    .code = "test-no-rule-file",
    .severity = Severity::kError,
    .summary = "an entry of `rule_files` that matches no file",
    .explanation = R"(
The test runs without the rules that it was written for. promtool prints a warning, goes on, and every
expectation of no alerts holds. Paths are relative to the folder of the test file.
)",
};

constexpr CodeInfo kNoServerUrl = {
    .code = "test-no-server-url",
    .severity = Severity::kWarning,
    .summary = "a template that uses the server URL",
    .explanation = R"(
The functions `externalURL` and `pathPrefix` give the address of the server, and in tests there is none. What they
are in becomes an error message, in promtool as here, so a test can only expect that message. On a server they work.
`$externalURL` is what the test's `external_url` says.
)",
};

constexpr CodeInfo kNothingTested = {
    .code = "test-nothing-tested",
    .severity = Severity::kWarning,
    .summary = "a test that expects nothing",
    .explanation = R"(
Without `alert_rule_test` and `promql_expr_test` there is nothing that could fail, nor are the rules
evaluated more than once. A test of routes expects nothing without a field that begins with `expected_`.
)",
};

constexpr CodeInfo kRelabelDiffers = {
    .code = "test-relabel-differs",
    .severity = Severity::kError,
    .summary = "unexpected labels after relabelling",
    .explanation = R"(
The rules made other labels of those of a `relabel_test` than it expects, dropped what was to be kept, or kept what
was to be dropped. Targets start with the labels that Prometheus gives them (`job`, `__scheme__`,
`__metrics_path__`, `__scrape_interval__`, `__scrape_timeout__`, `__param_*`), lose those that begin with `__meta_`
after the rules, and get `instance` from `__address__`; samples get the labels of their target before the rules,
and alerts the external labels. The lines below show the difference, and what each rule did.
)",
};

constexpr CodeInfo kRelabelRefused = {
    .code = "test-relabel-refused",
    .severity = Severity::kError,
    .summary = "relabelling with a result that Prometheus refuses",
    .explanation = R"(
The rules kept what they were given, but made something of it that Prometheus refuses: a target without
`__address__`, with a URL in its place or with a scrape interval that is no duration, or a sample without a name,
which makes the whole scrape fail.
)",
};

constexpr CodeInfo kRuleFailed = {
    .code = "test-rule-failed",
    .severity = Severity::kError,
    .summary = "a rule that cannot be evaluated",
    .explanation = R"(
The evaluation of a rule failed: labels that match many to many, two results with the same labels, a limit
that is exceeded. Prometheus would report the rule as unhealthy. Nothing after that is tested.
)",
};

constexpr CodeInfo kSamplesDiffer = {
    .code = "test-samples-differ",
    .severity = Severity::kError,
    .summary = "an expression with unexpected samples",
    .explanation = R"(
Results are compared by labels, and values bit for bit, unless the file says `fuzzy_compare: true`. Values
that are added up step by step, as those of `0+0.1x10`, carry rounding errors. The lines below show what was
expected (`-`) beside the closest sample (`+`).
)",
};

constexpr CodeInfo kTemplateFailed = {
    .code = "test-template-failed",
    .severity = Severity::kWarning,
    .summary = "an alert label or annotation whose template fails",
    .explanation = R"(
The template of a label or annotation failed when an alert of a test was made: a function refused what it was given,
or a field is not there. Prometheus puts the error message in the place of the text and sends the alert, and a test
that does not expect it does not notice. Each template is reported once, with the first failure.
)",
};

constexpr CodeInfo kTooLong = {
    .code = "test-too-long",
    .severity = Severity::kError,
    .summary = "a test with too many evaluations",
    .explanation = R"(
Rules are evaluated every `evaluation_interval` up to the last time at which anything is expected. Millions of
evaluations take hours, and almost always a unit was mistaken. Test a shorter time, or at longer intervals.
)",
};

constexpr CodeInfo kUnknownAlert = {
    .code = "test-unknown-alert",
    .severity = Severity::kError,
    .summary = "a test of an unknown alert",
    .explanation = R"(
No rule file of the test has an alert with this name. promtool takes it for an alert that is not firing, so a
test that expects none passes, and goes on passing when the alert is renamed.
)",
};

constexpr CodeInfo kUnknownGroup = {
    .code = "test-unknown-group",
    .severity = Severity::kWarning,
    .summary = "an unknown group in `group_eval_order`",
    .explanation = R"(
No rule file of the test has a group of this name, so its place in the order means nothing.
)",
};

constexpr CodeInfo kUnseenSamples = {
    .code = "test-unseen-samples",
    .severity = Severity::kWarning,
    .summary = "samples that the expression does not see",
    .explanation = R"(
Rules are evaluated at the start of the test and every `evaluation_interval` after it, and the input is
loaded up to the last of these times. An expression that is evaluated later does not see what comes after
it, although its time has come.
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
