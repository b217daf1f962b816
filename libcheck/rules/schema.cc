#include "libcheck/rules/schema.h"

namespace check::rules {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kRuleFields[] = {
    {.name = "record",
     .type = kMetricName,
     .doc = "The metric that a recording rule writes.",
     .kept_as_node = true},
    {.name = "alert", .type = kString, .doc = "The name of an alert.", .kept_as_node = true},
    {.name = "expr",
     .type = kPromql,
     .presence = Presence::kRequired,
     .doc = "The PromQL expression to evaluate.",
     .kept_as_node = true},
    {.name = "for",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long the expression has to have results before the alert fires."},
    {.name = "keep_firing_for",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long an alert goes on firing once its expression has no results any more.",
     .since = "2.42"},
    {.name = "labels",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "Labels added to the result; templates, if it is an alert."},
    {.name = "annotations",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "What notifications say about the alert."},
};
constexpr Constraint kRuleConstraints[] = {
    ExactlyOne("record", "alert"),
    Requires("for", "alert"),
    Requires("keep_firing_for", "alert"),
    Requires("annotations", "alert"),
};
constexpr Type kRuleType = SectionOf(kRule);

// Groups differ in whether Mimir or Thanos reads them.
constexpr Field kGroupFields[] = {
    {.name = "name",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The name of the group, which no other group of the file may have."},
    {.name = "interval",
     .type = kDuration,
     .default_value = "global.evaluation_interval",
     .doc = "How often the rules are evaluated."},
    {.name = "query_offset",
     .type = kDuration,
     .default_value = "global.rule_query_offset",
     .doc = "How far in the past the rules are evaluated, to give late samples time to arrive.",
     .since = "2.53"},
    {.name = "limit",
     .type = kInteger,
     .default_value = "0",
     .doc = "How many alerts or series a rule may yield before its evaluation counts as failed; 0 "
            "sets no limit."},
    {.name = "labels",
     .type = MapOf(kLabelName, kString),
     .doc = "Labels added to the results of every rule of the group.",
     .since = "3.0"},
    {.name = "rules", .type = ListOf(kRuleType), .doc = "The rules, evaluated in this order."},
};

constexpr Field kMimirGroupFields[] = {
    {.name = "source_tenants",
     .type = ListOf(kString),
     .doc = "The tenants whose series the rules read."},
    {.name = "evaluation_delay", .type = kDuration, .doc = "The former name of `query_offset`."},
    {.name = "align_evaluation_time_on_interval",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether evaluations happen at multiples of the interval."},
    {.name = "remote_write", .type = ListOf(kAny), .doc = "Where else the results are sent."},
};

constexpr std::string_view kPartialResponses[] = {"", "abort", "warn"};
constexpr Type kPartialResponse = {
    .kind = Kind::kChoice, .choices = kPartialResponses, .any_case = true};
constexpr Field kPrometheusRuleGroupFields[] = {
    {.name = "partial_response_strategy",
     .type = kPartialResponse,
     .doc = "What Thanos does when part of its data cannot be reached."},
};

constexpr Type kGroupType = SectionOf(kRuleGroup);
constexpr Field kFileFields[] = {
    {.name = "groups", .type = ListOf(kGroupType), .doc = "Groups of rules."},
};

constexpr Type kMimirGroupType = SectionOf(kMimirRuleGroup);
constexpr Field kMimirFileFields[] = {
    {.name = "namespace", .type = kString, .doc = "The namespace that the groups belong to."},
    {.name = "groups", .type = ListOf(kMimirGroupType), .doc = "Groups of rules."},
};

constexpr Type kPrometheusRuleGroupType = SectionOf(kPrometheusRuleGroup);
constexpr Field kSpecFields[] = {
    {.name = "groups", .type = ListOf(kPrometheusRuleGroupType), .doc = "Groups of rules."},
};

constexpr Field kAlertingRuleFields[] = {
    {.name = "alert", .type = kString, .doc = "The name of an alert."},
    {.name = "expr", .type = kPromql, .doc = "The PromQL expression to evaluate."},
    {.name = "for", .type = kDuration, .doc = "How long it has to have results before it fires."},
    {.name = "labels", .type = MapOf(kLabelName, kTemplate), .doc = "Labels added to the alert."},
    {.name = "annotations",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "What notifications say about the alert."},
};
constexpr std::string_view kFewer = "an AlertingRule has fewer fields than a PrometheusRule";
constexpr Relative kFullRule[] = {{&kRule, kFewer}};
constexpr Object kAlertingRule = {
    .name = "AlertingRule rule",
    .doc = "An alert as OpenShift takes it.",
    .fields = kAlertingRuleFields,
    .relatives = kFullRule,
};
constexpr Type kAlertingRuleType = SectionOf(kAlertingRule);
constexpr Field kAlertingGroupFields[] = {
    {.name = "name", .type = kString, .doc = "The name of the group."},
    {.name = "interval", .type = kDuration, .doc = "How often the alerts are evaluated."},
    {.name = "rules", .type = ListOf(kAlertingRuleType), .doc = "The alerts, in this order."},
};
constexpr Relative kFullGroup[] = {{&kPrometheusRuleGroup, kFewer}};
constexpr Object kAlertingGroup = {
    .name = "AlertingRule group",
    .doc = "A group of alerts as OpenShift takes it.",
    .fields = kAlertingGroupFields,
    .relatives = kFullGroup,
};
constexpr Type kAlertingGroupType = SectionOf(kAlertingGroup);
constexpr Field kAlertingSpecFields[] = {
    {.name = "groups", .type = ListOf(kAlertingGroupType), .doc = "Groups of alerts."},
};

constexpr Object kMetadata = {
    .name = "metadata",
    .doc = "What Kubernetes knows of a resource.",
    .fields = {},
    .any_fields = true,
};
constexpr std::string_view kVersions[] = {"monitoring.coreos.com/v1"};
constexpr std::string_view kKinds[] = {"PrometheusRule"};

// Kubernetes' own names are in camel case.
constexpr Field kResourceFields[] = {
    {.name = "apiVersion",
     .type = OneOf(kVersions),
     .presence = Presence::kRequired,
     .doc = "Which API the resource belongs to."},
    {.name = "kind",
     .type = OneOf(kKinds),
     .presence = Presence::kRequired,
     .doc = "The kind of resource."},
    {.name = "metadata", .type = SectionOf(kMetadata), .doc = "Its name, namespace and labels."},
    {.name = "spec", .type = SectionOf(kPrometheusRuleSpec), .doc = "The rules."},
};

constexpr Constraint kUniqueGroups[] = {Unique("groups", "name")};
constexpr const Object* kGroupIncludes[] = {&kRuleGroup};

constexpr std::string_view kOfMimir = "Mimir has it, but not Prometheus itself";
constexpr Relative kOtherFiles[] = {{&kMimirRuleFile, kOfMimir}};
constexpr Relative kOtherGroups[] = {
    {&kMimirRuleGroup, kOfMimir},
    {&kPrometheusRuleGroup, "Thanos or a PrometheusRule has it, but not Prometheus itself"},
};

}  // namespace

constexpr Object kRule = {
    .name = "rule",
    .doc = "One recording rule or one alert.",
    .fields = kRuleFields,
    .constraints = kRuleConstraints,
    .upstream = "rulefmt.Rule",
    .upstream_again = "rulefmt.RuleNode",
};

constexpr Object kRuleGroup = {
    .name = "group",
    .doc = "Rules that are evaluated one after the other, at the same time.",
    .fields = kGroupFields,
    .upstream = "rulefmt.RuleGroup",
    .upstream_again = "rulefmt.RuleGroupNode",
    .relatives = kOtherGroups,
};

constexpr Object kRuleFile = {
    .name = "rule file",
    .doc = "A file of recording rules and alerts, as `rule_files` names them.",
    .fields = kFileFields,
    .constraints = kUniqueGroups,
    .upstream = "rulefmt.RuleGroups",
    .upstream_again = "rulefmt.ruleGroups",
    .relatives = kOtherFiles,
};

constexpr Object kMimirRuleGroup = {
    .name = "Mimir group",
    .doc = "A group with what Mimir adds.",
    .fields = kMimirGroupFields,
    .includes = kGroupIncludes,
    .relatives = kOtherGroups,
};

constexpr Object kMimirRuleFile = {
    .name = "Mimir rule file",
    .doc = "A rule file as `mimirtool` loads it.",
    .fields = kMimirFileFields,
    .constraints = kUniqueGroups,
};

constexpr Object kPrometheusRuleGroup = {
    .name = "PrometheusRule group",
    .doc = "A group as the Prometheus operator takes it.",
    .fields = kPrometheusRuleGroupFields,
    .includes = kGroupIncludes,
    .relatives = kOtherGroups,
};

constexpr Object kPrometheusRuleSpec = {
    .name = "PrometheusRule spec",
    .doc = "What a PrometheusRule says.",
    .fields = kSpecFields,
    .constraints = kUniqueGroups,
};

constexpr Object kAlertingRuleSpec = {
    .name = "AlertingRule spec",
    .doc = "What OpenShift's AlertingRule says.",
    .fields = kAlertingSpecFields,
    .constraints = kUniqueGroups,
};

constexpr Object kPrometheusRuleResource = {
    .name = "PrometheusRule",
    .doc = "The custom resource by which the Prometheus operator is given rules.",
    .fields = kResourceFields,
    .any_fields = true,
};

const Object& FileTable(Wrapper wrapper) {
  switch (wrapper) {
    case Wrapper::kMimirNamespace:
      return kMimirRuleFile;
    case Wrapper::kPrometheusRule:
    case Wrapper::kVmRule:
      return kPrometheusRuleSpec;
    case Wrapper::kAlertingRule:
      return kAlertingRuleSpec;
    case Wrapper::kNone:
    case Wrapper::kConfigMap:
    case Wrapper::kEncoded:
      break;
  }
  return kRuleFile;
}

}  // namespace check::rules
