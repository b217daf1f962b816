#include "libcheck/alerts/codes.h"

#include <array>

#include "libcheck/alerts/check_routing.h"

namespace check::alerts {

constexpr CodeInfo kAlertDefaultRoute = {
    .code = "alert-default-route",
    .severity = Severity::kInfo,
    .summary = "an alert that only the default route matches",
    .explanation = R"(
With `--rules`: no route below the root matches the alerts of this rule, whatever labels its expression
returns, so the receiver of the root route gets them. This is fine if somebody watches it. Often a label
such as `team` or `severity` is missing from the rule, or its value is spelled differently in the routes.
)",
};

constexpr CodeInfo kAnnotationNeverSet = {
    .code = "annotation-never-set",
    .severity = Severity::kWarning,
    .summary = "a template that reads an annotation which no rule sets",
    .explanation = R"(
With `--rules`: a notification template reads an annotation that no rule sets, so it prints nothing in any
message. Usually the name is misspelt, or was changed in the rules.
)",
};

constexpr CodeInfo kGroupLabelAbsent = {
    .code = "group-label-absent",
    .severity = Severity::kWarning,
    .summary = "alerts are grouped by a label that none of them has",
    .explanation = R"(
With `--rules`: `group_by` lists a label that no alert of the rules has when it reaches the route.
Alertmanager treats a missing label as empty, so the label has no effect, and alerts that should be separate
share one notification. Labels that an expression may keep are not reported.
)",
};

constexpr CodeInfo kInhibitEqualAbsent = {
    .code = "inhibit-equal-absent",
    .severity = Severity::kWarning,
    .summary = "an inhibition rule that compares a label which alerts on one side never have",
    .explanation = R"(
With `--rules`: a label in `equal` is missing from all alerts that match the source side of the rule, or
from all that match the target side. Alertmanager treats a missing label as empty: if only one side has the
label, the rule mutes nothing; if neither side has it, the label is always equal, and the rule mutes more
than intended.
)",
};

constexpr CodeInfo kInhibitRuleWithoutAlerts = {
    .code = "inhibit-rule-without-alerts",
    .severity = Severity::kWarning,
    .summary = "an inhibition rule that no alert of the rules can match",
    .explanation = R"(
With `--rules`: no alert of the rules matches all matchers of one side of the inhibition rule, so it mutes
nothing. Usually an alert was renamed, or a value is spelled differently.
)",
};

constexpr CodeInfo kRouteWithoutAlerts = {
    .code = "route-without-alerts",
    .severity = Severity::kWarning,
    .summary = "a route that no alert of the rules can reach",
    .explanation = R"(
With `--rules`: no alert of the rules reaches this route, whatever labels its expression returns. The matchers
require a label or a value that no alert has, or earlier routes take all alerts that it is meant for.

This is fine if alerts also come from rules that were not given: add those rules.
)",
};

namespace {
constexpr std::array kAll = {&kAlertDefaultRoute,        &kAnnotationNeverSet,
                             &kGroupLabelAbsent,         &kInhibitEqualAbsent,
                             &kInhibitRuleWithoutAlerts, &kRouteWithoutAlerts};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::alerts
