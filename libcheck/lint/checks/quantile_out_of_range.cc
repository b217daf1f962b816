#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

void CheckQuantile(const promql::Expr& quantile, const std::string& of, const RuleContext& context,
                   const CodeInfo& info, Diagnostics& diagnostics) {
  const auto value = ConstantValue(quantile);
  if (!value || (*value >= 0 && *value <= 1)) return;
  Diagnostic& diagnostic =
      diagnostics.Report(info, context.InExpr(quantile),
                         Code(*context.rule.expr_source, quantile.span) +
                             " is not a quantile: " + Code(of) + " expects 0 to 1 and returns " +
                             (*value > 1   ? "`+Inf`"
                              : *value < 0 ? "`-Inf`"
                                           : "`NaN`") +
                             " for others");
  if (*value > 1 && *value <= 100) {
    diagnostic.notes.push_back("for a percentile, write " +
                               Code(FormatGoFloat(*value / 100, 'g', -1)));
  }
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    if (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(part.expr)) {
      const promql::Aggregation& row = *aggregate->aggregation;
      if (row.parameter.constraint == promql::Constraint::kQuantile &&
          aggregate->parameter != nullptr) {
        CheckQuantile(*aggregate->parameter, std::string(row.name) + "()", context, info,
                      diagnostics);
      }
      continue;
    }
    const promql::Function* function = CalledFunction(*part.expr);
    if (function == nullptr) continue;
    const auto arguments = promql::As<promql::Call>(*part.expr).arguments;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (function->signature.At(i).constraint != promql::Constraint::kQuantile) continue;
      CheckQuantile(*arguments[i], std::string(function->name) + "()", context, info, diagnostics);
    }
  }
}

}  // namespace

const Check quantile_out_of_range = {
    .info =
        {
            .code = "quantile-out-of-range",
            .severity = Severity::kWarning,
            .summary = "a quantile that is not between 0 and 1",
            .explanation = R"(
Quantiles are fractions: the 95th percentile is `0.95`. Above 1 the result is `+Inf`, below 0 it is
`-Inf`, whatever the data.
)",
            .bad = R"(groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(95, sum by (le) (rate(http_duration_seconds_bucket[5m]))) > 1
        for: 5m
)",
            .good = R"(groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, sum by (le) (rate(http_duration_seconds_bucket[5m]))) > 1
        for: 5m
)",
        },
    .run = Run,
};

}  // namespace check::lint
