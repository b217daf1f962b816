#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/comparison.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto comparison = Comparison::From(*part.expr);
    if (!comparison || !comparison->IsMixup()) continue;
    const bool is_percentage = comparison->LimitIsPercentage();
    const promql::Expr* limit =
        comparison->value == comparison->expr->lhs ? comparison->expr->rhs : comparison->expr->lhs;
    const SourceFile& source = *context.rule.expr_source;
    const auto outcome = comparison->Outcome();
    std::string message =
        Code(source, limit->span) + " is compared with a " +
        (is_percentage ? "fraction between 0 and 1" : "percentage between 0 and 100");
    if (outcome != Comparison::kSometimes) {
      message +=
          outcome == Comparison::kNever ? ", so this is never true" : ", so this is always true";
    }
    Diagnostic& diagnostic = diagnostics.Report(info, context.InExpr(*limit), std::move(message));
    diagnostic.labels.push_back({context.InExpr(*comparison->value),
                                 is_percentage ? "this is a fraction" : "this is a percentage"});
    diagnostic.notes.push_back(
        "write " +
        Code(FormatGoFloat(is_percentage ? comparison->limit / 100 : comparison->limit * 100, 'g',
                           -1)));
  }
}

}  // namespace

const Check percent_ratio_mixup = {
    .info =
        {
            .code = "percent-ratio-mixup",
            .severity = Severity::kWarning,
            .summary = "a fraction compared with a percentage, or vice versa",
            .explanation = R"(
A share of something is between 0 and 1, so `> 80` is never true and `< 10` always is. Multiplied by
100 it is a percentage, for which `> 0.8` is nearly always true.

A result counts as a fraction if that follows from the query: a part of a metric divided by the whole
of it (`errors{...} / errors`), the free or used part of a size (`_avail_bytes / _size_bytes`), an
average of `up`, or one minus such a value.
)",
            .bad = R"(groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: 1 - node_filesystem_avail_bytes / node_filesystem_size_bytes > 90
        for: 10m
)",
            .good = R"(groups:
  - name: disk
    rules:
      - alert: DiskFull
        expr: 1 - node_filesystem_avail_bytes / node_filesystem_size_bytes > 0.9
        for: 10m
)",
        },
    .run = Run,
};

}  // namespace check::lint
