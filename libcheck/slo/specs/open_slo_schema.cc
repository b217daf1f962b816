#include "libcheck/slo/specs/open_slo_schema.h"

#include <array>

#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/specs/open_slo_checks.h"

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
     .doc = "Name that other objects refer to."},
    {.name = "displayName", .type = kOpenSloDisplayName, .doc = "Display name."},
    {.name = "labels",
     .type = MapOf(kAny),
     .doc = "Labels, each with a value or a list of values."},
    {.name = "annotations", .type = MapOf(kString), .doc = "Annotations, for other programs."},
};
constexpr Type kMetadataType = SectionOf(kOpenSloMetadata);
constexpr Type kPolicyItemType = SectionOf(kOpenSloPolicyItem);

// The fields that every object has.
template <std::size_t kVersions, std::size_t kKinds>
constexpr std::array<Field, 4> ResourceFields(const std::string_view (&versions)[kVersions],
                                              const std::string_view (&kinds)[kKinds],
                                              const Object& spec, Presence spec_presence) {
  return {{
      {.name = "apiVersion",
       .type = OneOf(versions),
       .presence = Presence::kRequired,
       .doc = "OpenSLO version."},
      {.name = "kind",
       .type = OneOf(kinds),
       .presence = Presence::kRequired,
       .doc = "Kind of the object."},
      {.name = "metadata",
       .type = kMetadataType,
       .presence = Presence::kRequired,
       .doc = "Metadata of the object."},
      {.name = "spec",
       .type = SectionOf(spec),
       .presence = spec_presence,
       .doc = "Value of the field."},
  }};
}

// ---- Service

constexpr Field kServiceFields[] = {kOpenSloDescriptionField};
constexpr Object kServiceSpec = {
    .name = "Service spec", .doc = "A service.", .fields = kServiceFields, .camel_case = true};
constexpr std::string_view kServiceKinds[] = {"Service"};

// ---- DataSource

constexpr Field kDataSourceFields[] = {
    kOpenSloDescriptionField,
    {.name = "type",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Type of the data source, such as Prometheus."},
    {.name = "connectionDetails", .type = kAny, .doc = "Connection details."},
};
constexpr Object kDataSourceSpec = {.name = "DataSource spec",
                                    .doc = "A data source for the queries of indicators.",
                                    .fields = kDataSourceFields,
                                    .check = CheckOpenSloDataSource,
                                    .camel_case = true};
constexpr std::string_view kDataSourceKinds[] = {"DataSource"};

// ---- SLI

constexpr Field kMetricSourceFields[] = {
    {.name = "metricSourceRef", .type = kOpenSloName, .doc = "Name of a DataSource."},
    {.name = "type", .type = kString, .doc = "Type of the data source, such as Prometheus."},
    {.name = "spec",
     .type = MapOf(kAny),
     .presence = Presence::kRequired,
     .doc = "The query; for Prometheus under `query`."},
};
constexpr Object kMetricSource = {.name = "metricSource",
                                  .doc = "A query and its data source.",
                                  .fields = kMetricSourceFields,
                                  .camel_case = true};
constexpr Field kMetricFields[] = {
    {.name = "metricSource",
     .type = SectionOf(kMetricSource),
     .presence = Presence::kRequired,
     .doc = "Source of the metric."},
};
constexpr Object kMetric = {.name = "metric",
                            .doc = "A metric of an indicator.",
                            .fields = kMetricFields,
                            .camel_case = true};

constexpr Field kMetricV2Fields[] = {
    {.name = "dataSourceRef", .type = kOpenSloName, .doc = "Name of a DataSource."},
    {.name = "dataSourceSpec",
     .type = SectionOf(kDataSourceSpec),
     .doc = "The data source itself, instead of a reference."},
    {.name = "spec", .type = MapOf(kAny), .doc = "The query; for Prometheus under `query`."},
};
constexpr Constraint kMetricV2Constraints[] = {ExactlyOne("dataSourceRef", "dataSourceSpec")};
constexpr Object kMetricV2 = {.name = "v2alpha metric",
                              .doc = "A metric of an indicator.",
                              .fields = kMetricV2Fields,
                              .constraints = kMetricV2Constraints,
                              .camel_case = true};

constexpr std::string_view kRawTypes[] = {"failure", "success"};

constexpr std::array<Field, 6> RatioFields(const Object& metric) {
  return {{
      {.name = "counter",
       .type = kBool,
       .default_value = "false",
       .doc = "Whether the metrics are counters."},
      {.name = "good", .type = SectionOf(metric), .doc = "Query for good events."},
      {.name = "bad", .type = SectionOf(metric), .doc = "Query for bad events, instead of `good`."},
      {.name = "total", .type = SectionOf(metric), .doc = "All events."},
      {.name = "rawType",
       .type = OneOf(kRawTypes),
       .doc = "Whether `raw` is the ratio of good or of bad events."},
      {.name = "raw", .type = SectionOf(metric), .doc = "Query for the ratio, instead of events."},
  }};
}
constexpr Constraint kRatioConstraints[] = {
    ExactlyOne("total", "raw"), AtMostOne("good", "bad", "raw"), Requires("good", "total"),
    Requires("bad", "total"),   Requires("raw", "rawType"),      Requires("total", "good", "bad"),
};
constexpr auto kRatioV1Fields = RatioFields(kMetric);
constexpr auto kRatioV2Fields = RatioFields(kMetricV2);
constexpr Object kRatioV1 = {.name = "ratioMetric",
                             .doc = "A ratio of good events.",
                             .fields = kRatioV1Fields,
                             .constraints = kRatioConstraints,
                             .camel_case = true};
constexpr Object kRatioV2 = {.name = "v2alpha ratioMetric",
                             .doc = "A ratio of good events.",
                             .fields = kRatioV2Fields,
                             .constraints = kRatioConstraints,
                             .camel_case = true};

constexpr std::array<Field, 3> IndicatorFields(const Object& metric, const Object& ratio) {
  return {{
      kOpenSloDescriptionField,
      {.name = "thresholdMetric",
       .type = SectionOf(metric),
       .doc = "A metric that objectives compare with a threshold."},
      {.name = "ratioMetric", .type = SectionOf(ratio), .doc = "A ratio of events."},
  }};
}
constexpr Constraint kIndicatorConstraints[] = {ExactlyOne("thresholdMetric", "ratioMetric")};
constexpr auto kIndicatorV1Fields = IndicatorFields(kMetric, kRatioV1);
constexpr auto kIndicatorV2Fields = IndicatorFields(kMetricV2, kRatioV2);
constexpr Object kIndicatorSpecV1 = {.name = "SLI spec",
                                     .doc = "Service level indicator.",
                                     .fields = kIndicatorV1Fields,
                                     .constraints = kIndicatorConstraints,
                                     .camel_case = true};
constexpr Object kIndicatorSpecV2 = {.name = "v2alpha SLI spec",
                                     .doc = "Service level indicator.",
                                     .fields = kIndicatorV2Fields,
                                     .constraints = kIndicatorConstraints,
                                     .camel_case = true};
constexpr std::string_view kIndicatorKinds[] = {"SLI"};

// What stands in an SLO in place of a reference.
constexpr std::array<Field, 2> InlineFields(const Object& spec) {
  return {{
      {.name = "metadata",
       .type = kMetadataType,
       .presence = Presence::kRequired,
       .doc = "Metadata."},
      {.name = "spec",
       .type = SectionOf(spec),
       .presence = Presence::kRequired,
       .doc = "Value of the field."},
  }};
}
constexpr auto kInlineV1Fields = InlineFields(kIndicatorSpecV1);
constexpr auto kInlineV2Fields = InlineFields(kIndicatorSpecV2);
constexpr Object kInlineIndicatorV1 = {.name = "indicator",
                                       .doc = "An inline indicator.",
                                       .fields = kInlineV1Fields,
                                       .camel_case = true};
constexpr Object kInlineIndicatorV2 = {
    .name = "sli", .doc = "An inline indicator.", .fields = kInlineV2Fields, .camel_case = true};

// ---- SLO

constexpr Field kCalendarFields[] = {
    {.name = "startTime",
     .type = kOpenSloStartTime,
     .presence = Presence::kRequired,
     .doc = "Start of the first period, in local time."},
    {.name = "timeZone",
     .type = kOpenSloTimeZone,
     .presence = Presence::kRequired,
     .doc = "Time zone of the start time."},
};
constexpr Field kTimeWindowFields[] = {
    {.name = "duration",
     .type = kOpenSloDurationType,
     .presence = Presence::kRequired,
     .doc = "Length of the period."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the period is rolling instead of calendar-aligned."},
    {.name = "calendar",
     .type = SectionOf(kOpenSloCalendar),
     .doc = "Start of calendar-aligned periods."},
};
constexpr Object kTimeWindow = {.name = "timeWindow",
                                .doc = "Period of the objectives.",
                                .fields = kTimeWindowFields,
                                .check = CheckOpenSloTimeWindow,
                                .camel_case = true};
constexpr Type kTimeWindowType = SectionOf(kTimeWindow);

constexpr std::array<Field, 10> ObjectiveFields(std::string_view indicator,
                                                std::string_view reference,
                                                const Object& indicator_table) {
  return {{
      {.name = "displayName", .type = kString, .doc = "Display name."},
      {.name = "op",
       .type = kOpenSloOperator,
       .doc = "Operator for threshold metrics: how good values compare with `value`."},
      {.name = "value", .type = kFloat, .doc = "Threshold for threshold metrics."},
      {.name = "target", .type = kFloat, .doc = "Target as a ratio, such as 0.995."},
      {.name = "targetPercent", .type = kFloat, .doc = "Target in percent, such as 99.5."},
      {.name = "timeSliceTarget",
       .type = kFloat,
       .doc = "For time slices: ratio of good events that makes a slice good."},
      {.name = "timeSliceWindow",
       .type = kOpenSloDurationType,
       .doc = "For time slices: length of a slice."},
      {.name = indicator,
       .type = SectionOf(indicator_table),
       .doc = "For a composite SLO: indicator of this part."},
      {.name = reference,
       .type = kOpenSloName,
       .doc = "Name of an SLI, instead of an inline indicator."},
      {.name = "compositeWeight",
       .type = kFloat,
       .default_value = "1",
       .doc = "For a composite SLO: weight of this part."},
  }};
}
constexpr auto kObjectiveV1Fields =
    ObjectiveFields("indicator", "indicatorRef", kInlineIndicatorV1);
constexpr auto kObjectiveV2Fields = ObjectiveFields("sli", "sliRef", kInlineIndicatorV2);
constexpr Constraint kObjectiveV1Constraints[] = {ExactlyOne("target", "targetPercent"),
                                                  AtMostOne("indicator", "indicatorRef")};
constexpr Constraint kObjectiveV2Constraints[] = {ExactlyOne("target", "targetPercent"),
                                                  AtMostOne("sli", "sliRef")};
constexpr Object kObjectiveV1 = {.name = "objective",
                                 .doc = "An objective.",
                                 .fields = kObjectiveV1Fields,
                                 .constraints = kObjectiveV1Constraints,
                                 .check = CheckOpenSloObjective,
                                 .camel_case = true};
constexpr Object kObjectiveV2 = {.name = "v2alpha objective",
                                 .doc = "An objective.",
                                 .fields = kObjectiveV2Fields,
                                 .constraints = kObjectiveV2Constraints,
                                 .check = CheckOpenSloObjective,
                                 .camel_case = true};
constexpr Type kObjectiveV1Type = SectionOf(kObjectiveV1);
constexpr Type kObjectiveV2Type = SectionOf(kObjectiveV2);

constexpr std::string_view kMethods[] = {"Occurrences", "RatioTimeslices", "Timeslices"};

constexpr Field kBudgetingMethod = {.name = "budgetingMethod",
                                    .type = OneOf(kMethods),
                                    .presence = Presence::kRequired,
                                    .doc = "Budgeting method: events or time slices."};
constexpr Field kTimeWindowField = {.name = "timeWindow",
                                    .type = ListOf(kTimeWindowType),
                                    .presence = Presence::kRequired,
                                    .doc = "Period of the objectives; exactly one."};
constexpr Field kAlertPolicies = {.name = "alertPolicies",
                                  .type = ListOf(kPolicyItemType),
                                  .doc = "An alert policy: conditions and notification targets."};

constexpr Field kSloV1Fields[] = {
    kOpenSloDescriptionField,
    {.name = "service",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Service of the objectives."},
    {.name = "indicator", .type = SectionOf(kInlineIndicatorV1), .doc = "Service level indicator."},
    {.name = "indicatorRef",
     .type = kOpenSloName,
     .doc = "Name of an SLI, instead of an inline indicator."},
    kTimeWindowField,
    kBudgetingMethod,
    {.name = "objectives", .type = ListOf(kObjectiveV1Type), .doc = "An objective."},
    kAlertPolicies,
};
constexpr Constraint kSloV1Constraints[] = {AtMostOne("indicator", "indicatorRef")};
constexpr Object kSloSpecV1 = {.name = "SLO spec",
                               .doc = "Specification of an SLO.",
                               .fields = kSloV1Fields,
                               .constraints = kSloV1Constraints,
                               .check = CheckOpenSloSpec,
                               .camel_case = true};
// `service` became `serviceRef` while v2alpha was written.
constexpr Field kSloV2Fields[] = {
    kOpenSloDescriptionField,
    {.name = "service", .type = kString, .doc = "Former name of `serviceRef`."},
    {.name = "serviceRef", .type = kString, .doc = "Service of the objectives."},
    {.name = "sli", .type = SectionOf(kInlineIndicatorV2), .doc = "Service level indicator."},
    {.name = "sliRef",
     .type = kOpenSloName,
     .doc = "Name of an SLI, instead of an inline indicator."},
    kTimeWindowField,
    kBudgetingMethod,
    {.name = "objectives", .type = ListOf(kObjectiveV2Type), .doc = "An objective."},
    kAlertPolicies,
};
constexpr Constraint kSloV2Constraints[] = {ExactlyOne("service", "serviceRef"),
                                            AtMostOne("sli", "sliRef")};
constexpr Object kSloSpecV2 = {.name = "v2alpha SLO spec",
                               .doc = "Specification of an SLO.",
                               .fields = kSloV2Fields,
                               .constraints = kSloV2Constraints,
                               .check = CheckOpenSloSpecV2,
                               .camel_case = true};
constexpr std::string_view kSloKinds[] = {"SLO"};

// ---- Objects

constexpr std::string_view kTargetKinds[] = {"AlertNotificationTarget"};
constexpr std::string_view kAlertConditionKinds[] = {"AlertCondition"};
constexpr std::string_view kPolicyKinds[] = {"AlertPolicy"};
#define LIBCHECK_OPEN_SLO_OBJECT(id, title, kinds, spec_v1, spec_v2, presence)                  \
  constexpr auto k##id##ObjectV1Fields = ResourceFields(kApiV1, kinds, spec_v1, presence);      \
  constexpr auto k##id##ObjectV2Fields = ResourceFields(kApiV2Alpha, kinds, spec_v2, presence); \
  constexpr Object k##id##V1 = {.name = title,                                                  \
                                .doc = "An object of OpenSLO v1.",                              \
                                .fields = k##id##ObjectV1Fields,                                \
                                .camel_case = true};                                            \
  constexpr Object k##id##V2 = {.name = "v2alpha " title,                                       \
                                .doc = "An object of OpenSLO v2alpha.",                         \
                                .fields = k##id##ObjectV2Fields,                                \
                                .camel_case = true};

LIBCHECK_OPEN_SLO_OBJECT(AlertCondition, "AlertCondition", kAlertConditionKinds,
                         kOpenSloConditionSpec, kOpenSloConditionSpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(AlertPolicy, "AlertPolicy", kPolicyKinds, kOpenSloPolicySpec,
                         kOpenSloPolicySpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Target, "AlertNotificationTarget", kTargetKinds, kOpenSloTargetSpec,
                         kOpenSloTargetSpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(DataSource, "DataSource", kDataSourceKinds, kDataSourceSpec,
                         kDataSourceSpec, Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Service, "Service", kServiceKinds, kServiceSpec, kServiceSpec,
                         Presence::kOptional)
LIBCHECK_OPEN_SLO_OBJECT(Sli, "SLI", kIndicatorKinds, kIndicatorSpecV1, kIndicatorSpecV2,
                         Presence::kRequired)
LIBCHECK_OPEN_SLO_OBJECT(Slo, "SLO", kSloKinds, kSloSpecV1, kSloSpecV2, Presence::kRequired)
#undef LIBCHECK_OPEN_SLO_OBJECT

}  // namespace

constexpr Object kOpenSloMetadata = {.name = "metadata",
                                     .doc = "Metadata of an object.",
                                     .fields = kMetadataFields,
                                     .camel_case = true};

constexpr Object kOpenSloCalendar = {.name = "calendar",
                                     .doc = "Start of calendar-aligned periods.",
                                     .fields = kCalendarFields,
                                     .camel_case = true};

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
      {kV1Alpha, "SLO", &kOpenSloAlphaSlo},
      {kV1Alpha, "Service", &kOpenSloAlphaService},
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
      {"v1alpha", &kOpenSloAlphaSlo},
      {"v2alpha", &kSloV2},
      {"v2alpha-sli", &kSliV2},
  };
  return kAll;
}

}  // namespace check::slo
