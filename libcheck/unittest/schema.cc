#include "libcheck/unittest/schema.h"

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

constexpr Type kExpectedAlertType = SectionOf(kExpectedAlertObject);
constexpr Field kAlertTestFields[] = {
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long after the start of the test to look."},
    {.name = "alertname", .type = kString, .doc = "The alert that is looked at."},
    {.name = "exp_alerts",
     .type = ListOf(kExpectedAlertType),
     .doc = "Those that are firing by then, and no others; none if left out."},
};

constexpr Field kExpectedSampleFields[] = {
    {.name = "labels", .type = kString, .doc = "The labels, as a series is written."},
    {.name = "value", .type = kFloat, .default_value = "0", .doc = "The value."},
    {.name = "histogram",
     .type = kString,
     .doc = "The histogram, in the place of a value, such as `{{schema:0 count:1}}`.",
     .since = "2.48"},
};

constexpr Type kExpectedSampleType = SectionOf(kExpectedSampleObject);
constexpr Field kExprTestFields[] = {
    {.name = "expr", .type = kString, .doc = "The PromQL expression to evaluate."},
    {.name = "eval_time",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long after the start of the test to evaluate it."},
    {.name = "exp_samples",
     .type = ListOf(kExpectedSampleType),
     .doc = "What it yields, in any order; nothing if left out."},
};

constexpr Type kInputSeriesType = SectionOf(kInputSeriesObject);
constexpr Type kAlertTestType = SectionOf(kAlertTestObject);
constexpr Type kExprTestType = SectionOf(kExprTestObject);
constexpr Field kTestGroupFields[] = {
    {.name = "interval",
     .type = kDuration,
     .default_value = "evaluation_interval",
     .doc = "The time between two samples of the input."},
    {.name = "input_series",
     .type = ListOf(kInputSeriesType),
     .doc = "The series that the rules are evaluated on."},
    {.name = "alert_rule_test",
     .type = ListOf(kAlertTestType),
     .doc = "Which alerts are to be firing, and when."},
    {.name = "promql_expr_test",
     .type = ListOf(kExprTestType),
     .doc = "What expressions are to yield, and when."},
    {.name = "external_labels", .type = kLabels, .doc = "What templates get as `$externalLabels`."},
    {.name = "external_url", .type = kString, .doc = "What templates get as `$externalURL`."},
    {.name = "name", .type = kString, .doc = "What the test is called."},
    {.name = "start_timestamp",
     .type = kString,
     .default_value = "0",
     .doc = "When the test begins: a time as in RFC 3339, or seconds since 1970.",
     .since = "3.9"},
};

constexpr Type kTestGroupType = SectionOf(kTestGroupObject);
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
    {.name = "tests", .type = ListOf(kTestGroupType), .doc = "The tests."},
    {.name = "fuzzy_compare",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether values may be off by the last bit.",
     .since = "3.1"},
};

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
    .fields = kExpectedAlertFields,
    .upstream = "main.alert",
};

constexpr Object kAlertTestObject = {
    .name = "alert test",
    .doc = "What an alert is to do at some time.",
    .fields = kAlertTestFields,
    .upstream = "main.alertTestCase",
};

constexpr Object kExpectedSampleObject = {
    .name = "expected sample",
    .doc = "One sample of a result.",
    .fields = kExpectedSampleFields,
    .upstream = "main.sample",
};

constexpr Object kExprTestObject = {
    .name = "expression test",
    .doc = "What an expression is to yield at some time.",
    .fields = kExprTestFields,
    .upstream = "main.promqlTestCase",
};

constexpr Object kTestGroupObject = {
    .name = "test group",
    .doc = "Input series, and what is expected of rules that see them.",
    .fields = kTestGroupFields,
    .upstream = "main.testGroup",
};

constexpr Object kTestFileObject = {
    .name = "test file",
    .doc = "A file of unit tests for rules.",
    .fields = kTestFileFields,
    .upstream = "main.unitTestFile",
};

}  // namespace check::unittest
