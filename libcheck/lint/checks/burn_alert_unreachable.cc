#include <fmt/format.h>

#include <cmath>
#include <span>

#include "libcheck/lint/catalog.h"
#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/read_policy.h"

namespace check::lint {
namespace {

// Only what the expression itself says of its burn rate and its budget counts, and ratios that are
// not added up.
bool CanNeverFire(const slo::FoundTier& tier) {
  if (!tier.names_burn_rate || tier.may_exceed_one || std::isnan(tier.budget)) return false;
  return !slo::IsReachable(tier.tier, tier.budget);
}

void Report(const slo::FoundAlert& alert, const slo::FoundTier& tier, const CodeInfo& info,
            Diagnostics& diagnostics) {
  const std::string factor = slo::FactorText(tier.tier.factor);
  diagnostics
      .Report(info, tier.long_window.threshold_where,
              fmt::format(
                  "alert `{}` can never fire at a burn rate of {}: this is an error ratio of {}",
                  alert.alert.name, factor, slo::PercentText(tier.ratio)))
      .notes.push_back(fmt::format(
          "{} needs an objective above {:.2f} %; a budget of {} lasts for a burn rate of {} at "
          "most",
          factor, std::ceil(slo::LowestObjective(tier.tier.factor) * 1e4 - 1e-9) / 100,
          slo::PercentText(tier.budget), slo::FactorText(slo::HighestBurnRate(tier.budget))));
}

void Run(const GroupContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const rules::RuleSet alone = {.wrapper = context.set.wrapper,
                                .file = context.set.file,
                                .groups = std::span(&context.group, 1)};
  for (const slo::FoundPolicy& policy : slo::ReadPolicies(std::span(&alone, 1)).policies) {
    for (const slo::FoundAlert& alert : policy.alerts) {
      for (const slo::FoundTier& tier : alert.tiers) {
        if (CanNeverFire(tier)) Report(alert, tier, info, diagnostics);
      }
    }
  }
}

}  // namespace

const Check burn_alert_unreachable = {
    .info =
        {
            .code = "burn-alert-unreachable",
            .severity = Severity::kWarning,
            .summary = "a burn-rate alert whose threshold is above 100 % errors",
            .explanation = R"(
A burn rate of 14.4 at an objective of 90 % means an error ratio of 14.4 * 0.1, which is 144 %: no
outage is as bad as that, and the alert never fires. A burn rate f needs an objective above 1 - 1/f:
93.06 % for 14.4, 83.34 % for 6, 66.67 % for 3.

Only alerts that contain a burn rate and a budget are checked, such as `14.4 * (1 - 0.9)`. Alerts
that add up several ratios, for example with `sum(...)`, are not reported.
)",
            .bad = R"(groups:
  - name: slo
    rules:
      - alert: ErrorBudgetBurn
        expr: |
          sum(rate(errors_total[1h])) / sum(rate(requests_total[1h])) > 14.4 * (1 - 0.9)
          and
          sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 14.4 * (1 - 0.9)
)",
            .good = R"(groups:
  - name: slo
    rules:
      - alert: ErrorBudgetBurn
        expr: |
          sum(rate(errors_total[1h])) / sum(rate(requests_total[1h])) > 6 * (1 - 0.9)
          and
          sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 6 * (1 - 0.9)
)",
        },
    .run = Run,
};

}  // namespace check::lint
