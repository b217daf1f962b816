#include <array>

#include "libcheck/slo/specs/open_slo_checks.h"
#include "libcheck/slo/specs/open_slo_schema.h"

// The fields of OpenSLO v1alpha.
namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kApiV1Alpha[] = {"openslo/v1alpha"};

constexpr Field kAlphaMetadataFields[] = {
    {.name = "name",
     .type = kOpenSloName,
     .presence = Presence::kRequired,
     .doc = "Name of the object."},
    {.name = "displayName", .type = kString, .doc = "Display name."},
};
constexpr Object kAlphaMetadata = {.name = "v1alpha metadata",
                                   .doc = "Metadata of an object.",
                                   .fields = kAlphaMetadataFields,
                                   .camel_case = true};

constexpr std::array<Field, 4> AlphaFields(const Type& kind, const Object& spec) {
  return {{
      {.name = "apiVersion",
       .type = OneOf(kApiV1Alpha),
       .presence = Presence::kRequired,
       .doc = "OpenSLO version."},
      {.name = "kind", .type = kind, .presence = Presence::kRequired, .doc = "Kind of the object."},
      {.name = "metadata",
       .type = SectionOf(kAlphaMetadata),
       .presence = Presence::kRequired,
       .doc = "Metadata of the object."},
      {.name = "spec", .type = SectionOf(spec), .doc = "Value of the field."},
  }};
}

constexpr Field kAlphaSourceFields[] = {
    {.name = "source",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Type of the data source, such as prometheus."},
    {.name = "queryType",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Language of the query, such as promql."},
    {.name = "query", .type = kString, .presence = Presence::kRequired, .doc = "The query."},
};
constexpr Object kAlphaSource = {.name = "v1alpha metric source",
                                 .doc = "A query and its data source.",
                                 .fields = kAlphaSourceFields,
                                 .camel_case = true};
constexpr Field kAlphaIndicatorFields[] = {
    {.name = "thresholdMetric",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "A metric that objectives compare with a threshold."},
};
constexpr Object kAlphaIndicator = {.name = "v1alpha indicator",
                                    .doc = "Service level indicator.",
                                    .fields = kAlphaIndicatorFields,
                                    .camel_case = true};
constexpr Field kAlphaRatioFields[] = {
    {.name = "good",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "Query for good events."},
    {.name = "total",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "All events."},
    {.name = "incremental",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the metrics are counters."},
};
constexpr Object kAlphaRatio = {.name = "ratioMetrics",
                                .doc = "A ratio of good events.",
                                .fields = kAlphaRatioFields,
                                .camel_case = true};
constexpr Field kAlphaObjectiveFields[] = {
    {.name = "displayName", .type = kOpenSloDescription, .doc = "Display name."},
    {.name = "value", .type = kFloat, .doc = "Threshold for threshold metrics."},
    {.name = "op",
     .type = kOpenSloOperator,
     .doc = "Operator for threshold metrics: how good values compare with `value`."},
    {.name = "target",
     .type = kFloat,
     .presence = Presence::kRequired,
     .doc = "Target as a ratio, such as 0.995."},
    {.name = "timeSliceTarget",
     .type = kFloat,
     .doc = "For time slices: ratio of good events that makes a slice good."},
    {.name = "ratioMetrics", .type = SectionOf(kAlphaRatio), .doc = "Service level indicator."},
};
constexpr Object kAlphaObjective = {.name = "v1alpha objective",
                                    .doc = "An objective.",
                                    .fields = kAlphaObjectiveFields,
                                    .check = CheckOpenSloAlphaObjective,
                                    .camel_case = true};
constexpr Type kAlphaObjectiveType = SectionOf(kAlphaObjective);
constexpr std::string_view kAlphaUnits[] = {"Second", "Day", "Week", "Month", "Quarter"};
constexpr Type kAlphaUnit = {.kind = Kind::kChoice, .choices = kAlphaUnits, .any_case = true};
constexpr Field kAlphaWindowFields[] = {
    {.name = "unit",
     .type = kAlphaUnit,
     .presence = Presence::kRequired,
     .doc = "Unit of `count`."},
    {.name = "count", .type = kInteger, .presence = Presence::kRequired, .doc = "How many."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the period is rolling instead of calendar-aligned."},
    {.name = "calendar",
     .type = SectionOf(kOpenSloCalendar),
     .doc = "Start of calendar-aligned periods."},
};
constexpr Object kAlphaWindow = {.name = "v1alpha time window",
                                 .doc = "Period of the objectives.",
                                 .fields = kAlphaWindowFields,
                                 .check = CheckOpenSloAlphaWindow,
                                 .camel_case = true};
constexpr Type kAlphaWindowType = SectionOf(kAlphaWindow);
constexpr std::string_view kAlphaMethods[] = {"Occurrences", "Timeslices"};
constexpr Field kAlphaSloFields[] = {
    {.name = "timeWindows",
     .type = ListOf(kAlphaWindowType),
     .doc = "Period of the objectives; exactly one."},
    {.name = "budgetingMethod",
     .type = OneOf(kAlphaMethods),
     .presence = Presence::kRequired,
     .doc = "Budgeting method: events or time slices."},
    kOpenSloDescriptionField,
    {.name = "indicator",
     .type = SectionOf(kAlphaIndicator),
     .doc = "Indicator, unless the objectives have their own."},
    {.name = "service",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Service of the objectives."},
    {.name = "objectives", .type = ListOf(kAlphaObjectiveType), .doc = "An objective."},
};
constexpr Object kAlphaSloSpec = {.name = "v1alpha SLO spec",
                                  .doc = "Specification of an SLO.",
                                  .fields = kAlphaSloFields,
                                  .check = CheckOpenSloAlphaSpec,
                                  .camel_case = true};

constexpr Field kServiceFields[] = {kOpenSloDescriptionField};
constexpr Object kServiceSpec = {.name = "v1alpha Service spec",
                                 .doc = "A service.",
                                 .fields = kServiceFields,
                                 .camel_case = true};
constexpr std::string_view kServiceKinds[] = {"Service"};
constexpr std::string_view kSloKinds[] = {"SLO"};

constexpr auto kAlphaServiceObjectFields = AlphaFields(OneOf(kServiceKinds), kServiceSpec);
constexpr auto kAlphaSloObjectFields = AlphaFields(OneOf(kSloKinds), kAlphaSloSpec);

}  // namespace

constexpr Object kOpenSloAlphaService = {.name = "v1alpha Service",
                                         .doc = "An object of OpenSLO v1alpha.",
                                         .fields = kAlphaServiceObjectFields,
                                         .camel_case = true};

constexpr Object kOpenSloAlphaSlo = {.name = "v1alpha SLO",
                                     .doc = "An object of OpenSLO v1alpha.",
                                     .fields = kAlphaSloObjectFields,
                                     .camel_case = true};

}  // namespace check::slo
