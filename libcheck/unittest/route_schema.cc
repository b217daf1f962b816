#include "libcheck/unittest/route_schema.h"

#include <fmt/format.h>

#include "libcheck/base/time_expression.h"

namespace check::unittest {
namespace {

using namespace schema;  // The vocabulary of the tables below.

std::optional<TextProblem> TimeProblem(std::string_view text) {
  if (ParseAbsoluteTime(text, "UTC")) return std::nullopt;
  return TextProblem{fmt::format("invalid time `{}`", text),
                     "write it as `2026-01-03T03:00:00Z` or `2026-01-03 03:00`, which is UTC"};
}

constexpr Type kTime = Checked(kString, TimeProblem);
constexpr Type kLabels = MapOf(kLabelName, kString);
constexpr Type kNames = ListOf(kString);

constexpr Field kExpectedRouteFields[] = {
    {.name = "receiver", .type = kString, .doc = "Receiver of the route."},
    {.name = "group_by",
     .type = kNames,
     .doc = "Labels the route groups by, in any order; `...` for all labels."},
    {.name = "group_labels", .type = kLabels, .doc = "Labels of the group of the alert."},
    {.name = "group_wait", .type = kDuration, .doc = "The `group_wait` of the route."},
    {.name = "group_interval", .type = kDuration, .doc = "The `group_interval` of the route."},
    {.name = "repeat_interval", .type = kDuration, .doc = "The `repeat_interval` of the route."},
    {.name = "labels",
     .type = kLabels,
     .doc = "Labels of the route, for templates; it may have others."},
    {.name = "muted", .type = kBool, .doc = "Whether time intervals mute the route at `time`."},
    {.name = "muted_by",
     .type = kNames,
     .doc = "The `mute_time_intervals` of the route that contain `time`, in any order."},
};

constexpr Type kExpectedRouteType = SectionOf(kExpectedRouteObject);
constexpr Field kAlertFields[] = {
    {.name = "labels", .type = kLabels, .doc = "Labels of the alert."},
    {.name = "expected_receivers",
     .type = kNames,
     .doc = "Receivers of the alert, in the order of the routes."},
    {.name = "any_order",
     .type = kBool,
     .default_value = "false",
     .doc = "Accept `expected_receivers` in any order."},
    {.name = "expected_routes",
     .type = ListOf(kExpectedRouteType),
     .doc = "Routes in which the alert ends, in order, with the properties to check."},
    {.name = "expected_muted",
     .type = kBool,
     .doc = "Expect all these routes to be muted by time intervals at `time`, or none."},
    {.name = "expected_inhibited",
     .type = kBool,
     .doc = "Expect another alert of the test to inhibit the alert."},
    {.name = "expected_inhibited_by",
     .type = kLabels,
     .doc = "Labels of the alert in the test that inhibits this alert; it may have others."},
};
constexpr Constraint kAlertConstraints[] = {
    Requires("any_order", "expected_receivers"),
};

constexpr Type kAlertType = SectionOf(kRouteTestAlertObject);
constexpr Field kTestFields[] = {
    {.name = "name", .type = kString, .doc = "Name of the test."},
    {.name = "time",
     .type = kTime,
     .doc = "Time at which the alerts fire: RFC 3339, or without a zone in UTC."},
    {.name = "alerts",
     .type = ListOf(kAlertType),
     .doc = "Alerts that fire together, so that one can inhibit another."},
};
constexpr Constraint kTestConstraints[] = {ExactlyOne("labels", "alerts")};
constexpr const Object* kTestIncludes[] = {&kRouteTestAlertObject};

constexpr Type kTestType = SectionOf(kRouteTestObject);
constexpr Field kFileFields[] = {
    {.name = "alertmanager_config",
     .type = kFile,
     .doc = "The alertmanager.yml under test, relative to this file."},
    {.name = "tests", .type = ListOf(kTestType), .doc = "The tests."},
};

}  // namespace

constexpr Object kExpectedRouteObject = {
    .name = "expected route",
    .doc = "Expected properties of a route in which an alert ends.",
    .fields = kExpectedRouteFields,
};

constexpr Object kRouteTestAlertObject = {
    .name = "route test alert",
    .doc = "An alert and its expected routing.",
    .fields = kAlertFields,
    .constraints = kAlertConstraints,
};

constexpr Object kRouteTestObject = {
    .name = "route test",
    .doc = "One alert by its `labels`, or several that fire together.",
    .fields = kTestFields,
    .constraints = kTestConstraints,
    .includes = kTestIncludes,
};

constexpr Object kRouteTestFileObject = {
    .name = "route test file",
    .doc = "A test file for Alertmanager routes.",
    .fields = kFileFields,
};

}  // namespace check::unittest
