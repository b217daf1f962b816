#include "libcheck/rules/schema.h"

namespace check::rules {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kRuleFields[] = {
    {.name = "record",
     .type = kMetricName,
     .doc = "Name of the recorded metric.",
     .kept_as_node = true},
    {.name = "alert", .type = kString, .doc = "Name of the alert.", .kept_as_node = true},
    {.name = "expr",
     .type = kPromql,
     .presence = Presence::kRequired,
     .doc = "PromQL expression to evaluate.",
     .kept_as_node = true},
    {.name = "for",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long the expression must return results before the alert fires."},
    {.name = "keep_firing_for",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How long the alert keeps firing after its expression stops returning results.",
     .since = "2.42"},
    {.name = "labels",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "Labels added to the result; in alerting rules they are templates."},
    {.name = "annotations",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "Annotations of the alert, shown in notifications; templates."},
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
     .doc = "Name of the group, unique in the file."},
    {.name = "interval",
     .type = kDuration,
     .default_value = "global.evaluation_interval",
     .doc = "Interval between evaluations."},
    {.name = "query_offset",
     .type = kDuration,
     .default_value = "global.rule_query_offset",
     .doc =
         "Offset into the past at which the rules are evaluated, so that late samples can arrive.",
     .since = "2.53"},
    {.name = "limit",
     .type = kInteger,
     .default_value = "0",
     .doc = "Maximum number of alerts or series a rule may return before its evaluation fails; 0 "
            "means no limit."},
    {.name = "labels",
     .type = MapOf(kLabelName, kString),
     .doc = "Labels added to the results of all rules of the group.",
     .since = "3.0"},
    {.name = "rules", .type = ListOf(kRuleType), .doc = "Rules, evaluated in this order."},
};

constexpr Field kMimirGroupFields[] = {
    {.name = "source_tenants",
     .type = ListOf(kString),
     .doc = "Tenants whose series the rules read."},
    {.name = "evaluation_delay", .type = kDuration, .doc = "Former name of `query_offset`."},
    {.name = "align_evaluation_time_on_interval",
     .type = kBool,
     .default_value = "false",
     .doc = "Align evaluations to multiples of the interval."},
    {.name = "remote_write",
     .type = ListOf(kAny),
     .doc = "Remote write endpoints for the results."},
};

constexpr std::string_view kPartialResponses[] = {"", "abort", "warn"};
constexpr Type kPartialResponse = {
    .kind = Kind::kChoice, .choices = kPartialResponses, .any_case = true};
constexpr Field kPrometheusRuleGroupFields[] = {
    {.name = "partial_response_strategy",
     .type = kPartialResponse,
     .doc = "How Thanos handles partial responses."},
};

constexpr Type kGroupType = SectionOf(kRuleGroup);
constexpr Field kFileFields[] = {
    {.name = "groups", .type = ListOf(kGroupType), .doc = "Rule groups."},
};

constexpr Type kMimirGroupType = SectionOf(kMimirRuleGroup);
constexpr Field kMimirFileFields[] = {
    {.name = "namespace", .type = kString, .doc = "Namespace of the groups."},
    {.name = "groups", .type = ListOf(kMimirGroupType), .doc = "Rule groups."},
};

constexpr Type kPrometheusRuleGroupType = SectionOf(kPrometheusRuleGroup);
constexpr Field kSpecFields[] = {
    {.name = "groups", .type = ListOf(kPrometheusRuleGroupType), .doc = "Rule groups."},
};

constexpr Field kAlertingRuleFields[] = {
    {.name = "alert", .type = kString, .doc = "Name of the alert."},
    {.name = "expr", .type = kPromql, .doc = "PromQL expression to evaluate."},
    {.name = "for",
     .type = kDuration,
     .doc = "How long the expression must return results before the alert fires."},
    {.name = "labels", .type = MapOf(kLabelName, kTemplate), .doc = "Labels added to the alert."},
    {.name = "annotations",
     .type = MapOf(kLabelName, kTemplate),
     .doc = "Annotations of the alert, shown in notifications; templates."},
};
constexpr std::string_view kFewer = "an AlertingRule has fewer fields than a PrometheusRule";
constexpr Relative kFullRule[] = {{&kRule, kFewer}};
constexpr Object kAlertingRule = {
    .name = "AlertingRule rule",
    .doc = "An OpenShift alerting rule.",
    .fields = kAlertingRuleFields,
    .relatives = kFullRule,
};
constexpr Type kAlertingRuleType = SectionOf(kAlertingRule);
constexpr Field kAlertingGroupFields[] = {
    {.name = "name", .type = kString, .doc = "Name of the group."},
    {.name = "interval", .type = kDuration, .doc = "Interval between evaluations."},
    {.name = "rules", .type = ListOf(kAlertingRuleType), .doc = "Alerts, in this order."},
};
constexpr Relative kFullGroup[] = {{&kPrometheusRuleGroup, kFewer}};
constexpr Object kAlertingGroup = {
    .name = "AlertingRule group",
    .doc = "A group of OpenShift alerting rules.",
    .fields = kAlertingGroupFields,
    .relatives = kFullGroup,
};
constexpr Type kAlertingGroupType = SectionOf(kAlertingGroup);
constexpr Field kAlertingSpecFields[] = {
    {.name = "groups", .type = ListOf(kAlertingGroupType), .doc = "Groups of alerting rules."},
};

constexpr Object kMetadata = {
    .name = "metadata",
    .doc = "Metadata of a Kubernetes resource.",
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
     .doc = "API group and version of the resource."},
    {.name = "kind",
     .type = OneOf(kKinds),
     .presence = Presence::kRequired,
     .doc = "Kind of the resource."},
    {.name = "metadata", .type = SectionOf(kMetadata), .doc = "Name, namespace and labels."},
    {.name = "spec", .type = SectionOf(kPrometheusRuleSpec), .doc = "The rules."},
};

constexpr Constraint kUniqueGroups[] = {Unique("groups", "name")};
constexpr const Object* kGroupIncludes[] = {&kRuleGroup};

constexpr std::string_view kOfMimir = "Mimir supports it, but not Prometheus";
constexpr Relative kOtherFiles[] = {{&kMimirRuleFile, kOfMimir}};
constexpr Relative kOtherGroups[] = {
    {&kMimirRuleGroup, kOfMimir},
    {&kPrometheusRuleGroup, "Thanos or a PrometheusRule supports it, but not Prometheus"},
};

}  // namespace

constexpr Object kRule = {
    .name = "rule",
    .doc = "A recording or alerting rule.",
    .fields = kRuleFields,
    .constraints = kRuleConstraints,
    .upstream = "rulefmt.Rule",
    .upstream_again = "rulefmt.RuleNode",
};

constexpr Object kRuleGroup = {
    .name = "group",
    .doc = "A group of rules, evaluated in order at the same time.",
    .fields = kGroupFields,
    .upstream = "rulefmt.RuleGroup",
    .upstream_again = "rulefmt.RuleGroupNode",
    .relatives = kOtherGroups,
};

constexpr Object kRuleFile = {
    .name = "rule file",
    .doc = "A file of recording and alerting rules, as listed in `rule_files`.",
    .fields = kFileFields,
    .constraints = kUniqueGroups,
    .upstream = "rulefmt.RuleGroups",
    .upstream_again = "rulefmt.ruleGroups",
    .relatives = kOtherFiles,
};

constexpr Object kMimirRuleGroup = {
    .name = "Mimir group",
    .doc = "A rule group with the fields that Mimir adds.",
    .fields = kMimirGroupFields,
    .includes = kGroupIncludes,
    .relatives = kOtherGroups,
};

constexpr Object kMimirRuleFile = {
    .name = "Mimir rule file",
    .doc = "A rule file for `mimirtool`.",
    .fields = kMimirFileFields,
    .constraints = kUniqueGroups,
};

constexpr Object kPrometheusRuleGroup = {
    .name = "PrometheusRule group",
    .doc = "A rule group of the Prometheus operator.",
    .fields = kPrometheusRuleGroupFields,
    .includes = kGroupIncludes,
    .relatives = kOtherGroups,
};

constexpr Object kPrometheusRuleSpec = {
    .name = "PrometheusRule spec",
    .doc = "Spec of a PrometheusRule.",
    .fields = kSpecFields,
    .constraints = kUniqueGroups,
};

constexpr Object kAlertingRuleSpec = {
    .name = "AlertingRule spec",
    .doc = "Spec of an OpenShift AlertingRule.",
    .fields = kAlertingSpecFields,
    .constraints = kUniqueGroups,
};

constexpr Object kPrometheusRuleResource = {
    .name = "PrometheusRule",
    .doc = "Custom resource with rules for the Prometheus operator.",
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
