#include <array>

#include "libcheck/slo/specs/open_slo_checks.h"
#include "libcheck/slo/specs/open_slo_schema.h"

// What OpenSLO v1 and v2alpha say about alerts.
namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kMetadataType = SectionOf(kOpenSloMetadata);

// ---- AlertCondition

constexpr std::string_view kConditions[] = {"burnrate"};
constexpr Field kConditionFields[] = {
    {.name = "kind",
     .type = OneOf(kConditions),
     .presence = Presence::kRequired,
     .doc = "Kind of the condition."},
    {.name = "op",
     .type = kOpenSloOperator,
     .presence = Presence::kRequired,
     .doc = "Comparison operator."},
    {.name = "threshold",
     .type = kFloat,
     .presence = Presence::kRequired,
     .doc = "Burn rate threshold."},
    {.name = "lookbackWindow",
     .type = kOpenSloDurationType,
     .presence = Presence::kRequired,
     .doc = "Window of the burn rate."},
    {.name = "alertAfter",
     .type = kOpenSloDurationType,
     .doc = "How long the condition must hold before the alert fires."},
};
constexpr Object kCondition = {.name = "condition",
                               .doc = "An alert condition.",
                               .fields = kConditionFields,
                               .check = CheckOpenSloCondition,
                               .camel_case = true};
constexpr Field kAlertConditionFields[] = {
    kOpenSloDescriptionField,
    {.name = "severity",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Severity, such as page."},
    {.name = "condition",
     .type = SectionOf(kCondition),
     .presence = Presence::kRequired,
     .doc = "Condition of the alert."},
};
constexpr std::string_view kAlertConditionKinds[] = {"AlertCondition"};

// ---- AlertNotificationTarget

constexpr Field kTargetFields[] = {
    kOpenSloDescriptionField,
    {.name = "target",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Type of the target, such as email."},
};
constexpr std::string_view kTargetKinds[] = {"AlertNotificationTarget"};

// ---- AlertPolicy

// An item of a list that is either a reference or an object.
constexpr std::array<Field, 4> ItemFields(const Field& reference, const Type& kind,
                                          const Object& spec) {
  return {{
      reference,
      {.name = "kind", .type = kind, .doc = "Kind of the inline object, instead of a reference."},
      {.name = "metadata", .type = kMetadataType, .doc = "Metadata."},
      {.name = "spec", .type = SectionOf(spec), .doc = "Value of the field."},
  }};
}
constexpr auto kConditionItemFields =
    ItemFields({.name = "conditionRef", .type = kOpenSloName, .doc = "Name of an AlertCondition."},
               OneOf(kAlertConditionKinds), kOpenSloConditionSpec);
constexpr Constraint kConditionItemConstraints[] = {
    ExactlyOne("conditionRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kConditionItem = {.name = "condition or reference",
                                   .doc = "A condition, or a reference to one.",
                                   .fields = kConditionItemFields,
                                   .constraints = kConditionItemConstraints,
                                   .camel_case = true};
constexpr Type kConditionItemType = SectionOf(kConditionItem);

constexpr auto kTargetItemFields = ItemFields(
    {.name = "targetRef", .type = kOpenSloName, .doc = "Name of an AlertNotificationTarget."},
    OneOf(kTargetKinds), kOpenSloTargetSpec);
constexpr Constraint kTargetItemConstraints[] = {
    ExactlyOne("targetRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kTargetItem = {.name = "target or reference",
                                .doc = "A notification target, or a reference to one.",
                                .fields = kTargetItemFields,
                                .constraints = kTargetItemConstraints,
                                .camel_case = true};
constexpr Type kTargetItemType = SectionOf(kTargetItem);

constexpr Field kPolicyFields[] = {
    kOpenSloDescriptionField,
    {.name = "alertWhenNoData",
     .type = kBool,
     .default_value = "false",
     .doc = "Notify when there is no data."},
    {.name = "alertWhenBreaching",
     .type = kBool,
     .default_value = "false",
     .doc = "Notify when the condition holds."},
    {.name = "alertWhenResolved",
     .type = kBool,
     .default_value = "false",
     .doc = "Notify when the condition no longer holds."},
    {.name = "conditions",
     .type = ListOf(kConditionItemType),
     .presence = Presence::kRequired,
     .doc = "The condition; exactly one."},
    {.name = "notificationTargets",
     .type = ListOf(kTargetItemType),
     .presence = Presence::kRequired,
     .doc = "A notification target."},
};
constexpr std::string_view kPolicyKinds[] = {"AlertPolicy"};

constexpr auto kPolicyItemFields =
    ItemFields({.name = "alertPolicyRef", .type = kOpenSloName, .doc = "Name of an AlertPolicy."},
               OneOf(kPolicyKinds), kOpenSloPolicySpec);
constexpr Constraint kPolicyItemConstraints[] = {
    ExactlyOne("alertPolicyRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};

}  // namespace

constexpr Object kOpenSloConditionSpec = {.name = "AlertCondition spec",
                                          .doc = "An alert condition with its severity.",
                                          .fields = kAlertConditionFields,
                                          .camel_case = true};

constexpr Object kOpenSloTargetSpec = {.name = "AlertNotificationTarget spec",
                                       .doc = "A notification target.",
                                       .fields = kTargetFields,
                                       .camel_case = true};

constexpr Object kOpenSloPolicySpec = {
    .name = "AlertPolicy spec",
    .doc = "An alert policy: conditions and notification targets.",
    .fields = kPolicyFields,
    .check = CheckOpenSloPolicy,
    .camel_case = true};

constexpr Object kOpenSloPolicyItem = {.name = "policy or reference",
                                       .doc = "A policy, or a reference to one.",
                                       .fields = kPolicyItemFields,
                                       .constraints = kPolicyItemConstraints,
                                       .camel_case = true};

}  // namespace check::slo
