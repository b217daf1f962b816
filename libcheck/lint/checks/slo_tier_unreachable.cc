#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportPolicyFaults(context, slo::PolicyFault::Kind::kTierUnreachable, info, diagnostics);
}

}  // namespace

const Check slo_tier_unreachable = {
    .info =
        {
            .code = "slo-tier-unreachable",
            .severity = Severity::kWarning,
            .summary = "an alert whose threshold is above 100 % errors",
            .explanation = R"(
A burn rate of 14.4 at an objective of 90 % means an error ratio of 144 %: no outage is as bad as
that, and the alert never fires. A burn rate f needs an objective above 1 - 1/f: 93.06 % for 14.4,
83.34 % for 6, 66.67 % for 3. Low objectives need lower burn rates, or longer windows.
)",
            .bad = R"(version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 90
    sli:
      events:
        error_query: sum(rate(errors_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
)",
            .good = R"(version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 99
    sli:
      events:
        error_query: sum(rate(errors_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
)",
        },
    .run = Run,
};

}  // namespace check::lint
