#include <algorithm>
#include <iterator>
#include <string_view>

#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

using promql::Op;

// `_total` alone is also the ending of many gauges, such as numbers of nodes. What these words
// count only grows.
bool IsCounterOfEvents(std::string_view name) {
  constexpr std::string_view kEvents[] = {
      "calls",    "errors",   "events",  "failures",  "messages", "packets", "queries",
      "requests", "restarts", "retries", "responses", "seconds",  "timeouts"};
  constexpr std::string_view kTotal = "_total";
  if (!name.ends_with(kTotal) || name.find(':') != std::string_view::npos) return false;
  name.remove_suffix(kTotal.size());
  name.remove_prefix(name.rfind('_') + 1);
  return std::find(std::begin(kEvents), std::end(kEvents), name) != std::end(kEvents);
}

// The counter that `expr` shows as it is, or adds up.
const promql::VectorSelector* CounterIn(const promql::Expr& expr) {
  const promql::Expr* inner = promql::StripParens(&expr);
  while (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(inner)) {
    const promql::Values::Kind kind = aggregate->aggregation->values.kind;
    const bool keeps =
        aggregate->parameter == nullptr && !aggregate->aggregation->counts &&
        (kind == promql::Values::Kind::kSumOfInput || kind == promql::Values::Kind::kOfInput);
    if (!keeps) return nullptr;
    inner = promql::StripParens(aggregate->expr);
  }
  const auto* selector = promql::TryAs<promql::VectorSelector>(inner);
  return selector != nullptr && IsCounterOfEvents(selector->name) ? selector : nullptr;
}

// Whether the part is one side of `and` or `unless`, where it may be a condition besides.
bool IsCondition(std::span<const Part> parts, std::size_t index) {
  while (parts[index].parent != index) {
    index = parts[index].parent;
    const auto* binary = promql::TryAs<promql::BinaryExpr>(parts[index].expr);
    if (binary != nullptr && (binary->op == Op::kAnd || binary->op == Op::kUnless)) return true;
  }
  return false;
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (!context.rule.is_alert()) return;
  const std::span<const Part> parts = context.Parts();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto* binary = promql::TryAs<promql::BinaryExpr>(parts[i].expr);
    if (binary == nullptr || (binary->op != Op::kGreater && binary->op != Op::kGreaterEqual)) {
      continue;
    }
    const auto limit = ConstantValue(*binary->rhs);
    // "It happened once" is a question that a counter answers.
    if (!limit || *limit <= 1) continue;
    const promql::VectorSelector* counter = CounterIn(*binary->lhs);
    if (counter == nullptr || IsCondition(parts, i)) continue;
    const SourceFile& source = *context.rule.expr_source;
    diagnostics
        .Report(info, context.InExpr(NameSpan(source, *counter)),
                "counter " + Code(counter->name) + " is compared with " +
                    FormatGoFloat(*limit, 'g', -1) + " without `rate()` or `increase()`")
        .notes.push_back("for the last hour, write " +
                         Code("increase(" + std::string(source.text(counter->span)) + "[1h])"));
  }
}

}  // namespace

const Check counter_compared = {
    .info =
        {
            .code = "counter-compared",
            .severity = Severity::kWarning,
            .summary =
                "an alert that compares a counter with a number, without rate() or increase()",
            .explanation = R"(
A counter grows as long as its process runs. An alert on its value fires some day, however rare the
events are, and does not stop until the process restarts. Compare `rate()` or `increase()` over a
range.

Names that end in `_requests_total`, `_errors_total`, `_seconds_total` and the like count as
counters. Comparisons with 0 or 1, which ask whether something has ever happened, and conditions
behind `and` or `unless` are left alone.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum by (job) (http_errors_total) > 100
        for: 5m
)",
            .good = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: sum by (job) (increase(http_errors_total[1h])) > 100
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
