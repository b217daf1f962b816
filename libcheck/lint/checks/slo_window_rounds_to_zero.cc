#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportPolicyFaults(context, slo::PolicyFault::Kind::kWindowRoundsToZero, info, diagnostics);
}

}  // namespace

const Check slo_window_rounds_to_zero = {
    .info =
        {
            .code = "slo-window-rounds-to-zero",
            .severity = Severity::kWarning,
            .summary = "a period so short that a short window of Pyrra is 0",
            .explanation = R"(
Pyrra's windows scale with the period of an objective and are rounded to minutes. For a period
below 2d19h12m the shortest window is 0: its rule is called `burnrate0s` and queries `[1s]`, which
never contains two samples, so the alert for fast burns never fires.
)",
            .bad = R"(apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99"
  window: 2d
  indicator:
    ratio:
      errors: {metric: 'requests_total{code=~"5.."}'}
      total: {metric: requests_total}
)",
            .good = R"(apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: shop-errors, namespace: shop}
spec:
  target: "99"
  window: 28d
  indicator:
    ratio:
      errors: {metric: 'requests_total{code=~"5.."}'}
      total: {metric: requests_total}
)",
        },
    .run = Run,
};

}  // namespace check::lint
