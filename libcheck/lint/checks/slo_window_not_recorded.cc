#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/slo.h"

namespace check::lint {
namespace {

bool IsOf(const slo::FoundPolicy& policy, const slo::Slo& slo) {
  return policy.name == slo.id || policy.name == slo.name || policy.name == slo.Title();
}

void Run(const SloContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const SloSurroundings* surroundings = context.environment.surroundings;
  // A rule that was refused may record what is missing.
  if (!context.slo.alerts || surroundings == nullptr || !surroundings->knows_all_rules) return;
  std::set<std::string> told;
  const auto look_at = [&](const slo::FoundAlert& alert, const slo::FoundWindow& window) {
    if (window.series.empty() || window.is_recorded) return;
    if (!told.insert(window.series).second) return;
    const Location read = window.where.Outermost();
    diagnostics
        .Report(info, context.slo.where,
                fmt::format("alert `{}` reads `{}`, which no rule records", alert.alert.name,
                            window.series))
        .notes.push_back(fmt::format("it is read in {}:{}", read.file->name(),
                                     read.file->PositionOf(read.span.begin).line));
  };
  for (const slo::FoundPolicy& policy : surroundings->burn_alerts.policies) {
    if (!IsOf(policy, context.slo)) continue;
    for (const slo::FoundAlert& alert : policy.alerts) {
      for (const slo::FoundTier& tier : alert.tiers) {
        look_at(alert, tier.long_window);
        look_at(alert, tier.short_window);
      }
    }
  }
}

}  // namespace

const Check slo_window_not_recorded = {
    .info =
        {
            .code = "slo-window-not-recorded",
            .severity = Severity::kWarning,
            .summary = "a window that alerts read but no rule records",
            .explanation = R"(
Alerts compare recorded error ratios of several windows. If no rule records a window, its side of
the `and` is empty, and the alert never fires. This happens when the windows of a policy were
changed and the recording rules were not.

The alerts are those of the rule files given with `--rules` that have the objective's name in their
labels or matchers, as Sloth's and Pyrra's do.
)",
            .bad = R"(version: prometheus/v1
service: shop
slos:
  - name: checkout
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
            .good = R"(version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(errors_total[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      page_alert: {disable: true}
      ticket_alert: {disable: true}
)",
        },
    .run = Run,
};

}  // namespace check::lint
