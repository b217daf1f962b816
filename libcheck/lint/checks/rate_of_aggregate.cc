#include <algorithm>
#include <array>

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/lint/rate.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

using promql::AggregateExpr;
using promql::TryAs;

// The aggregation whose result `expr` is, or null.
const AggregateExpr* Aggregates(const promql::Expr* expr) {
  const auto* aggregate = TryAs<AggregateExpr>(expr);
  return aggregate != nullptr && !aggregate->aggregation->selects_series ? aggregate : nullptr;
}

// Whether what a rule records under `name` has been aggregated: by the rule itself, where it is in
// the same group, or going by `level:metric:operations`.
bool IsRecordedAggregate(std::string_view name, const rules::Group& group) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos) return false;
  bool found = false;
  for (const rules::Rule& rule : group.rules) {
    if (rule.record != name || rule.expr == nullptr) continue;
    if (Aggregates(promql::StripParens(rule.expr)) == nullptr) return false;
    found = true;
  }
  const std::string_view operation = name.substr(colon + 1);
  const promql::Aggregation* aggregation = promql::FindAggregation(operation);
  return found || (aggregation != nullptr && !aggregation->selects_series);
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto rate = RateCall::From(*part.expr);
    if (!rate) continue;
    Span where;
    std::string what;
    if (const AggregateExpr* aggregate = Aggregates(rate->Inner())) {
      const std::string_view name = aggregate->aggregation->name;
      where = {aggregate->span.begin,
               aggregate->span.begin + static_cast<std::uint32_t>(name.size())};
      what = Code(name) + " hides the resets of the counters that";
    } else if (const auto* selector = SelectorIn(*rate->series);
               selector != nullptr && IsRecordedAggregate(selector->name, context.group)) {
      where = NameSpan(*context.rule.expr_source, *selector);
      what = Code(selector->name) + " is aggregated, which hides the resets of the counters that";
    } else {
      continue;
    }
    Diagnostic& diagnostic =
        diagnostics.Report(info, context.InExpr(where),
                           what + " " + Code(std::string(rate->name) + "()") + " needs to see");
    diagnostic.notes.push_back("take the rate first, then aggregate: `sum(" +
                               std::string(rate->name) + "(...))`");
  }
}

}  // namespace

const Check rate_of_aggregate = {
    .info =
        {
            .code = "rate-of-aggregate",
            .severity = Severity::kWarning,
            .summary = "rate(), irate() or increase() of aggregated counters",
            .explanation = R"(
When one of many counters restarts, their sum decreases by its share. `rate()` treats this decrease
as a restart of the whole sum, and shows a burst that never happened. Only the single counters show
the restart, so take the rate first: `sum(rate(x[5m]))`, not `rate(sum(x)[5m:])`.

The same applies to a recorded sum, such as `rate(job:requests:sum[5m])`.
)",
            .bad = R"(groups:
  - name: requests
    rules:
      - record: job:http_requests:rate5m
        expr: rate(sum by (job) (http_requests_total)[5m:])
)",
            .good = R"(groups:
  - name: requests
    rules:
      - record: job:http_requests:rate5m
        expr: sum by (job) (rate(http_requests_total[5m]))
)",
        },
    .run = Run,
};

}  // namespace check::lint
