#include "libcheck/unittest/schema.h"

#include "libcheck/config/common/relabel_config.h"

namespace check::unittest {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kInputSeriesFields[] = {
    {.name = "series",
     .type = kString,
     .presence = Presence::kOptional,
     .doc = "The series in the usual notation, such as `up{job=\"node\"}`."},
    {.name = "values",
     .type = kString,
     .doc = "Its samples, one for each interval, such as `1 2 3`, `0+5x10`, `_` or `stale`."},
};

constexpr Type kLabels = MapOf(kString, "map[string]string");

constexpr Field kExpectedAlertFields[] = {
    {.name = "exp_labels", .type = kLabels, .doc = "All labels of the alert, without its name."},
    {.name = "exp_annotations", .type = kLabels, .doc = "All annotations of the alert."},
};

constexpr std::string_view kMatches[] = {"exact", "subset"};
constexpr Type kPatterns = MapOf(kRegex);
constexpr Type kNames = ListOf(kString);
constexpr Field kExtendedAlertFields[] = {
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether all labels and annotations are listed, or a part of them."},
    {.name = "label_patterns",
     .type = kPatterns,
     .doc = "Labels whose whole values match regular expressions."},
    {.name = "annotation_patterns",
     .type = kPatterns,
     .doc = "Annotations whose whole values match regular expressions."},
    {.name = "absent_labels", .type = kNames, .doc = "Labels that the alert must not have."},
};

constexpr Field kAlertTestFields[] = {
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long after the start of the test to look."},
    {.name = "alertname", .type = kString, .doc = "The alert that is looked at."},
};

constexpr Type kExpectedAlertType = SectionOf(kExpectedAlertObject);
constexpr Field kUpstreamAlertTestFields[] = {
    {.name = "exp_alerts",
     .type = ListOf(kExpectedAlertType),
     .doc = "Those that are firing by then, and no others; none if left out."},
};
constexpr std::string_view kStates[] = {"firing", "pending", "inactive"};
constexpr Type kExtendedAlertType = SectionOf(kExtendedAlertObject);
constexpr Field kExtendedAlertTestFields[] = {
    {.name = "exp_alerts",
     .type = ListOf(kExtendedAlertType),
     .doc = "Those that are firing by then, and no others; none if left out."},
    {.name = "state",
     .type = OneOf(kStates),
     .default_value = "firing",
     .doc = "The state that the expected alerts are in; inactive ones are neither pending nor "
            "firing."},
    {.name = "exp_count", .type = kInteger, .doc = "How many alerts are in that state."},
    {.name = "partial",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether there may be other alerts besides those that are expected."},
};

constexpr Field kExpectedSampleFields[] = {
    {.name = "labels", .type = kString, .doc = "The labels, as a series is written."},
    {.name = "value", .type = kFloat, .default_value = "0", .doc = "The value."},
    {.name = "histogram",
     .type = kString,
     .doc = "The histogram, in the place of a value, such as `{{schema:0 count:1}}`.",
     .since = "2.48"},
};

constexpr Field kExtendedSampleFields[] = {
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether all labels are listed, or a part of them."},
};

constexpr Field kExprTestFields[] = {
    {.name = "expr", .type = kString, .doc = "The PromQL expression to evaluate."},
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long after the start of the test to evaluate it."},
};

constexpr Type kExpectedSampleType = SectionOf(kExpectedSampleObject);
constexpr Field kUpstreamExprTestFields[] = {
    {.name = "exp_samples",
     .type = ListOf(kExpectedSampleType),
     .doc = "What it yields, in any order; nothing if left out."},
};
constexpr Type kExtendedSampleType = SectionOf(kExtendedSampleObject);
constexpr Field kExtendedExprTestFields[] = {
    {.name = "exp_samples",
     .type = ListOf(kExtendedSampleType),
     .doc = "What it yields, in any order; nothing if left out."},
    {.name = "tolerance",
     .type = kString,
     .default_value = "0",
     .doc = "How far values may be off: a number, or a part of the value such as `1%`."},
    {.name = "exp_count", .type = kInteger, .doc = "How many samples it yields."},
    {.name = "partial",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it may yield other samples besides those that are expected."},
};

constexpr Type kInputSeriesType = SectionOf(kInputSeriesObject);
constexpr Field kTestGroupFields[] = {
    {.name = "interval",
     .type = kDuration,
     .default_value = "evaluation_interval",
     .doc = "The time between two samples of the input."},
    {.name = "input_series",
     .type = ListOf(kInputSeriesType),
     .doc = "The series that the rules are evaluated on."},
    {.name = "external_labels", .type = kLabels, .doc = "What templates get as `$externalLabels`."},
    {.name = "external_url", .type = kString, .doc = "What templates get as `$externalURL`."},
    {.name = "name", .type = kString, .doc = "What the test is called."},
    {.name = "start_timestamp",
     .type = kString,
     .default_value = "0",
     .doc = "When the test begins: a time as in RFC 3339, or seconds since 1970.",
     .since = "3.9"},
};

constexpr Type kAlertTestType = SectionOf(kAlertTestObject);
constexpr Type kExprTestType = SectionOf(kExprTestObject);
constexpr Field kUpstreamTestGroupFields[] = {
    {.name = "alert_rule_test",
     .type = ListOf(kAlertTestType),
     .doc = "Which alerts are to be firing, and when."},
    {.name = "promql_expr_test",
     .type = ListOf(kExprTestType),
     .doc = "What expressions are to yield, and when."},
};
constexpr std::string_view kStages[] = {"scrape", "metric", "alert"};
constexpr Type kRelabelRule = SectionOf(config::kRelabelConfig);
constexpr Type kRelabelRules = ListOf(kRelabelRule);
constexpr Field kRelabelTestFields[] = {
    {.name = "labels",
     .type = kLabels,
     .doc = "The labels before: of a target as it was discovered, with `__address__` and the like, "
            "of a sample as it was exposed, with `__name__`, or of an alert, with `alertname`."},
    {.name = "config",
     .type = kFile,
     .doc = "A configuration file of Prometheus with the rules, from the folder of this file."},
    {.name = "stage",
     .type = OneOf(kStages),
     .default_value = "scrape",
     .doc = "Which rules of the configuration: `relabel_configs` or `metric_relabel_configs` of a "
            "job, or `alert_relabel_configs`."},
    {.name = "job",
     .type = kString,
     .doc = "The job of the configuration whose rules they are; with rules that are given here, "
            "the label `job` of targets."},
    {.name = "relabel_configs",
     .type = kRelabelRules,
     .doc = "Rules for a target, in the place of `config`."},
    {.name = "metric_relabel_configs",
     .type = kRelabelRules,
     .doc = "Rules for a sample, in the place of `config`."},
    {.name = "alert_relabel_configs",
     .type = kRelabelRules,
     .doc = "Rules for an alert, in the place of `config`."},
    {.name = "target_labels",
     .type = kLabels,
     .doc = "Labels of the target that a sample comes from, which it gets before the rules."},
    {.name = "exp_labels",
     .type = kLabels,
     .doc = "All labels after the rules. Of targets, those that begin with `__` count only if "
            "they are listed."},
    {.name = "exp_dropped",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the rules are to drop what has the labels."},
    {.name = "match",
     .type = OneOf(kMatches),
     .default_value = "exact",
     .doc = "Whether all labels are listed, or a part of them."},
    {.name = "label_patterns",
     .type = kPatterns,
     .doc = "Labels whose whole values match regular expressions."},
    {.name = "absent_labels", .type = kNames, .doc = "Labels that there must not be."},
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
    {.name = "alert_rule_test",
     .type = ListOf(kExtendedAlertTestType),
     .doc = "Which alerts are to be firing, and when."},
    {.name = "promql_expr_test",
     .type = ListOf(kExtendedExprTestType),
     .doc = "What expressions are to yield, and when."},
    {.name = "relabel_test",
     .type = ListOf(kRelabelTestType),
     .doc = "What relabelling is to make of labels."},
    {.name = "input_macros",
     .type = kNames,
     .doc = "Names of `series_macros`, whose series come before those of `input_series`."},
};

constexpr Field kTestFileFields[] = {
    {.name = "rule_files",
     .type = ListOf(kFile),
     .doc = "The rule files under test, from the folder of this file; patterns are allowed."},
    {.name = "evaluation_interval",
     .type = kDuration,
     .default_value = "1m",
     .doc = "How often the rules are evaluated, whatever interval their groups have."},
    {.name = "group_eval_order",
     .type = ListOf(kString),
     .doc = "Names of groups in the order in which they are evaluated."},
    {.name = "fuzzy_compare",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether values may be off by the last bit.",
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
     .doc = "Lists of input series by name, for several tests to use."},
};

// What promtool and pronoia have in common.
constexpr Object kExpectedAlertBase = {
    .name = "expected alert",
    .doc = "An alert that is to be firing.",
    .fields = kExpectedAlertFields,
};
constexpr Object kAlertTestBase = {
    .name = "alert test",
    .doc = "What an alert is to do at some time.",
    .fields = kAlertTestFields,
};
constexpr Object kExpectedSampleBase = {
    .name = "expected sample",
    .doc = "One sample of a result.",
    .fields = kExpectedSampleFields,
};
constexpr Object kExprTestBase = {
    .name = "expression test",
    .doc = "What an expression is to yield at some time.",
    .fields = kExprTestFields,
};
constexpr Object kTestGroupBase = {
    .name = "test group",
    .doc = "Input series, and what is expected of rules that see them.",
    .fields = kTestGroupFields,
};
constexpr Object kTestFileBase = {
    .name = "test file",
    .doc = "A file of unit tests for rules.",
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
    .doc = "A series and its samples.",
    .fields = kInputSeriesFields,
    .upstream = "main.series",
};

constexpr Object kExpectedAlertObject = {
    .name = "expected alert",
    .doc = "An alert that is to be firing.",
    .fields = {},
    .includes = kExpectedAlertIncludes,
    .upstream = "main.alert",
};

constexpr Object kExtendedAlertObject = {
    .name = "expected alert",
    .doc = "An alert that is to be firing.",
    .fields = kExtendedAlertFields,
    .includes = kExpectedAlertIncludes,
    .upstream = "main.alert",
};

constexpr Object kAlertTestObject = {
    .name = "alert test",
    .doc = "What an alert is to do at some time.",
    .fields = kUpstreamAlertTestFields,
    .includes = kAlertTestIncludes,
    .upstream = "main.alertTestCase",
};

constexpr Object kExtendedAlertTestObject = {
    .name = "alert test",
    .doc = "What an alert is to do at some time.",
    .fields = kExtendedAlertTestFields,
    .includes = kAlertTestIncludes,
    .upstream = "main.alertTestCase",
};

constexpr Object kExpectedSampleObject = {
    .name = "expected sample",
    .doc = "One sample of a result.",
    .fields = {},
    .includes = kExpectedSampleIncludes,
    .upstream = "main.sample",
};

constexpr Object kExtendedSampleObject = {
    .name = "expected sample",
    .doc = "One sample of a result.",
    .fields = kExtendedSampleFields,
    .includes = kExpectedSampleIncludes,
    .upstream = "main.sample",
};

constexpr Object kExprTestObject = {
    .name = "expression test",
    .doc = "What an expression is to yield at some time.",
    .fields = kUpstreamExprTestFields,
    .includes = kExprTestIncludes,
    .upstream = "main.promqlTestCase",
};

constexpr Object kExtendedExprTestObject = {
    .name = "expression test",
    .doc = "What an expression is to yield at some time.",
    .fields = kExtendedExprTestFields,
    .includes = kExprTestIncludes,
    .upstream = "main.promqlTestCase",
};

constexpr Object kRelabelTestObject = {
    .name = "relabelling test",
    .doc = "Labels, and what relabelling is to make of them.",
    .fields = kRelabelTestFields,
    .constraints = kRelabelTestConstraints,
    .upstream = "main.relabelTestCase",
};

constexpr Object kTestGroupObject = {
    .name = "test group",
    .doc = "Input series, and what is expected of rules that see them.",
    .fields = kUpstreamTestGroupFields,
    .includes = kTestGroupIncludes,
    .upstream = "main.testGroup",
};

constexpr Object kExtendedTestGroupObject = {
    .name = "test group",
    .doc = "Input series, and what is expected of rules that see them.",
    .fields = kExtendedTestGroupFields,
    .includes = kTestGroupIncludes,
    .upstream = "main.testGroup",
};

constexpr Object kTestFileObject = {
    .name = "test file",
    .doc = "A file of unit tests for rules.",
    .fields = kUpstreamTestFileFields,
    .includes = kTestFileIncludes,
    .upstream = "main.unitTestFile",
};

constexpr Object kExtendedTestFileObject = {
    .name = "test file",
    .doc = "A file of unit tests for rules.",
    .fields = kExtendedTestFileFields,
    .includes = kTestFileIncludes,
    .upstream = "main.unitTestFile",
};

}  // namespace check::unittest
