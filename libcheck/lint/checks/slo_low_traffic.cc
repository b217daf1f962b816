#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  ReportPolicyFaults(context, slo::PolicyFault::Kind::kLowTraffic, info, diagnostics);
}

}  // namespace

const Check slo_low_traffic = {
    .info =
        {
            .code = "slo-low-traffic",
            .severity = Severity::kWarning,
            .summary = "so little traffic that one error fires an alert",
            .explanation = R"(
With fewer events in the long window than 1 / (burn rate * budget), a single error exceeds the
threshold: 70 an hour for a burn rate of 14.4 at 99.9 %. Use longer windows, combine services,
lower the objective, or alert only if there is enough traffic.

Traffic is known only from `--rate`.
)",
            .bad = R"(version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 99.9999
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
    objective: 99.9
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
