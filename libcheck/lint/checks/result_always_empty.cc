#include <optional>
#include <string>

#include "libcheck/base/number.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

using promql::Constraint;

// Why the aggregation keeps no series with such a parameter; empty if it may keep some.
std::string WhyNothing(const promql::Parameter& parameter, double value) {
  const std::string number = FormatGoFloat(value, 'g', -1);
  // Evaluation fails with less.
  if (parameter.constraint == Constraint::kCount && value < 1 && value > -0x1p63) {
    return "of " + number + " series";
  }
  return parameter.constraint == Constraint::kRatio && value == 0 ? "with ratio " + number : "";
}

void CheckAggregate(const promql::AggregateExpr& aggregate, const RuleContext& context,
                    const CodeInfo& info, Diagnostics& diagnostics) {
  if (aggregate.parameter == nullptr) return;
  const auto value = ConstantValue(*aggregate.parameter);
  const std::string why = value ? WhyNothing(aggregate.aggregation->parameter, *value) : "";
  if (why.empty()) return;
  diagnostics.Report(
      info, context.InExpr(*aggregate.parameter),
      Code(std::string(aggregate.aggregation->name) + "()") + " " + why + " is always empty");
}

// The constant that `call` has for the parameter `name`.
std::optional<double> Bound(const promql::Call& call, std::string_view name) {
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    if (call.function->signature.At(i).name == name) return ConstantValue(*call.arguments[i]);
  }
  return std::nullopt;
}

// Functions with a least and a greatest value give nothing if these are swapped.
void CheckCall(const promql::Call& call, const RuleContext& context, const CodeInfo& info,
               Diagnostics& diagnostics) {
  const auto min = Bound(call, "min");
  const auto max = Bound(call, "max");
  if (!min || !max || !(*min > *max)) return;
  diagnostics
      .Report(info, context.InExpr(call),
              Code(std::string(call.function->name) + "()") + " is always empty: the minimum " +
                  FormatGoFloat(*min, 'g', -1) + " is greater than the maximum " +
                  FormatGoFloat(*max, 'g', -1))
      .notes.emplace_back("the minimum is the first of the two numbers");
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    if (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(part.expr)) {
      CheckAggregate(*aggregate, context, info, diagnostics);
    } else if (CalledFunction(*part.expr) != nullptr) {
      CheckCall(promql::As<promql::Call>(*part.expr), context, info, diagnostics);
    }
  }
}

}  // namespace

const Check result_always_empty = {
    .info =
        {
            .code = "result-always-empty",
            .severity = Severity::kWarning,
            .summary = "a function or aggregation whose result is always empty",
            .explanation = R"(
Some arguments leave nothing of any input: `clamp(x, 5, 1)`, whose minimum is greater than its maximum,
`topk(0, x)`, `bottomk(0, x)`, `limitk(0, x)` and `limit_ratio(0, x)`. An alert on such a result never
fires, and a recording rule records nothing.
)",
            .bad = R"(groups:
  - name: load
    rules:
      - record: instance:load:clamped
        expr: clamp(node_load1, 100, 0)
)",
            .good = R"(groups:
  - name: load
    rules:
      - record: instance:load:clamped
        expr: clamp(node_load1, 0, 100)
)",
        },
    .run = Run,
};

}  // namespace check::lint
