#include "libcheck/slo/specs/pyrra_table.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/number.h"

namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

std::optional<TextProblem> TargetProblem(std::string_view text) {
  const std::string note = "write a percentage, such as \"99.9\"";
  const auto value = ParseGoFloat(text);
  if (!value) {
    return TextProblem{
        text.empty() ? "the target is empty" : fmt::format("`{}` is not a number", text), note};
  }
  if (!(*value >= 0 && *value <= 100)) {
    return TextProblem{fmt::format("a target of {} % is not between 0 and 100", text), note};
  }
  if (*value == 100) {
    return TextProblem{
        "a target of 100 % leaves no error budget: its alerts fire at the first error, or never",
        "choose a target below 100, such as \"99.9\""};
  }
  if (*value == 0) {
    return TextProblem{"a target of 0 % promises nothing: its alerts never fire",
                       "choose a target above 0, such as \"99.9\""};
  }
  return std::nullopt;
}
constexpr Type kTarget = Checked(kString, TargetProblem);

constexpr Field kQueryFields[] = {
    {.name = "metric",
     .type = kPromql,
     .presence = Presence::kRequired,
     .doc = "Vector selector, such as `requests_total{job=\"shop\"}`; not an expression."},
};
constexpr Object kQuery = {.name = "query", .doc = "A metric.", .fields = kQueryFields};
constexpr Type kQueryType = SectionOf(kQuery);

constexpr Type kGrouping = ListOf(kLabelName);
constexpr Field kGroupingFields[] = {
    {.name = "grouping",
     .type = kGrouping,
     .doc = "Labels to group by: every value has its own budget and alerts."},
};
constexpr Object kGrouped = {
    .name = "grouping", .doc = "Common fields of indicators.", .fields = kGroupingFields};
constexpr const Object* kHasGrouping[] = {&kGrouped};

constexpr Field kRatioFields[] = {
    {.name = "errors",
     .type = kQueryType,
     .presence = Presence::kRequired,
     .doc = "Counter of failed events."},
    {.name = "total",
     .type = kQueryType,
     .presence = Presence::kRequired,
     .doc = "Counter of all events."},
};
constexpr Object kRatio = {.name = "ratio",
                           .doc = "Ratio of failed events.",
                           .fields = kRatioFields,
                           .includes = kHasGrouping};

constexpr Field kLatencyFields[] = {
    {.name = "success",
     .type = kQueryType,
     .presence = Presence::kRequired,
     .doc = "Histogram bucket of requests that are fast enough, with a matcher on `le`."},
    {.name = "total",
     .type = kQueryType,
     .presence = Presence::kRequired,
     .doc = "Count of the same histogram."},
};
constexpr Object kLatency = {.name = "latency",
                             .doc = "Ratio of requests that take too long.",
                             .fields = kLatencyFields,
                             .includes = kHasGrouping};

constexpr Field kNativeFields[] = {
    {.name = "total",
     .type = kQueryType,
     .presence = Presence::kRequired,
     .doc = "Native histogram."},
    {.name = "latency",
     .type = kDuration,
     .presence = Presence::kRequired,
     .doc = "Maximum latency of a good request, such as `250ms`."},
};
constexpr Object kNative = {.name = "latencyNative",
                            .doc = "Ratio of requests that take too long, from a native histogram.",
                            .fields = kNativeFields,
                            .includes = kHasGrouping,
                            .camel_case = true};

constexpr const Object* kGaugeIncludes[] = {&kQuery, &kGrouped};
constexpr Object kGauge = {
    .name = "bool_gauge",
    .doc = "Ratio of samples that are 0, of a gauge that is 1 in the good state.",
    .fields = {},
    .includes = kGaugeIncludes};

constexpr Field kIndicatorFields[] = {
    {.name = "ratio", .type = SectionOf(kRatio), .doc = "Ratio of failed events."},
    {.name = "latency",
     .type = SectionOf(kLatency),
     .doc = "Ratio of requests that take too long, from a classic histogram."},
    {.name = "latencyNative",
     .type = SectionOf(kNative),
     .doc = "Ratio of requests that take too long, from a native histogram."},
    {.name = "bool_gauge",
     .type = SectionOf(kGauge),
     .doc = "Ratio of samples that are 0, of a gauge such as `probe_success`."},
};
constexpr Constraint kIndicatorConstraints[] = {
    ExactlyOne("ratio", "latency", "latencyNative", "bool_gauge"),
};
constexpr Object kIndicator = {.name = "indicator",
                               .doc = "The indicator.",
                               .fields = kIndicatorFields,
                               .constraints = kIndicatorConstraints,
                               .camel_case = true};

constexpr Field kSeverityFields[] = {
    {.name = "absent",
     .type = kString,
     .default_value = "critical",
     .doc = "Severity of the alert for absent series."},
    {.name = "fastBurn",
     .type = kString,
     .default_value = "critical",
     .doc = "Severity of the alert for a burn rate of 14."},
    {.name = "mediumBurn",
     .type = kString,
     .default_value = "critical",
     .doc = "Severity of the alert for a burn rate of 7."},
    {.name = "slowBurn",
     .type = kString,
     .default_value = "warning",
     .doc = "Severity of the alert for a burn rate of 2."},
    {.name = "longTermBurn",
     .type = kString,
     .default_value = "warning",
     .doc = "Severity of the alert for a burn rate of 1."},
};
constexpr Object kSeverities = {.name = "severities",
                                .doc = "Label `severity` of the alerts.",
                                .fields = kSeverityFields,
                                .camel_case = true};

constexpr Field kAlertingFields[] = {
    {.name = "disabled",
     .type = kBool,
     .default_value = "false",
     .doc = "Disable the burn-rate alerts.",
     .deprecated = {"0.7", "use `burnrates: false`"}},
    {.name = "burnrates",
     .type = kBool,
     .default_value = "true",
     .doc = "Enable the burn-rate alerts."},
    {.name = "absent",
     .type = kBool,
     .default_value = "true",
     .doc = "Enable the alert for absent series."},
    {.name = "name",
     .type = kString,
     .default_value = "ErrorBudgetBurn",
     .doc = "Name of the burn-rate alerts."},
    {.name = "absentName",
     .type = kString,
     .default_value = "SLOMetricAbsent",
     .doc = "Name of the alert for absent series."},
    {.name = "severities", .type = SectionOf(kSeverities), .doc = "Severities of the alerts."},
};
constexpr Object kAlerting = {.name = "alerting",
                              .doc = "Which alerts are generated.",
                              .fields = kAlertingFields,
                              .camel_case = true};

constexpr Type kLabels = MapOf(kString);
constexpr Field kRuleOutputFields[] = {
    {.name = "shortRulesLabels",
     .type = kLabels,
     .doc = "Additional labels of the object with the rules of short windows."},
    {.name = "longRulesLabels",
     .type = kLabels,
     .doc = "Additional labels of the object with the rule of the whole window."},
    {.name = "enableDescriptionAsLabel",
     .type = kBool,
     .default_value = "false",
     .doc = "Add the description as a label to generic rules."},
};
constexpr Object kRuleOutput = {.name = "ruleOutput",
                                .doc = "Where rules go with `performanceOverAccuracy`.",
                                .fields = kRuleOutputFields,
                                .camel_case = true};

constexpr std::string_view kStrategies[] = {"abort", "warn", ""};
constexpr Field kSpecFields[] = {
    {.name = "description", .type = kString, .doc = "Description of the objective."},
    {.name = "target",
     .type = kTarget,
     .presence = Presence::kRequired,
     .doc = "Share of good events in percent, as a string: `\"99.9\"`."},
    {.name = "window",
     .type = kDuration,
     .presence = Presence::kRequired,
     .doc = "Rolling period of the target, such as `4w`."},
    {.name = "indicator",
     .type = SectionOf(kIndicator),
     .presence = Presence::kRequired,
     .doc = "The indicator."},
    {.name = "alerting", .type = SectionOf(kAlerting), .doc = "Which alerts are generated."},
    {.name = "partial_response_strategy",
     .type = OneOf(kStrategies),
     .default_value = "abort",
     .doc = "Partial response strategy of the Thanos ruler."},
    {.name = "performanceOverAccuracy",
     .type = kBool,
     .default_value = "false",
     .doc = "Sum up the increase over the window from that of 5 minutes."},
    {.name = "ruleOutput",
     .type = SectionOf(kRuleOutput),
     .doc = "Labels of the objects with rules, with `performanceOverAccuracy`."},
};
constexpr Object kSpec = {
    .name = "spec", .doc = "The objective.", .fields = kSpecFields, .camel_case = true};

constexpr Field kMetadataFields[] = {
    {.name = "name",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Name of the objective, in the label `slo` of its rules."},
    {.name = "namespace", .type = kString, .doc = "Namespace of the object."},
    {.name = "labels",
     .type = kLabels,
     .doc = "Labels of the object: those called `pyrra.dev/NAME` become labels of its rules."},
    {.name = "annotations",
     .type = kLabels,
     .doc = "Annotations of the object: those called `pyrra.dev/NAME` become annotations of its "
            "alerts."},
    {.name = "generateName", .type = kString, .doc = "Prefix for names generated by the server."},
    {.name = "generation", .type = kInteger, .doc = "Set by the server."},
    {.name = "creationTimestamp", .type = kAny, .doc = "Set by the server."},
    {.name = "resourceVersion", .type = kString, .doc = "Set by the server."},
    {.name = "uid", .type = kString, .doc = "Set by the server."},
    {.name = "selfLink", .type = kString, .doc = "Set by the server."},
    {.name = "deletionTimestamp", .type = kAny, .doc = "Set by the server."},
    {.name = "deletionGracePeriodSeconds", .type = kInteger, .doc = "Set by the server."},
    {.name = "finalizers",
     .type = ListOf(kString),
     .doc = "Finalizers: what must happen before deletion."},
    {.name = "ownerReferences",
     .type = ListOf(kAny),
     .doc = "Owner references: objects that this one depends on."},
    {.name = "managedFields", .type = ListOf(kAny), .doc = "Set by the server."},
};
constexpr Object kMetadata = {.name = "metadata",
                              .doc = "Metadata of a Kubernetes object.",
                              .fields = kMetadataFields,
                              .camel_case = true};

constexpr std::string_view kVersions[] = {"pyrra.dev/v1alpha1"};
constexpr std::string_view kKinds[] = {"ServiceLevelObjective"};
constexpr Field kObjectFields[] = {
    {.name = "apiVersion",
     .type = OneOf(kVersions),
     .presence = Presence::kRequired,
     .doc = "Version of the format."},
    {.name = "kind",
     .type = OneOf(kKinds),
     .presence = Presence::kRequired,
     .doc = "Kind of the object."},
    {.name = "metadata",
     .type = SectionOf(kMetadata),
     .presence = Presence::kRequired,
     .doc = "Name of the object."},
    {.name = "spec",
     .type = SectionOf(kSpec),
     .presence = Presence::kRequired,
     .doc = "The objective."},
    {.name = "status", .type = kAny, .doc = "Set by Pyrra."},
};

}  // namespace

constexpr Object kPyrraObjective = {.name = "pyrra",
                                    .doc = "A ServiceLevelObjective of Pyrra.",
                                    .fields = kObjectFields,
                                    .camel_case = true};

}  // namespace check::slo
