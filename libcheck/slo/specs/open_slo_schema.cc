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
     .doc = "The name by which other objects refer to this one."},
    {.name = "displayName", .type = kOpenSloDisplayName, .doc = "A name for people."},
    {.name = "labels",
     .type = MapOf(kAny),
     .doc = "Labels, each with one value or a list of them."},
    {.name = "annotations", .type = MapOf(kString), .doc = "What programs note of the object."},
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

constexpr Field kServiceFields[] = {kOpenSloDescriptionField};
constexpr Object kServiceSpec = {.name = "Service spec",
                                 .doc = "A service, which has objectives.",
                                 .fields = kServiceFields,
                                 .camel_case = true};
constexpr std::string_view kServiceKinds[] = {"Service"};

// ---- DataSource

constexpr Field kDataSourceFields[] = {
    kOpenSloDescriptionField,
    {.name = "type",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "What kind of system it is, such as Prometheus."},
    {.name = "connectionDetails", .type = kAny, .doc = "How to reach it."},
};
constexpr Object kDataSourceSpec = {.name = "DataSource spec",
                                    .doc = "A system that answers the queries of indicators.",
                                    .fields = kDataSourceFields,
                                    .check = CheckOpenSloDataSource,
                                    .camel_case = true};
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
constexpr Object kMetricSource = {.name = "metricSource",
                                  .doc = "A query and the system that answers it.",
                                  .fields = kMetricSourceFields,
                                  .camel_case = true};
constexpr Field kMetricFields[] = {
    {.name = "metricSource",
     .type = SectionOf(kMetricSource),
     .presence = Presence::kRequired,
     .doc = "Where the metric comes from."},
};
constexpr Object kMetric = {.name = "metric",
                            .doc = "One metric of an indicator.",
                            .fields = kMetricFields,
                            .camel_case = true};

constexpr Field kMetricV2Fields[] = {
    {.name = "dataSourceRef", .type = kOpenSloName, .doc = "The name of a DataSource."},
    {.name = "dataSourceSpec",
     .type = SectionOf(kDataSourceSpec),
     .doc = "In its place, the system itself."},
    {.name = "spec", .type = MapOf(kAny), .doc = "The query, for Prometheus as `query`."},
};
constexpr Constraint kMetricV2Constraints[] = {ExactlyOne("dataSourceRef", "dataSourceSpec")};
constexpr Object kMetricV2 = {.name = "v2alpha metric",
                              .doc = "One metric of an indicator.",
                              .fields = kMetricV2Fields,
                              .constraints = kMetricV2Constraints,
                              .camel_case = true};

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
constexpr Object kRatioV1 = {.name = "ratioMetric",
                             .doc = "Which share of events was good.",
                             .fields = kRatioV1Fields,
                             .constraints = kRatioConstraints,
                             .camel_case = true};
constexpr Object kRatioV2 = {.name = "v2alpha ratioMetric",
                             .doc = "Which share of events was good.",
                             .fields = kRatioV2Fields,
                             .constraints = kRatioConstraints,
                             .camel_case = true};

constexpr std::array<Field, 3> IndicatorFields(const Object& metric, const Object& ratio) {
  return {{
      kOpenSloDescriptionField,
      {.name = "thresholdMetric",
       .type = SectionOf(metric),
       .doc = "A value that objectives compare with theirs."},
      {.name = "ratioMetric", .type = SectionOf(ratio), .doc = "A share of events."},
  }};
}
constexpr Constraint kIndicatorConstraints[] = {ExactlyOne("thresholdMetric", "ratioMetric")};
constexpr auto kIndicatorV1Fields = IndicatorFields(kMetric, kRatioV1);
constexpr auto kIndicatorV2Fields = IndicatorFields(kMetricV2, kRatioV2);
constexpr Object kIndicatorSpecV1 = {.name = "SLI spec",
                                     .doc = "What is measured.",
                                     .fields = kIndicatorV1Fields,
                                     .constraints = kIndicatorConstraints,
                                     .camel_case = true};
constexpr Object kIndicatorSpecV2 = {.name = "v2alpha SLI spec",
                                     .doc = "What is measured.",
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
       .doc = "How it is called."},
      {.name = "spec",
       .type = SectionOf(spec),
       .presence = Presence::kRequired,
       .doc = "What it says."},
  }};
}
constexpr auto kInlineV1Fields = InlineFields(kIndicatorSpecV1);
constexpr auto kInlineV2Fields = InlineFields(kIndicatorSpecV2);
constexpr Object kInlineIndicatorV1 = {.name = "indicator",
                                       .doc = "An indicator of this SLO alone.",
                                       .fields = kInlineV1Fields,
                                       .camel_case = true};
constexpr Object kInlineIndicatorV2 = {.name = "sli",
                                       .doc = "An indicator of this SLO alone.",
                                       .fields = kInlineV2Fields,
                                       .camel_case = true};

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
constexpr Field kTimeWindowFields[] = {
    {.name = "duration",
     .type = kOpenSloDurationType,
     .presence = Presence::kRequired,
     .doc = "How long the period is."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it ends now, rather than begin with the calendar."},
    {.name = "calendar", .type = SectionOf(kOpenSloCalendar), .doc = "Where periods begin."},
};
constexpr Object kTimeWindow = {.name = "timeWindow",
                                .doc = "The time in which objectives have to be met.",
                                .fields = kTimeWindowFields,
                                .check = CheckOpenSloTimeWindow,
                                .camel_case = true};
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
constexpr Object kObjectiveV1 = {.name = "objective",
                                 .doc = "What has to be met.",
                                 .fields = kObjectiveV1Fields,
                                 .constraints = kObjectiveV1Constraints,
                                 .check = CheckOpenSloObjective,
                                 .camel_case = true};
constexpr Object kObjectiveV2 = {.name = "v2alpha objective",
                                 .doc = "What has to be met.",
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
                                    .doc = "Whether events count, or slices of time."};
constexpr Field kTimeWindowField = {.name = "timeWindow",
                                    .type = ListOf(kTimeWindowType),
                                    .presence = Presence::kRequired,
                                    .doc = "The one time in which objectives have to be met."};
constexpr Field kAlertPolicies = {
    .name = "alertPolicies", .type = ListOf(kPolicyItemType), .doc = "When to alert, and whom."};

constexpr Field kSloV1Fields[] = {
    kOpenSloDescriptionField,
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
constexpr Object kSloSpecV1 = {.name = "SLO spec",
                               .doc = "What an SLO says.",
                               .fields = kSloV1Fields,
                               .constraints = kSloV1Constraints,
                               .check = CheckOpenSloSpec,
                               .camel_case = true};
// `service` became `serviceRef` while v2alpha was written.
constexpr Field kSloV2Fields[] = {
    kOpenSloDescriptionField,
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
constexpr Object kSloSpecV2 = {.name = "v2alpha SLO spec",
                               .doc = "What an SLO says.",
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
                                     .doc = "How an object is called.",
                                     .fields = kMetadataFields,
                                     .camel_case = true};

constexpr Object kOpenSloCalendar = {.name = "calendar",
                                     .doc = "Where periods of a calendar begin.",
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
