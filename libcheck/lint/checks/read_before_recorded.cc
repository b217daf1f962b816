#include <unordered_map>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

using promql::TryAs;

// Calls `visit` for each selector that reads the newest sample. Those over a range lose little by
// its being one evaluation old, and those with an offset nothing.
template <typename Visit>
void ForEachInstantSelector(const promql::Expr& expr, Visit& visit) {
  if (const auto* selector = TryAs<promql::VectorSelector>(&expr)) {
    const promql::TimeShift& shift = selector->shift;
    if (shift.offset == Duration::zero() && shift.offset_expr == nullptr &&
        shift.at == promql::AtModifier::kNone) {
      visit(*selector);
    }
    return;
  }
  if (expr.kind == promql::ExprKind::kMatrixSelector || expr.kind == promql::ExprKind::kSubquery) {
    return;
  }
  promql::ForEachChild(expr,
                       [&](const promql::Expr& child) { ForEachInstantSelector(child, visit); });
}

void Run(const GroupContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const auto rules = context.group.rules;
  std::unordered_map<std::string_view, std::size_t> first_recorder;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].is_alert() && !rules[i].record.empty())
      first_recorder.emplace(rules[i].record, i);
  }
  if (first_recorder.empty()) return;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const rules::Rule& rule = rules[i];
    if (rule.expr == nullptr) continue;
    auto visit = [&](const promql::VectorSelector& selector) {
      const auto at = first_recorder.find(selector.name);
      // A rule that reads itself means to see its last value.
      if (at == first_recorder.end() || at->second <= i) return;
      const rules::Rule& recorder = rules[at->second];
      Diagnostic& diagnostic = diagnostics.Report(
          info, {rule.expr_source, NameSpan(*rule.expr_source, selector)},
          Code(selector.name) +
              " is recorded later in this group, so this reads its previous value");
      if (recorder.name_node != nullptr) {
        diagnostic.labels.push_back({context.InFile(*recorder.name_node), "recorded here"});
      }
      diagnostic.notes.push_back(
          "rules of a group are evaluated in order: move the recording rule up");
    };
    ForEachInstantSelector(*rule.expr, visit);
  }
}

}  // namespace

const Check read_before_recorded = {
    .info =
        {
            .code = "read-before-recorded",
            .severity = Severity::kWarning,
            .summary = "a rule that reads what a later rule of its group records",
            .explanation = R"(
The rules of a group are evaluated one after the other, so that a rule can use what another has
just recorded. A rule above the one that it reads from sees the value of the previous evaluation:
alerts come one interval late, and sums mix samples of different times.

Ranges and offsets are not reported, and neither are rules that read themselves.
)",
            .bad = R"(groups:
  - name: errors
    rules:
      - alert: ManyErrors
        expr: job:http_errors:rate5m > 10
        for: 5m
      - record: job:http_errors:rate5m
        expr: sum by (job) (rate(http_errors_total[5m]))
)",
            .good = R"(groups:
  - name: errors
    rules:
      - record: job:http_errors:rate5m
        expr: sum by (job) (rate(http_errors_total[5m]))
      - alert: ManyErrors
        expr: job:http_errors:rate5m > 10
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
