#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/slo/measure.h"
#include "libcheck/slo/recordings.h"
#include "libcheck/slo/series_name.h"

namespace check::lint {
namespace {

using promql::BinaryExpr;
using promql::TryAs;

// `(1 - 0.995)`, or a recorded budget. Plain numbers below 1 may stand for anything.
bool IsBudget(const promql::Expr& divisor) {
  const promql::Expr* bare = promql::StripParens(&divisor);
  if (const auto* selector = TryAs<promql::VectorSelector>(bare)) {
    return slo::MeaningOf(promql::MetricName(*selector)) == slo::NamedMeaning::kBudget;
  }
  const auto* difference = TryAs<BinaryExpr>(bare);
  if (difference == nullptr || difference->op != promql::Op::kSub) return false;
  const auto whole = ConstantValue(*difference->lhs);
  const auto objective = ConstantValue(*difference->rhs);
  return whole == 1 && objective && *objective >= 0.5 && *objective < 1;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* quotient = TryAs<BinaryExpr>(part.expr);
    if (quotient == nullptr || quotient->op != promql::Op::kDiv || !IsBudget(*quotient->rhs)) {
      continue;
    }
    const slo::Recordings none({});
    const slo::Measure measure = slo::Measurer(none).Of(*quotient->lhs);
    if (!measure.is(slo::Measure::Kind::kEvents)) continue;
    diagnostics
        .Report(info, context.InExpr(*quotient->lhs),
                "a rate of events is divided by an error budget, which is a ratio")
        .notes.push_back(
            "divide by the rate of all events first: errors / total / (1 - objective)");
  }
}

}  // namespace

const Check burn_rate_without_total = {
    .info =
        {
            .code = "burn-rate-without-total",
            .severity = Severity::kWarning,
            .summary = "a burn rate computed from a rate of errors instead of an error ratio",
            .explanation = R"(
A burn rate is an error ratio divided by the budget: errors per request, divided by `1 - objective`.
If the errors are not divided by the rate of all requests, the result depends on traffic: 0.2 errors a
second at 99.5 % are a "burn rate" of 40, with ten requests a second or ten thousand.

A rate or an increase is reported if it is divided by `1 - 0.995`, or by a series that is called a
budget.
)",
            .bad = R"(groups:
  - name: slo
    rules:
      - record: slo:burn_rate:1h
        expr: sum(rate(errors_total[1h])) / (1 - 0.995)
)",
            .good = R"(groups:
  - name: slo
    rules:
      - record: slo:burn_rate:1h
        expr: sum(rate(errors_total[1h])) / sum(rate(requests_total[1h])) / (1 - 0.995)
)",
        },
    .run = Run,
};

}  // namespace check::lint
