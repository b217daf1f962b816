#include <algorithm>
#include <array>

#include "libcheck/base/duration.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

using promql::TryAs;

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* call = TryAs<promql::Call>(part.expr);
    if (call == nullptr || call->arguments.empty()) continue;
    const promql::Function& function = *call->function;
    if (function.least_samples < 2) continue;
    const promql::Expr* series = promql::StripParens(call->arguments[0]);
    Duration range{};
    Duration apart{};
    std::string_view every;
    std::uint32_t begin = 0;
    if (const auto* matrix = TryAs<promql::MatrixSelector>(series)) {
      // The extended selectors look further than their range.
      if (matrix->vector->anchored || matrix->vector->smoothed || matrix->range_expr != nullptr) {
        continue;
      }
      if (matrix->vector->name.find(':') != std::string_view::npos) continue;  // Recorded.
      range = matrix->range;
      apart = context.environment.scrape_interval.value_or(Duration::zero());
      every = "samples are scraped every ";
      begin = matrix->vector->span.end;
    } else if (const auto* subquery = TryAs<promql::SubqueryExpr>(series)) {
      if (subquery->range_expr != nullptr || subquery->step_expr != nullptr) continue;
      range = subquery->range;
      apart = subquery->step;
      every = "the subquery takes one every ";
      begin = subquery->expr->span.end;
    }
    if (range == Duration::zero() || apart == Duration::zero() || range >= 2 * apart) continue;
    const Span where{begin, std::max(begin, series->span.end)};
    Diagnostic& diagnostic = diagnostics.Report(
        info, context.InExpr(where),
        "a range of " + Code(FormatPrometheusDuration(range)) +
            " is too short for the two samples that " + Code(std::string(function.name) + "()") +
            " needs: " + std::string(every) + Code(FormatPrometheusDuration(apart)));
    diagnostic.notes.push_back("use at least " + Code(FormatPrometheusDuration(4 * apart)) +
                               ", so that a missed one does not matter");
  }
}

}  // namespace

const Check rate_range_too_short = {
    .info =
        {
            .code = "rate-range-too-short",
            .severity = Severity::kWarning,
            .summary = "a range too short for rate(), which needs two samples",
            .explanation = R"(
`rate()` and similar functions need two samples in their range, and return nothing with fewer. A
range shorter than two scrape intervals, or two steps of a subquery, contains them only by chance.
Four intervals are customary: then one failed scrape does no harm.

The scrape interval is read from the `prometheus.yml` that is given along with the rules; without
one only subqueries are checked. The shortest interval in it is used.
)",
            .bad = R"(groups:
  - name: queue
    rules:
      - alert: QueueGrows
        expr: deriv(sum by (job) (queue_length)[1m:1m]) > 0
        for: 10m
)",
            .good = R"(groups:
  - name: queue
    rules:
      - alert: QueueGrows
        expr: deriv(sum by (job) (queue_length)[10m:1m]) > 0
        for: 10m
)",
        },
    .run = Run,
};

}  // namespace check::lint
