#include "libcheck/alerts/codes.h"

#include <array>

#include "libcheck/alerts/check_routing.h"

namespace check::alerts {

constexpr CodeInfo kAlertDefaultRoute = {
    .code = "alert-default-route",
    .severity = Severity::kInfo,
    .summary = "an alert that only the default route matches",
    .explanation = R"(
With `--rules`: no route below the root matches the alerts of this rule, whatever labels their query gives
them, so the receiver of the root gets them. That is fine if it is watched. Often a label such as `team` or
`severity` is missing from the rule, or its value is spelt in another way than in the routes.
)",
};

constexpr CodeInfo kAnnotationNeverSet = {
    .code = "annotation-never-set",
    .severity = Severity::kWarning,
    .summary = "a template reads an annotation that no rule sets",
    .explanation = R"(
With `--rules`: a template of notifications reads an annotation by a name that none of the rules gives one.
What it shows is empty in all messages. Most often the name is misspelt, or has changed in the rules.
)",
};

constexpr CodeInfo kGroupLabelAbsent = {
    .code = "group-label-absent",
    .severity = Severity::kWarning,
    .summary = "alerts are grouped by a label that none of them has",
    .explanation = R"(
With `--rules`: `group_by` names a label that no alert of the rules has when it comes to the route.
Alertmanager takes a missing label for an empty one, so that the label divides nothing, and alerts that were
meant to be apart come in one notification. Labels that an expression may keep are not reported.
)",
};

constexpr CodeInfo kInhibitEqualAbsent = {
    .code = "inhibit-equal-absent",
    .severity = Severity::kWarning,
    .summary = "an inhibition rule compares a label that alerts on one side never have",
    .explanation = R"(
With `--rules`: a label in `equal` is on none of the alerts that match the source side of the rule, or on
none that match the target side. Alertmanager takes a missing label for an empty one: if only one side has
it, the rule mutes nothing, and if neither has it, it compares nothing, so that the rule mutes more than it
seems to.
)",
};

constexpr CodeInfo kInhibitRuleWithoutAlerts = {
    .code = "inhibit-rule-without-alerts",
    .severity = Severity::kWarning,
    .summary = "an inhibition rule that no alert of the rules can match",
    .explanation = R"(
With `--rules`: no alert of the rules has labels that match all matchers of one side of the inhibition rule,
so that it mutes nothing. Most often an alert has been renamed, or a value is spelt in another way.
)",
};

constexpr CodeInfo kRouteWithoutAlerts = {
    .code = "route-without-alerts",
    .severity = Severity::kWarning,
    .summary = "a route that no alert of the rules can reach",
    .explanation = R"(
With `--rules`: no alert of the rules comes to this route, whatever labels its query gives it. Its matchers ask
for a label or a value that no alert has, or routes before it take all alerts that it is meant for.

It is fine if alerts also come from rules that were not given: name those as well.
)",
};

namespace {
constexpr std::array kAll = {&kAlertDefaultRoute,        &kAnnotationNeverSet,
                             &kGroupLabelAbsent,         &kInhibitEqualAbsent,
                             &kInhibitRuleWithoutAlerts, &kRouteWithoutAlerts};
}  // namespace

std::span<const CodeInfo* const> Codes() { return kAll; }

}  // namespace check::alerts
