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
     .doc = "The name of the object."},
    {.name = "displayName", .type = kString, .doc = "A name for people."},
};
constexpr Object kAlphaMetadata = {.name = "v1alpha metadata",
                                   .doc = "How an object is called.",
                                   .fields = kAlphaMetadataFields,
                                   .camel_case = true};

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
      {.name = "spec", .type = SectionOf(spec), .doc = "Value of the field."},
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
constexpr Object kAlphaSource = {.name = "v1alpha metric source",
                                 .doc = "A query and the system that answers it.",
                                 .fields = kAlphaSourceFields,
                                 .camel_case = true};
constexpr Field kAlphaIndicatorFields[] = {
    {.name = "thresholdMetric",
     .type = SectionOf(kAlphaSource),
     .presence = Presence::kRequired,
     .doc = "A value that objectives compare with theirs."},
};
constexpr Object kAlphaIndicator = {.name = "v1alpha indicator",
                                    .doc = "What is measured.",
                                    .fields = kAlphaIndicatorFields,
                                    .camel_case = true};
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
constexpr Object kAlphaRatio = {.name = "ratioMetrics",
                                .doc = "Which share of events was good.",
                                .fields = kAlphaRatioFields,
                                .camel_case = true};
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
constexpr Object kAlphaObjective = {.name = "v1alpha objective",
                                    .doc = "What has to be met.",
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
     .doc = "What `count` counts."},
    {.name = "count", .type = kInteger, .presence = Presence::kRequired, .doc = "How many."},
    {.name = "isRolling",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it ends now, rather than begin with the calendar."},
    {.name = "calendar", .type = SectionOf(kOpenSloCalendar), .doc = "Where periods begin."},
};
constexpr Object kAlphaWindow = {.name = "v1alpha time window",
                                 .doc = "The time in which objectives have to be met.",
                                 .fields = kAlphaWindowFields,
                                 .check = CheckOpenSloAlphaWindow,
                                 .camel_case = true};
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
    kOpenSloDescriptionField,
    {.name = "indicator",
     .type = SectionOf(kAlphaIndicator),
     .doc = "What is measured, unless the objectives say it."},
    {.name = "service",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The service that has the objectives."},
    {.name = "objectives", .type = ListOf(kAlphaObjectiveType), .doc = "What has to be met."},
};
constexpr Object kAlphaSloSpec = {.name = "v1alpha SLO spec",
                                  .doc = "What an SLO says.",
                                  .fields = kAlphaSloFields,
                                  .check = CheckOpenSloAlphaSpec,
                                  .camel_case = true};

constexpr Field kServiceFields[] = {kOpenSloDescriptionField};
constexpr Object kServiceSpec = {.name = "v1alpha Service spec",
                                 .doc = "A service, which has objectives.",
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
