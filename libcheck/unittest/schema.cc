#include "libcheck/unittest/schema.h"

#include "libcheck/config/common/relabel_config.h"

namespace check::unittest {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kInputSeriesFields[] = {
    {.name = "series",
     .type = kString,
     .presence = Presence::kOptional,
     .doc = "The series, such as `up{job=\"node\"}`."},
    {.name = "values",
     .type = kString,
     .doc = "Samples, one per interval, such as `1 2 3`, `0+5x10`, `_` or `stale`."},
};

constexpr Type kLabels = MapOf(kString, "map[string]string");

constexpr Field kExpectedAlertFields[] = {
    {.name = "exp_labels", .type = kLabels, .doc = "Labels of the alert, without its name."},
    {.name = "exp_annotations", .type = kLabels, .doc = "Annotations of the alert."},
};

constexpr std::string_view kMatches[] = {"exact", "subset"};
constexpr Type kPatterns = MapOf(kRegex);
constexpr Type kNames = ListOf(kString);
constexpr Field kExtendedAlertFields[] = {
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether labels and annotations must match exactly, or only those listed."},
    {.name = "label_patterns",
     .type = kPatterns,
     .doc = "Labels with regular expressions that their whole values must match."},
    {.name = "annotation_patterns",
     .type = kPatterns,
     .doc = "Annotations with regular expressions that their whole values must match."},
    {.name = "absent_labels", .type = kNames, .doc = "Labels that the alert must not have."},
};

constexpr Field kAlertTestFields[] = {
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "Evaluation time, relative to the start of the test."},
    {.name = "alertname", .type = kString, .doc = "Name of the alert to check."},
};

constexpr Type kExpectedAlertType = SectionOf(kExpectedAlertObject);
constexpr Field kUpstreamAlertTestFields[] = {
    {.name = "exp_alerts",
     .type = ListOf(kExpectedAlertType),
     .doc = "Alerts expected to be firing, and no others; none if not set."},
};
constexpr std::string_view kStates[] = {"firing", "pending", "inactive"};
constexpr Type kExtendedAlertType = SectionOf(kExtendedAlertObject);
constexpr Field kExtendedAlertTestFields[] = {
    {.name = "exp_alerts",
     .type = ListOf(kExtendedAlertType),
     .doc = "Alerts expected to be firing, and no others; none if not set."},
    {.name = "state",
     .type = OneOf(kStates),
     .default_value = "firing",
     .doc = "Expected state of the alerts: firing, pending or inactive."},
    {.name = "exp_count", .type = kInteger, .doc = "Expected number of alerts in this state."},
    {.name = "partial",
     .type = kBool,
     .default_value = "false",
     .doc = "Allow alerts that are not listed."},
};

constexpr Field kExpectedSampleFields[] = {
    {.name = "labels", .type = kString, .doc = "Labels, written as a series."},
    {.name = "value", .type = kFloat, .default_value = "0", .doc = "The value."},
    {.name = "histogram",
     .type = kString,
     .doc = "The histogram, instead of a value, such as `{{schema:0 count:1}}`.",
     .since = "2.48"},
};

constexpr Field kExtendedSampleFields[] = {
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether labels must match exactly, or only those listed."},
};

constexpr Field kExprTestFields[] = {
    {.name = "expr", .type = kString, .doc = "PromQL expression to evaluate."},
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "Evaluation time, relative to the start of the test."},
};

constexpr Type kExpectedSampleType = SectionOf(kExpectedSampleObject);
constexpr Field kUpstreamExprTestFields[] = {
    {.name = "exp_samples",
     .type = ListOf(kExpectedSampleType),
     .doc = "Expected samples, in any order; none if not set."},
};
constexpr Type kExtendedSampleType = SectionOf(kExtendedSampleObject);
constexpr Field kExtendedExprTestFields[] = {
    {.name = "exp_samples",
     .type = ListOf(kExtendedSampleType),
     .doc = "Expected samples, in any order; none if not set."},
    {.name = "tolerance",
     .type = kString,
     .default_value = "0",
     .doc = "Tolerance of values: a number, or a percentage such as `1%`."},
    {.name = "exp_count", .type = kInteger, .doc = "Expected number of samples."},
    {.name = "partial",
     .type = kBool,
     .default_value = "false",
     .doc = "Allow samples that are not listed."},
};

constexpr Type kInputSeriesType = SectionOf(kInputSeriesObject);
constexpr Field kTestGroupFields[] = {
    {.name = "interval",
     .type = kDuration,
     .default_value = "evaluation_interval",
     .doc = "Interval between samples of the input."},
    {.name = "input_series", .type = ListOf(kInputSeriesType), .doc = "Input series of the test."},
    {.name = "external_labels", .type = kLabels, .doc = "Value of `$externalLabels` in templates."},
    {.name = "external_url", .type = kString, .doc = "Value of `$externalURL` in templates."},
    {.name = "name", .type = kString, .doc = "Name of the test."},
    {.name = "start_timestamp",
     .type = kString,
     .default_value = "0",
     .doc = "Start time of the test: RFC 3339, or seconds since 1970.",
     .since = "3.9"},
};

constexpr Type kAlertTestType = SectionOf(kAlertTestObject);
constexpr Type kExprTestType = SectionOf(kExprTestObject);
constexpr Field kUpstreamTestGroupFields[] = {
    {.name = "alert_rule_test", .type = ListOf(kAlertTestType), .doc = "Tests of alerts."},
    {.name = "promql_expr_test",
     .type = ListOf(kExprTestType),
     .doc = "Tests of PromQL expressions."},
};
constexpr std::string_view kStages[] = {"scrape", "metric", "alert"};
constexpr Type kRelabelRule = SectionOf(config::kRelabelConfig);
constexpr Type kRelabelRules = ListOf(kRelabelRule);
constexpr Field kRelabelTestFields[] = {
    {.name = "labels",
     .type = kLabels,
     .doc = "Labels before relabelling: of a target as discovered, with `__address__` and so on, "
            "of a sample as exposed, with `__name__`, or of an alert, with `alertname`."},
    {.name = "config",
     .type = kFile,
     .doc = "A prometheus.yml with the relabelling rules, relative to this file."},
    {.name = "stage",
     .type = OneOf(kStages),
     .default_value = "scrape",
     .doc = "Rules of the configuration to apply: `relabel_configs` or `metric_relabel_configs` of "
            "a job, or `alert_relabel_configs`."},
    {.name = "job",
     .type = kString,
     .doc =
         "Scrape job whose rules are applied; with rules given here, the label `job` of targets."},
    {.name = "relabel_configs",
     .type = kRelabelRules,
     .doc = "Relabelling rules for a target, instead of `config`."},
    {.name = "metric_relabel_configs",
     .type = kRelabelRules,
     .doc = "Relabelling rules for a sample, instead of `config`."},
    {.name = "alert_relabel_configs",
     .type = kRelabelRules,
     .doc = "Relabelling rules for an alert, instead of `config`."},
    {.name = "target_labels",
     .type = kLabels,
     .doc = "Labels of the target of the sample, added before relabelling."},
    {.name = "exp_labels",
     .type = kLabels,
     .doc = "Expected labels after relabelling. Target labels that start with `__` are checked "
            "only if listed."},
    {.name = "exp_dropped",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the rules should drop the target, sample or alert."},
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether labels must match exactly, or only those listed."},
    {.name = "label_patterns",
     .type = kPatterns,
     .doc = "Labels with regular expressions that their whole values must match."},
    {.name = "absent_labels", .type = kNames, .doc = "Labels that must not exist."},
};
constexpr Constraint kRelabelTestConstraints[] = {
    ExactlyOne("config", "relabel_configs", "metric_relabel_configs", "alert_relabel_configs"),
    AtLeastOne("exp_labels", "exp_dropped", "label_patterns", "absent_labels"),
    AtMostOne("exp_dropped", "exp_labels"),
    AtMostOne("exp_dropped", "label_patterns"),
    AtMostOne("exp_dropped", "absent_labels"),
    Requires("stage", "config"),
};
constexpr Type kRelabelTestType = SectionOf(kRelabelTestObject);

constexpr Type kExtendedAlertTestType = SectionOf(kExtendedAlertTestObject);
constexpr Type kExtendedExprTestType = SectionOf(kExtendedExprTestObject);
constexpr Field kExtendedTestGroupFields[] = {
    {.name = "alert_rule_test", .type = ListOf(kExtendedAlertTestType), .doc = "Tests of alerts."},
    {.name = "promql_expr_test",
     .type = ListOf(kExtendedExprTestType),
     .doc = "Tests of PromQL expressions."},
    {.name = "relabel_test", .type = ListOf(kRelabelTestType), .doc = "Tests of relabelling."},
    {.name = "input_macros",
     .type = kNames,
     .doc = "Names of `series_macros` whose series are added before `input_series`."},
};

constexpr Field kTestFileFields[] = {
    {.name = "rule_files",
     .type = ListOf(kFile),
     .doc = "Rule files under test, relative to this file; patterns are allowed."},
    {.name = "evaluation_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "Evaluation interval of all groups, whatever their own interval."},
    {.name = "group_eval_order",
     .type = ListOf(kString),
     .doc = "Order in which groups are evaluated, by name."},
    {.name = "fuzzy_compare",
     .type = kBool,
     .default_value = "false",
     .doc = "Ignore differences in the last bit of values.",
     .since = "3.1"},
};

constexpr Type kTestGroupType = SectionOf(kTestGroupObject);
constexpr Field kUpstreamTestFileFields[] = {
    {.name = "tests", .type = ListOf(kTestGroupType), .doc = "The tests."},
};
constexpr Type kExtendedTestGroupType = SectionOf(kExtendedTestGroupObject);
constexpr Type kMacroType = ListOf(kInputSeriesType);
constexpr Field kExtendedTestFileFields[] = {
    {.name = "tests", .type = ListOf(kExtendedTestGroupType), .doc = "The tests."},
    {.name = "series_macros",
     .type = MapOf(kMacroType),
     .doc = "Named lists of input series, shared by tests."},
};

// What promtool and pronoia have in common.
constexpr Object kExpectedAlertBase = {
    .name = "expected alert",
    .doc = "An alert that should fire.",
    .fields = kExpectedAlertFields,
};
constexpr Object kAlertTestBase = {
    .name = "alert test",
    .doc = "A test of an alert at some time.",
    .fields = kAlertTestFields,
};
constexpr Object kExpectedSampleBase = {
    .name = "expected sample",
    .doc = "An expected sample.",
    .fields = kExpectedSampleFields,
};
constexpr Object kExprTestBase = {
    .name = "expression test",
    .doc = "A test of a PromQL expression.",
    .fields = kExprTestFields,
};
constexpr Object kTestGroupBase = {
    .name = "test group",
    .doc = "A test: input series and expectations.",
    .fields = kTestGroupFields,
};
constexpr Object kTestFileBase = {
    .name = "test file",
    .doc = "A test file for rules.",
    .fields = kTestFileFields,
};
constexpr const Object* kExpectedAlertIncludes[] = {&kExpectedAlertBase};
constexpr const Object* kAlertTestIncludes[] = {&kAlertTestBase};
constexpr const Object* kExpectedSampleIncludes[] = {&kExpectedSampleBase};
constexpr const Object* kExprTestIncludes[] = {&kExprTestBase};
constexpr const Object* kTestGroupIncludes[] = {&kTestGroupBase};
constexpr const Object* kTestFileIncludes[] = {&kTestFileBase};

}  // namespace

constexpr Object kInputSeriesObject = {
    .name = "input series",
    .doc = "An input series with its samples.",
    .fields = kInputSeriesFields,
    .upstream = "main.series",
};

constexpr Object kExpectedAlertObject = {
    .name = "expected alert",
    .doc = "An alert that should fire.",
    .fields = {},
    .includes = kExpectedAlertIncludes,
    .upstream = "main.alert",
};

constexpr Object kExtendedAlertObject = {
    .name = "expected alert",
    .doc = "An alert that should fire.",
    .fields = kExtendedAlertFields,
    .includes = kExpectedAlertIncludes,
    .upstream = "main.alert",
};

constexpr Object kAlertTestObject = {
    .name = "alert test",
    .doc = "A test of an alert at some time.",
    .fields = kUpstreamAlertTestFields,
    .includes = kAlertTestIncludes,
    .upstream = "main.alertTestCase",
};

constexpr Object kExtendedAlertTestObject = {
    .name = "alert test",
    .doc = "A test of an alert at some time.",
    .fields = kExtendedAlertTestFields,
    .includes = kAlertTestIncludes,
    .upstream = "main.alertTestCase",
};

constexpr Object kExpectedSampleObject = {
    .name = "expected sample",
    .doc = "An expected sample.",
    .fields = {},
    .includes = kExpectedSampleIncludes,
    .upstream = "main.sample",
};

constexpr Object kExtendedSampleObject = {
    .name = "expected sample",
    .doc = "An expected sample.",
    .fields = kExtendedSampleFields,
    .includes = kExpectedSampleIncludes,
    .upstream = "main.sample",
};

constexpr Object kExprTestObject = {
    .name = "expression test",
    .doc = "A test of a PromQL expression.",
    .fields = kUpstreamExprTestFields,
    .includes = kExprTestIncludes,
    .upstream = "main.promqlTestCase",
};

constexpr Object kExtendedExprTestObject = {
    .name = "expression test",
    .doc = "A test of a PromQL expression.",
    .fields = kExtendedExprTestFields,
    .includes = kExprTestIncludes,
    .upstream = "main.promqlTestCase",
};

constexpr Object kRelabelTestObject = {
    .name = "relabelling test",
    .doc = "A test of relabelling.",
    .fields = kRelabelTestFields,
    .constraints = kRelabelTestConstraints,
    .upstream = "main.relabelTestCase",
};

constexpr Object kTestGroupObject = {
    .name = "test group",
    .doc = "A test: input series and expectations.",
    .fields = kUpstreamTestGroupFields,
    .includes = kTestGroupIncludes,
    .upstream = "main.testGroup",
};

constexpr Object kExtendedTestGroupObject = {
    .name = "test group",
    .doc = "A test: input series and expectations.",
    .fields = kExtendedTestGroupFields,
    .includes = kTestGroupIncludes,
    .upstream = "main.testGroup",
};

constexpr Object kTestFileObject = {
    .name = "test file",
    .doc = "A test file for rules.",
    .fields = kUpstreamTestFileFields,
    .includes = kTestFileIncludes,
    .upstream = "main.unitTestFile",
};

constexpr Object kExtendedTestFileObject = {
    .name = "test file",
    .doc = "A test file for rules.",
    .fields = kExtendedTestFileFields,
    .includes = kTestFileIncludes,
    .upstream = "main.unitTestFile",
};

}  // namespace check::unittest
