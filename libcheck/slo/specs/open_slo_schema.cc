#include <array>

#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/specs/open_slo_checks.h"
#include "libcheck/slo/specs/open_slo_values.h"

// The fields of OpenSLO v1 and of v2alpha, which has other names for some of them.
namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kApiV1[] = {"openslo/v1"};
constexpr std::string_view kApiV2Alpha[] = {"openslo.com/v2alpha"};

constexpr Field kMetadataFields[] = {
    {.name = "name",
     .type = kOpenSloName,
     .presence = Presence::kRequired,
     .doc = "The name by which other objects refer to this one."},
    {.name = "displayName", .type = kOpenSloDisplayName, .doc = "A name for people."},
    {.name = "labels",
     .type = MapOf(kAny),
     .doc = "Labels, each with one value or a list of them."},
    {.name = "annotations", .type = MapOf(kString), .doc = "What programs note of the object."},
};
constexpr Object kMetadata = {
    .name = "metadata",
    .doc = "How an object is called.",
    .fields = kMetadataFields,
};
constexpr Type kMetadataType = SectionOf(kMetadata);

constexpr Field kDescription = {
    .name = "description", .type = kOpenSloDescription, .doc = "What it is, for people."};

// The fields that every object has.
template <std::size_t kVersions, std::size_t kKinds>
constexpr std::array<Field, 4> ResourceFields(const std::string_view (&versions)[kVersions],
                                              const std::string_view (&kinds)[kKinds],
                                              const Object& spec, Presence spec_presence) {
  return {{
      {.name = "apiVersion",
       .type = OneOf(versions),
       .presence = Presence::kRequired,
       .doc = "The version of OpenSLO."},
      {.name = "kind",
       .type = OneOf(kinds),
       .presence = Presence::kRequired,
       .doc = "What the object describes."},
      {.name = "metadata",
       .type = kMetadataType,
       .presence = Presence::kRequired,
       .doc = "How the object is called."},
      {.name = "spec", .type = SectionOf(spec), .presence = spec_presence, .doc = "What it says."},
  }};
}

// ---- Service

constexpr Field kServiceFields[] = {kDescription};
constexpr Object kServiceSpec = {
    .name = "Service spec", .doc = "A service, which has objectives.", .fields = kServiceFields};
constexpr std::string_view kServiceKinds[] = {"Service"};

// ---- DataSource

constexpr Field kDataSourceFields[] = {
    kDescription,
    {.name = "type",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "What kind of system it is, such as Prometheus."},
    {.name = "connectionDetails",
     .type = kAny,
     .presence = Presence::kRequired,
     .doc = "How to reach it."},
};
constexpr Object kDataSourceSpec = {
    .name = "DataSource spec",
    .doc = "A system that answers the queries of indicators.",
    .fields = kDataSourceFields,
};
constexpr std::string_view kDataSourceKinds[] = {"DataSource"};

// ---- SLI

constexpr Field kMetricSourceFields[] = {
    {.name = "metricSourceRef", .type = kOpenSloName, .doc = "The name of a DataSource."},
    {.name = "type", .type = kString, .doc = "What kind of system it is, such as Prometheus."},
    {.name = "spec",
     .type = MapOf(kAny),
     .presence = Presence::kRequired,
     .doc = "The query, for Prometheus as `query`."},
};
constexpr Object kMetricSource = {
    .name = "metricSource",
    .doc = "A query and the system that answers it.",
    .fields = kMetricSourceFields,
};
constexpr Field kMetricFields[] = {
    {.name = "metricSource",
     .type = SectionOf(kMetricSource),
     .presence = Presence::kRequired,
     .doc = "Where the metric comes from."},
};
constexpr Object kMetric = {
    .name = "metric", .doc = "One metric of an indicator.", .fields = kMetricFields};

constexpr Field kMetricV2Fields[] = {
    {.name = "dataSourceRef", .type = kOpenSloName, .doc = "The name of a DataSource."},
    {.name = "dataSourceSpec",
     .type = SectionOf(kDataSourceSpec),
     .doc = "In its place, the system itself."},
    {.name = "spec", .type = MapOf(kAny), .doc = "The query, for Prometheus as `query`."},
};
constexpr Constraint kMetricV2Constraints[] = {ExactlyOne("dataSourceRef", "dataSourceSpec")};
constexpr Object kMetricV2 = {
    .name = "v2alpha metric",
    .doc = "One metric of an indicator.",
    .fields = kMetricV2Fields,
    .constraints = kMetricV2Constraints,
};

constexpr std::string_view kRawTypes[] = {"failure", "success"};

constexpr std::array<Field, 6> RatioFields(const Object& metric) {
  return {{
      {.name = "counter",
       .type = kBool,
       .default_value = "false",
       .doc = "Whether the metrics are counters, which only ever rise."},
      {.name = "good", .type = SectionOf(metric), .doc = "The events that were good."},
      {.name = "bad", .type = SectionOf(metric), .doc = "In place of `good`: those that were not."},
      {.name = "total", .type = SectionOf(metric), .doc = "All events."},
      {.name = "rawType",
       .type = OneOf(kRawTypes),
       .doc = "Whether `raw` is the share of good events or that of bad ones."},
      {.name = "raw", .type = SectionOf(metric), .doc = "In place of events: their ratio."},
  }};
}
constexpr Constraint kRatioConstraints[] = {
    ExactlyOne("total", "raw"), AtMostOne("good", "bad", "raw"), Requires("good", "total"),
    Requires("bad", "total"),   Requires("raw", "rawType"),      Requires("total", "good", "bad"),
};
constexpr auto kRatioV1Fields = RatioFields(kMetric);
constexpr auto kRatioV2Fields = RatioFields(kMetricV2);
constexpr Object kRatioV1 = {
    .name = "ratioMetric",
    .doc = "Which share of events was good.",
    .fields = kRatioV1Fields,
    .constraints = kRatioConstraints,
};
constexpr Object kRatioV2 = {
    .name = "v2alpha ratioMetric",
    .doc = "Which share of events was good.",
    .fields = kRatioV2Fields,
    .constraints = kRatioConstraints,
};

constexpr std::array<Field, 3> IndicatorFields(const Object& metric, const Object& ratio) {
  return {{
      kDescription,
      {.name = "thresholdMetric",
       .type = SectionOf(metric),
       .doc = "A value that objectives compare with theirs."},
      {.name = "ratioMetric", .type = SectionOf(ratio), .doc = "A share of events."},
  }};
}
constexpr Constraint kIndicatorConstraints[] = {ExactlyOne("thresholdMetric", "ratioMetric")};
constexpr auto kIndicatorV1Fields = IndicatorFields(kMetric, kRatioV1);
constexpr auto kIndicatorV2Fields = IndicatorFields(kMetricV2, kRatioV2);
constexpr Object kIndicatorSpecV1 = {
    .name = "SLI spec",
    .doc = "What is measured.",
    .fields = kIndicatorV1Fields,
    .constraints = kIndicatorConstraints,
};
constexpr Object kIndicatorSpecV2 = {
    .name = "v2alpha SLI spec",
    .doc = "What is measured.",
    .fields = kIndicatorV2Fields,
    .constraints = kIndicatorConstraints,
};
constexpr std::string_view kIndicatorKinds[] = {"SLI"};

// What stands in an SLO in place of a reference.
constexpr std::array<Field, 2> InlineFields(const Object& spec) {
  return {{
      {.name = "metadata",
       .type = kMetadataType,
       .presence = Presence::kRequired,
       .doc = "How it is called."},
      {.name = "spec",
       .type = SectionOf(spec),
       .presence = Presence::kRequired,
       .doc = "What it says."},
  }};
}
constexpr auto kInlineV1Fields = InlineFields(kIndicatorSpecV1);
constexpr auto kInlineV2Fields = InlineFields(kIndicatorSpecV2);
constexpr Object kInlineIndicatorV1 = {
    .name = "indicator", .doc = "An indicator of this SLO alone.", .fields = kInlineV1Fields};
constexpr Object kInlineIndicatorV2 = {
    .name = "sli", .doc = "An indicator of this SLO alone.", .fields = kInlineV2Fields};

// ---- AlertCondition

constexpr std::string_view kConditions[] = {"burnrate"};
constexpr Field kConditionFields[] = {
    {.name = "kind",
     .type = OneOf(kConditions),
     .presence = Presence::kRequired,
     .doc = "What is compared with the threshold."},
    {.name = "op",
     .type = kOpenSloOperator,
     .presence = Presence::kRequired,
     .doc = "How it is compared."},
    {.name = "threshold",
     .type = kFloat,
     .presence = Presence::kRequired,
     .doc = "The burn rate that is too high."},
    {.name = "lookbackWindow",
     .type = kOpenSloDurationType,
     .presence = Presence::kRequired,
     .doc = "The window in which it is measured."},
    {.name = "alertAfter",
     .type = kOpenSloDurationType,
     .doc = "How long the condition has to hold before the alert fires."},
};
constexpr Object kCondition = {
    .name = "condition",
    .doc = "When an alert fires.",
    .fields = kConditionFields,
    .check = CheckOpenSloCondition,
};
constexpr Field kAlertConditionFields[] = {
    kDescription,
    {.name = "severity",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "How urgent it is, such as page."},
    {.name = "condition",
     .type = SectionOf(kCondition),
     .presence = Presence::kRequired,
     .doc = "When the alert fires."},
};
constexpr Object kAlertConditionSpec = {
    .name = "AlertCondition spec",
    .doc = "When an alert fires, and how urgent it is.",
    .fields = kAlertConditionFields,
};
constexpr std::string_view kAlertConditionKinds[] = {"AlertCondition"};

// ---- AlertNotificationTarget

constexpr Field kTargetFields[] = {
    kDescription,
    {.name = "target",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Where notifications go, such as email."},
};
constexpr Object kTargetSpec = {
    .name = "AlertNotificationTarget spec",
    .doc = "Where notifications go.",
    .fields = kTargetFields,
};
constexpr std::string_view kTargetKinds[] = {"AlertNotificationTarget"};

// ---- AlertPolicy

// An item of a list that is either a reference or an object.
constexpr std::array<Field, 4> ItemFields(const Field& reference, const Type& kind,
                                          const Object& spec) {
  return {{
      reference,
      {.name = "kind", .type = kind, .doc = "In place of a reference: the kind of object."},
      {.name = "metadata", .type = kMetadataType, .doc = "How it is called."},
      {.name = "spec", .type = SectionOf(spec), .doc = "What it says."},
  }};
}
constexpr auto kConditionItemFields = ItemFields(
    {.name = "conditionRef", .type = kOpenSloName, .doc = "The name of an AlertCondition."},
    OneOf(kAlertConditionKinds), kAlertConditionSpec);
constexpr Constraint kConditionItemConstraints[] = {
    ExactlyOne("conditionRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kConditionItem = {
    .name = "condition of an AlertPolicy",
    .doc = "A condition, or a reference to one.",
    .fields = kConditionItemFields,
    .constraints = kConditionItemConstraints,
};
constexpr Type kConditionItemType = SectionOf(kConditionItem);

constexpr auto kTargetItemFields = ItemFields(
    {.name = "targetRef", .type = kOpenSloName, .doc = "The name of an AlertNotificationTarget."},
    OneOf(kTargetKinds), kTargetSpec);
constexpr Constraint kTargetItemConstraints[] = {
    ExactlyOne("targetRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kTargetItem = {
    .name = "notification target of an AlertPolicy",
    .doc = "A target of notifications, or a reference to one.",
    .fields = kTargetItemFields,
    .constraints = kTargetItemConstraints,
};
constexpr Type kTargetItemType = SectionOf(kTargetItem);

constexpr Field kPolicyFields[] = {
    kDescription,
    {.name = "alertWhenNoData",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether to notify when there is no data."},
    {.name = "alertWhenBreaching",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether to notify when the condition holds."},
    {.name = "alertWhenResolved",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether to notify when it does not hold any more."},
    {.name = "conditions",
     .type = ListOf(kConditionItemType),
     .presence = Presence::kRequired,
     .doc = "The one condition."},
    {.name = "notificationTargets",
     .type = ListOf(kTargetItemType),
     .presence = Presence::kRequired,
     .doc = "Where notifications go."},
};
constexpr Object kPolicySpec = {
    .name = "AlertPolicy spec",
    .doc = "When to alert, and whom.",
    .fields = kPolicyFields,
    .check = CheckOpenSloPolicy,
};
constexpr std::string_view kPolicyKinds[] = {"AlertPolicy"};

constexpr auto kPolicyItemFields = ItemFields(
    {.name = "alertPolicyRef", .type = kOpenSloName, .doc = "The name of an AlertPolicy."},
    OneOf(kPolicyKinds), kPolicySpec);
constexpr Constraint kPolicyItemConstraints[] = {
    ExactlyOne("alertPolicyRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kPolicyItem = {
    .name = "alert policy of an SLO",
    .doc = "A policy, or a reference to one.",
    .fields = kPolicyItemFields,
    .constraints = kPolicyItemConstraints,
};
constexpr Type kPolicyItemType = SectionOf(kPolicyItem);

// ---- SLO

constexpr Field kCalendarFields[] = {
    {.name = "startTime",
     .type = kOpenSloStartTime,
     .presence = Presence::kRequired,
     .doc = "When a period begins, as clocks show it."},
    {.name = "timeZone",
     .type = kOpenSloTimeZone,
     .presence = Presence::kRequired,
     .doc = "The time zone of those clocks."},
};
constexpr Object kCalendar = {
    .name = "calendar", .doc = "Where periods of a calendar begin.", .fields = kCalendarFields};
constexpr Field kTimeWindowFields[] = {
    {.name = "duration",
     .type = kOpenSloDurationType,
     .presence = Presence::kRequired,
     .doc = "How long the period is."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it ends now, rather than begin with the calendar."},
    {.name = "calendar", .type = SectionOf(kCalendar), .doc = "Where periods begin."},
};
constexpr Object kTimeWindow = {
    .name = "timeWindow",
    .doc = "The time in which objectives have to be met.",
    .fields = kTimeWindowFields,
    .check = CheckOpenSloTimeWindow,
};
constexpr Type kTimeWindowType = SectionOf(kTimeWindow);

constexpr std::array<Field, 10> ObjectiveFields(std::string_view indicator,
                                                std::string_view reference,
                                                const Object& indicator_table) {
  return {{
      {.name = "displayName", .type = kString, .doc = "A name for people."},
      {.name = "op",
       .type = kOpenSloOperator,
       .doc = "With a threshold metric: how good values compare with `value`."},
      {.name = "value",
       .type = kFloat,
       .doc = "With a threshold metric: what it is compared with."},
      {.name = "target", .type = kFloat, .doc = "The share of what has to be good, as in 0.995."},
      {.name = "targetPercent", .type = kFloat, .doc = "The same in per cent, as in 99.5."},
      {.name = "timeSliceTarget",
       .type = kFloat,
       .doc = "With time slices: the share of good events that makes a slice good."},
      {.name = "timeSliceWindow",
       .type = kOpenSloDurationType,
       .doc = "With time slices: how long one is."},
      {.name = indicator,
       .type = SectionOf(indicator_table),
       .doc = "In a composite SLO: the indicator of this part."},
      {.name = reference, .type = kOpenSloName, .doc = "In its place, the name of an SLI."},
      {.name = "compositeWeight",
       .type = kFloat,
       .default_value = "1",
       .doc = "In a composite SLO: what this part counts for."},
  }};
}
constexpr auto kObjectiveV1Fields =
    ObjectiveFields("indicator", "indicatorRef", kInlineIndicatorV1);
constexpr auto kObjectiveV2Fields = ObjectiveFields("sli", "sliRef", kInlineIndicatorV2);
constexpr Constraint kObjectiveV1Constraints[] = {ExactlyOne("target", "targetPercent"),
                                                  AtMostOne("indicator", "indicatorRef")};
constexpr Constraint kObjectiveV2Constraints[] = {ExactlyOne("target", "targetPercent"),
                                                  AtMostOne("sli", "sliRef")};
constexpr Object kObjectiveV1 = {
    .name = "objective",
    .doc = "What has to be met.",
    .fields = kObjectiveV1Fields,
    .constraints = kObjectiveV1Constraints,
    .check = CheckOpenSloObjective,
};
constexpr Object kObjectiveV2 = {
    .name = "v2alpha objective",
    .doc = "What has to be met.",
    .fields = kObjectiveV2Fields,
    .constraints = kObjectiveV2Constraints,
    .check = CheckOpenSloObjective,
};
constexpr Type kObjectiveV1Type = SectionOf(kObjectiveV1);
constexpr Type kObjectiveV2Type = SectionOf(kObjectiveV2);

constexpr std::string_view kMethods[] = {"Occurrences", "RatioTimeslices", "Timeslices"};

constexpr Field kBudgetingMethod = {.name = "budgetingMethod",
                                    .type = OneOf(kMethods),
                                    .presence = Presence::kRequired,
                                    .doc = "Whether events count, or slices of time."};
constexpr Field kTimeWindowField = {.name = "timeWindow",
                                    .type = ListOf(kTimeWindowType),
                                    .presence = Presence::kRequired,
                                    .doc = "The one time in which objectives have to be met."};
constexpr Field kAlertPolicies = {
    .name = "alertPolicies", .type = ListOf(kPolicyItemType), .doc = "When to alert, and whom."};

constexpr Field kSloV1Fields[] = {
    kDescription,
    {.name = "service",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The service that has the objectives."},
    {.name = "indicator", .type = SectionOf(kInlineIndicatorV1), .doc = "What is measured."},
    {.name = "indicatorRef", .type = kOpenSloName, .doc = "In its place, the name of an SLI."},
    kTimeWindowField,
    kBudgetingMethod,
    {.name = "objectives", .type = ListOf(kObjectiveV1Type), .doc = "What has to be met."},
    kAlertPolicies,
};
constexpr Constraint kSloV1Constraints[] = {AtMostOne("indicator", "indicatorRef")};
constexpr Object kSloSpecV1 = {
    .name = "SLO spec",
    .doc = "What an SLO says.",
    .fields = kSloV1Fields,
    .constraints = kSloV1Constraints,
    .check = CheckOpenSloSpec,
};
// `service` became `serviceRef` while v2alpha was written.
constexpr Field kSloV2Fields[] = {
    kDescription,
    {.name = "service", .type = kString, .doc = "The former name of `serviceRef`."},
    {.name = "serviceRef", .type = kString, .doc = "The service that has the objectives."},
    {.name = "sli", .type = SectionOf(kInlineIndicatorV2), .doc = "What is measured."},
    {.name = "sliRef", .type = kOpenSloName, .doc = "In its place, the name of an SLI."},
    kTimeWindowField,
    kBudgetingMethod,
    {.name = "objectives", .type = ListOf(kObjectiveV2Type), .doc = "What has to be met."},
    kAlertPolicies,
};
constexpr Constraint kSloV2Constraints[] = {ExactlyOne("service", "serviceRef"),
                                            AtMostOne("sli", "sliRef")};
constexpr Object kSloSpecV2 = {
    .name = "v2alpha SLO spec",
    .doc = "What an SLO says.",
    .fields = kSloV2Fields,
    .constraints = kSloV2Constraints,
    .check = CheckOpenSloSpecV2,
};
constexpr std::string_view kSloKinds[] = {"SLO"};

// ---- Objects

#define LIBCHECK_OPEN_SLO_OBJECT(id, title, kinds, spec_v1, spec_v2, presence)                  \
  constexpr auto k##id##ObjectV1Fields = ResourceFields(kApiV1, kinds, spec_v1, presence);      \
  constexpr auto k##id##ObjectV2Fields = ResourceFields(kApiV2Alpha, kinds, spec_v2, presence); \
  constexpr Object k##id##V1 = {                                                                \
      .name = title, .doc = "An object of OpenSLO v1.", .fields = k##id##ObjectV1Fields};       \
  constexpr Object k##id##V2 = {.name = "v2alpha " title,                                       \
                                .doc = "An object of OpenSLO v2alpha.",                         \
                                .fields = k##id##ObjectV2Fields};

LIBCHECK_OPEN_SLO_OBJECT(AlertCondition, "AlertCondition", kAlertConditionKinds,
                         kAlertConditionSpec, kAlertConditionSpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(AlertPolicy, "AlertPolicy", kPolicyKinds, kPolicySpec, kPolicySpec,
                         Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Target, "AlertNotificationTarget", kTargetKinds, kTargetSpec, kTargetSpec,
                         Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(DataSource, "DataSource", kDataSourceKinds, kDataSourceSpec,
                         kDataSourceSpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Service, "Service", kServiceKinds, kServiceSpec, kServiceSpec,
                         Presence::kOptional)
LIBCHECK_OPEN_SLO_OBJECT(Sli, "SLI", kIndicatorKinds, kIndicatorSpecV1, kIndicatorSpecV2,
                         Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Slo, "SLO", kSloKinds, kSloSpecV1, kSloSpecV2, Presence::kRequired)
#undef LIBCHECK_OPEN_SLO_OBJECT

// ---- v1alpha

constexpr std::string_view kApiV1Alpha[] = {"openslo/v1alpha"};

constexpr Field kAlphaMetadataFields[] = {
    {.name = "name",
     .type = kOpenSloName,
     .presence = Presence::kRequired,
     .doc = "The name of the object."},
    {.name = "displayName", .type = kString, .doc = "A name for people."},
};
constexpr Object kAlphaMetadata = {
    .name = "v1alpha metadata", .doc = "How an object is called.", .fields = kAlphaMetadataFields};

constexpr std::array<Field, 4> AlphaFields(const Type& kind, const Object& spec) {
  return {{
      {.name = "apiVersion",
       .type = OneOf(kApiV1Alpha),
       .presence = Presence::kRequired,
       .doc = "The version of OpenSLO."},
      {.name = "kind",
       .type = kind,
       .presence = Presence::kRequired,
       .doc = "What the object describes."},
      {.name = "metadata",
       .type = SectionOf(kAlphaMetadata),
       .presence = Presence::kRequired,
       .doc = "How the object is called."},
      {.name = "spec", .type = SectionOf(spec), .doc = "What it says."},
  }};
}

constexpr Field kAlphaSourceFields[] = {
    {.name = "source",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "What kind of system it is, such as prometheus."},
    {.name = "queryType",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The language of the query, such as promql."},
    {.name = "query", .type = kString, .presence = Presence::kRequired, .doc = "The query."},
};
constexpr Object kAlphaSource = {
    .name = "v1alpha metric source",
    .doc = "A query and the system that answers it.",
    .fields = kAlphaSourceFields,
};
constexpr Field kAlphaIndicatorFields[] = {
    {.name = "thresholdMetric",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "A value that objectives compare with theirs."},
};
constexpr Object kAlphaIndicator = {
    .name = "v1alpha indicator", .doc = "What is measured.", .fields = kAlphaIndicatorFields};
constexpr Field kAlphaRatioFields[] = {
    {.name = "good",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "The events that were good."},
    {.name = "total",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "All events."},
    {.name = "incremental",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the metrics are counters, which only ever rise."},
};
constexpr Object kAlphaRatio = {
    .name = "ratioMetrics", .doc = "Which share of events was good.", .fields = kAlphaRatioFields};
constexpr Field kAlphaObjectiveFields[] = {
    {.name = "displayName", .type = kOpenSloDescription, .doc = "A name for people."},
    {.name = "value", .type = kFloat, .doc = "With a threshold metric: what it is compared with."},
    {.name = "op",
     .type = kOpenSloOperator,
     .doc = "With a threshold metric: how good values compare with `value`."},
    {.name = "target",
     .type = kFloat,
     .presence = Presence::kRequired,
     .doc = "The share of what has to be good, as in 0.995."},
    {.name = "timeSliceTarget",
     .type = kFloat,
     .doc = "With time slices: the share of good events that makes a slice good."},
    {.name = "ratioMetrics", .type = SectionOf(kAlphaRatio), .doc = "What is measured."},
};
constexpr Object kAlphaObjective = {
    .name = "v1alpha objective",
    .doc = "What has to be met.",
    .fields = kAlphaObjectiveFields,
    .check = CheckOpenSloAlphaObjective,
};
constexpr Type kAlphaObjectiveType = SectionOf(kAlphaObjective);
constexpr std::string_view kAlphaUnits[] = {"Second", "Day", "Week", "Month", "Quarter"};
constexpr Type kAlphaUnit = {.kind = Kind::kChoice, .choices = kAlphaUnits, .any_case = true};
constexpr Field kAlphaWindowFields[] = {
    {.name = "unit",
     .type = kAlphaUnit,
     .presence = Presence::kRequired,
     .doc = "What `count` counts."},
    {.name = "count", .type = kInteger, .presence = Presence::kRequired, .doc = "How many."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it ends now, rather than begin with the calendar."},
    {.name = "calendar", .type = SectionOf(kCalendar), .doc = "Where periods begin."},
};
constexpr Object kAlphaWindow = {
    .name = "v1alpha time window",
    .doc = "The time in which objectives have to be met.",
    .fields = kAlphaWindowFields,
    .check = CheckOpenSloAlphaWindow,
};
constexpr Type kAlphaWindowType = SectionOf(kAlphaWindow);
constexpr std::string_view kAlphaMethods[] = {"Occurrences", "Timeslices"};
constexpr Field kAlphaSloFields[] = {
    {.name = "timeWindows",
     .type = ListOf(kAlphaWindowType),
     .doc = "The one time in which objectives have to be met."},
    {.name = "budgetingMethod",
     .type = OneOf(kAlphaMethods),
     .presence = Presence::kRequired,
     .doc = "Whether events count, or slices of time."},
    kDescription,
    {.name = "indicator",
     .type = SectionOf(kAlphaIndicator),
     .doc = "What is measured, unless the objectives say it."},
    {.name = "service",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The service that has the objectives."},
    {.name = "objectives", .type = ListOf(kAlphaObjectiveType), .doc = "What has to be met."},
};
constexpr Object kAlphaSloSpec = {
    .name = "v1alpha SLO spec",
    .doc = "What an SLO says.",
    .fields = kAlphaSloFields,
    .check = CheckOpenSloAlphaSpec,
};

constexpr auto kAlphaServiceObjectFields = AlphaFields(OneOf(kServiceKinds), kServiceSpec);
constexpr auto kAlphaSloObjectFields = AlphaFields(OneOf(kSloKinds), kAlphaSloSpec);
constexpr Object kAlphaService = {.name = "v1alpha Service",
                                  .doc = "An object of OpenSLO v1alpha.",
                                  .fields = kAlphaServiceObjectFields};
constexpr Object kAlphaSlo = {
    .name = "v1alpha SLO", .doc = "An object of OpenSLO v1alpha.", .fields = kAlphaSloObjectFields};

}  // namespace

constexpr Object kOpenSloTable = kSloV1;

std::span<const OpenSloKind> OpenSloKinds() {
  using enum OpenSloVersion;
  static constexpr OpenSloKind kAll[] = {
      {kV1, "AlertCondition", &kAlertConditionV1},
      {kV1, "AlertNotificationTarget", &kTargetV1},
      {kV1, "AlertPolicy", &kAlertPolicyV1},
      {kV1, "DataSource", &kDataSourceV1},
      {kV1, "SLI", &kSliV1},
      {kV1, "SLO", &kOpenSloTable},
      {kV1, "Service", &kServiceV1},
      {kV1Alpha, "SLO", &kAlphaSlo},
      {kV1Alpha, "Service", &kAlphaService},
      {kV2Alpha, "AlertCondition", &kAlertConditionV2},
      {kV2Alpha, "AlertNotificationTarget", &kTargetV2},
      {kV2Alpha, "AlertPolicy", &kAlertPolicyV2},
      {kV2Alpha, "DataSource", &kDataSourceV2},
      {kV2Alpha, "SLI", &kSliV2},
      {kV2Alpha, "SLO", &kSloV2},
      {kV2Alpha, "Service", &kServiceV2},
  };
  return kAll;
}

std::span<const SpecTable> OpenSloTables() {
  static constexpr SpecTable kAll[] = {
      {"alert-condition", &kAlertConditionV1},
      {"alert-notification-target", &kTargetV1},
      {"alert-policy", &kAlertPolicyV1},
      {"data-source", &kDataSourceV1},
      {"service", &kServiceV1},
      {"sli", &kSliV1},
      {"v1alpha", &kAlphaSlo},
      {"v2alpha", &kSloV2},
      {"v2alpha-sli", &kSliV2},
  };
  return kAll;
}

}  // namespace check::slo
