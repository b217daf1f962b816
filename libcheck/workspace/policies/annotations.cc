#include <fmt/format.h>

#include "libcheck/workspace/policies/policies.h"
#include "libcheck/workspace/policies/value_demand.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kDemand = SectionOf(kValueDemandObject);
constexpr Field kFields[] = {
    {.name = "annotations",
     .type = MapOf(kLabelName, kDemand),
     .doc = "Required annotations, each with its allowed values."},
};

}  // namespace

extern const PolicyKind kAnnotationsPolicy = {
    .info =
        {
            .code = "policy-annotations",
            .severity = Severity::kWarning,
            .summary =
                "an alert without a required annotation, or with a value that is not allowed",
            .explanation = R"(
A policy of the project, in `policies` of `.pronoia.yml`, requires the annotation:

    policies:
      - annotations:
          summary: {}
          dashboard: {pattern: "https://grafana.example.org/.+"}

A value with a template is not compared.
)",
        },
    .table = {.name = "annotations_policy", .doc = "Required annotations.", .fields = kFields},
    .read =
        [](const yaml::Node& value) {
          return ReadValueDemands(value, "annotation", &PolicySubject::Annotation);
        },
};

}  // namespace check::workspace
