#include "libcheck/unittest/route_codes.h"

namespace check::unittest {

constexpr CodeInfo kInhibitionDiffers = {
    .code = "test-inhibition-differs",
    .severity = Severity::kError,
    .summary = "an alert with an unexpected inhibition state",
    .explanation = R"(
The alerts of a test fire together. An alert is inhibited if it matches the target side of an inhibition rule, another
one matches the source side, and both have the same values of the labels in `equal`; a label that is missing from both
counts as equal. An alert that matches both sides cannot be inhibited by another one that does.
)",
};

constexpr CodeInfo kMutingDiffers = {
    .code = "test-muting-differs",
    .severity = Severity::kError,
    .summary = "a route with an unexpected mute state",
    .explanation = R"(
A route is muted during its `mute_time_intervals`, and outside of its `active_time_intervals`, if it has any. Routes
inherit neither from their parent routes. Times in intervals are UTC unless they have a `location`.
)",
};

constexpr CodeInfo kMutingNeedsTime = {
    .code = "test-muting-needs-time",
    .severity = Severity::kError,
    .summary = "an expectation about muting without a time",
    .explanation = R"(
Whether a route is muted depends on when an alert fires: set `time` in the test, or use `--at`.
)",
};

constexpr CodeInfo kNoAlertmanagerConfig = {
    .code = "test-no-alertmanager-config",
    .severity = Severity::kError,
    .summary = "route tests without a configuration",
    .explanation = R"(
Tests of routes need the alertmanager.yml under test: `alertmanager_config` in the test file (relative to its folder), or
`--alertmanager-config` on the command line. A configuration that cannot be read, or that Alertmanager refuses, has no routes.
)",
};

constexpr CodeInfo kRouteDiffers = {
    .code = "test-route-differs",
    .severity = Severity::kError,
    .summary = "an alert that takes unexpected routes",
    .explanation = R"(
An alert ends in the deepest routes that match it: in the first of several siblings, and in later ones as long as the
earlier ones have `continue: true`. Settings that a route does not have (receiver, grouping and timers) are inherited
from its parent route. The lines below show the expected (`-`) and the actual result (`+`); `pronoia routes explain`
shows how each route treats an alert.
)",
};

}  // namespace check::unittest
