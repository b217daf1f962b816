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
constexpr Object kCondition = {.name = "condition",
                               .doc = "When an alert fires.",
                               .fields = kConditionFields,
                               .check = CheckOpenSloCondition,
                               .camel_case = true};
constexpr Field kAlertConditionFields[] = {
    kOpenSloDescriptionField,
    {.name = "severity",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "How urgent it is, such as page."},
    {.name = "condition",
     .type = SectionOf(kCondition),
     .presence = Presence::kRequired,
     .doc = "When the alert fires."},
};
constexpr std::string_view kAlertConditionKinds[] = {"AlertCondition"};

// ---- AlertNotificationTarget

constexpr Field kTargetFields[] = {
    kOpenSloDescriptionField,
    {.name = "target",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Where notifications go, such as email."},
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
    {.name = "targetRef", .type = kOpenSloName, .doc = "The name of an AlertNotificationTarget."},
    OneOf(kTargetKinds), kOpenSloTargetSpec);
constexpr Constraint kTargetItemConstraints[] = {
    ExactlyOne("targetRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};
constexpr Object kTargetItem = {.name = "target or reference",
                                .doc = "A target of notifications, or a reference to one.",
                                .fields = kTargetItemFields,
                                .constraints = kTargetItemConstraints,
                                .camel_case = true};
constexpr Type kTargetItemType = SectionOf(kTargetItem);

constexpr Field kPolicyFields[] = {
    kOpenSloDescriptionField,
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
constexpr std::string_view kPolicyKinds[] = {"AlertPolicy"};

constexpr auto kPolicyItemFields = ItemFields(
    {.name = "alertPolicyRef", .type = kOpenSloName, .doc = "The name of an AlertPolicy."},
    OneOf(kPolicyKinds), kOpenSloPolicySpec);
constexpr Constraint kPolicyItemConstraints[] = {
    ExactlyOne("alertPolicyRef", "spec"), Requires("spec", "kind"), Requires("spec", "metadata")};

}  // namespace

constexpr Object kOpenSloConditionSpec = {.name = "AlertCondition spec",
                                          .doc = "When an alert fires, and how urgent it is.",
                                          .fields = kAlertConditionFields,
                                          .camel_case = true};

constexpr Object kOpenSloTargetSpec = {.name = "AlertNotificationTarget spec",
                                       .doc = "Where notifications go.",
                                       .fields = kTargetFields,
                                       .camel_case = true};

constexpr Object kOpenSloPolicySpec = {.name = "AlertPolicy spec",
                                       .doc = "When to alert, and whom.",
                                       .fields = kPolicyFields,
                                       .check = CheckOpenSloPolicy,
                                       .camel_case = true};

constexpr Object kOpenSloPolicyItem = {.name = "policy or reference",
                                       .doc = "A policy, or a reference to one.",
                                       .fields = kPolicyItemFields,
                                       .constraints = kPolicyItemConstraints,
                                       .camel_case = true};

}  // namespace check::slo
