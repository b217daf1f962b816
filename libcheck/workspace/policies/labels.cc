#include <fmt/format.h>

#include "libcheck/workspace/policies/policies.h"
#include "libcheck/workspace/policies/value_demand.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kDemand = SectionOf(kValueDemandObject);
constexpr Field kFields[] = {
    {.name = "labels",
     .type = MapOf(kLabelName, kDemand),
     .doc = "Required labels, each with its allowed values; labels of the group count."},
};

}  // namespace

extern const PolicyKind kLabelsPolicy = {
    .info =
        {
            .code = "policy-labels",
            .severity = Severity::kWarning,
            .summary = "a rule without a required label, or with a value that is not allowed",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, requires the label:

    policies:
      - labels:
          severity: {values: [critical, warning, info]}
          team: {pattern: "[a-z-]+"}

Labels of the group count as labels of its rules. A value with a template is not compared. Labels
that come from the expression do not count, since they depend on the data.
)",
        },
    .table = {.name = "labels_policy", .doc = "Required labels.", .fields = kFields},
    .read =
        [](const yaml::Node& value) {
          return ReadValueDemands(value, "label", &PolicySubject::Label);
        },
    .alerts_only = false,
};

}  // namespace check::workspace
