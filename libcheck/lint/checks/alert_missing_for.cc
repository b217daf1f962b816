#include <algorithm>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

using promql::TryAs;

bool HasOffset(const promql::TimeShift& shift) {
  return shift.offset != Duration::zero() || shift.offset_expr != nullptr ||
         shift.at != promql::AtModifier::kNone;
}

// Whether the part makes the query depend on more than the newest samples, or may: what other rules
// record may look back itself, alerts have waited, and ages and dates change with time alone.
bool LooksBack(const promql::Expr& part) {
  if (part.kind == promql::ExprKind::kMatrixSelector || part.kind == promql::ExprKind::kSubquery) {
    return true;
  }
  if (const auto* selector = TryAs<promql::VectorSelector>(&part)) {
    constexpr std::string_view kCountdowns[] = {"_ttl", "expir", "not_after", "_age"};
    if (std::any_of(std::begin(kCountdowns), std::end(kCountdowns), [&](std::string_view word) {
          return selector->name.find(word) != std::string_view::npos;
        })) {
      return true;
    }
    return selector->name.empty() || selector->name.starts_with("ALERTS") ||
           selector->name.find(':') != std::string_view::npos || HasOffset(selector->shift);
  }
  const promql::Function* function = CalledFunction(part);
  return function != nullptr && function->time == promql::TimeUse::kEvaluation;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const rules::Rule& rule = context.rule;
  if (!rule.is_alert() || rule.for_node != nullptr || rule.name_node == nullptr) return;
  bool reads_series = false;
  for (const Part& part : context.Parts()) {
    if (LooksBack(*part.expr)) return;
    reads_series = reads_series || part.expr->kind == promql::ExprKind::kVectorSelector;
  }
  if (!reads_series) return;
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InFile(*rule.name_node),
                         "alert " + Code(rule.alert) + " fires on a single sample");
  diagnostic.notes.push_back(
      "add `for: 5m` to tolerate one bad scrape, or `for: 0s` if one is enough");
}

}  // namespace

const Check alert_missing_for = {
    .info =
        {
            .code = "alert-missing-for",
            .severity = Severity::kInfo,
            .summary = "an alert without `for` on a query without a range",
            .explanation = R"(
Without `for`, one unlucky evaluation is enough to page someone: a scrape that timed out, or a
target that was restarting.

Queries that look back are not reported: over a range, with an offset, at recorded metrics, or at how
long ago something was or how long it has left. Where a single sample is enough, say so with `for: 0s`.
)",
            .bad = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
)",
            .good = R"(groups:
  - name: targets
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
