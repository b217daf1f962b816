#include <fmt/format.h>

#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const slo::Slo& slo = context.slo;
  constexpr double kOnePercent = 0.01;
  if (slo.objective.ratio() > kOnePercent || slo.objective_where.file == nullptr) return;
  diagnostics
      .Report(
          info, slo.objective_where,
          fmt::format("an objective of {} % lets nearly everything fail", slo.objective.percent()))
      .notes.push_back(fmt::format("if it is meant as a ratio, write it in per cent: {}",
                                   FormatGoFloat(slo.objective.ratio() * 10'000, 'g', 12)));
}

}  // namespace

const Check objective_as_ratio = {
    .info =
        {
            .code = "objective-as-ratio",
            .severity = Severity::kWarning,
            .summary = "an objective of less than 1 %, which was probably meant as a ratio",
            .explanation = R"(
Sloth and Pyrra, and `targetPercent` of OpenSLO, take objectives in per cent. `0.999` is accepted
there and means that 0.999 % of all events have to be good, so that no alert can ever fire.
)",
            .bad = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{targetPercent: 0.999}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
        total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)",
            .good = R"(
apiVersion: openslo/v1
kind: SLO
metadata: {name: requests}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{targetPercent: 99.9}]
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'requests_total{code!~"5.."}'}}}
        total: {metricSource: {type: Prometheus, spec: {query: requests_total}}}
)",
        },
    .run = Run,
};

}  // namespace check::lint
