#include <algorithm>
#include <cmath>

#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::lint {
namespace {

using promql::AggregationOp;

// Reports what makes evaluations of one rule fail.
class Finder {
 public:
  Finder(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics)
      : context_(context), info_(info), diagnostics_(diagnostics) {}

  void CheckCall(const promql::Call& call) {
    const std::string_view name = call.function->name;
    if (name == "label_replace") {
      CheckLabel(*call.arguments[1], "destination label", "label_replace()");
      CheckRegex(*call.arguments[4]);
    } else if (name == "label_join") {
      CheckLabel(*call.arguments[1], "destination label", "label_join()");
      for (const promql::Expr* source : call.arguments.subspan(3)) {
        CheckLabel(*source, "source label", "label_join()");
      }
    } else if (name == "double_exponential_smoothing") {
      CheckFactor(*call.arguments[1], "smoothing factor");
      CheckFactor(*call.arguments[2], "trend factor");
    }
  }

  void CheckAggregate(const promql::AggregateExpr& aggregate) {
    if (aggregate.parameter == nullptr) return;
    const promql::Expr& parameter = *aggregate.parameter;
    const std::string name = std::string(aggregate.aggregation->name) + "()";
    switch (aggregate.aggregation->op) {
      case AggregationOp::kCountValues:
        return CheckLabel(parameter, "label", name);
      case AggregationOp::kTopk:
      case AggregationOp::kBottomk:
      case AggregationOp::kLimitk: {
        const auto count = ConstantValue(parameter);
        if (count && !(*count < 0x1p63)) {
          Report(parameter, "invalid number of series " + CodeOf(parameter) + " in " + Code(name));
        }
        return;
      }
      case AggregationOp::kLimitRatio: {
        const auto ratio = ConstantValue(parameter);
        if (ratio && std::isnan(*ratio)) {
          Report(parameter, "invalid ratio " + CodeOf(parameter) + " in " + Code(name));
        }
        return;
      }
      default:
        return;
    }
  }

  void CheckBinary(const promql::BinaryExpr& binary) {
    const bool trims = binary.op == promql::Op::kTrimLower || binary.op == promql::Op::kTrimUpper;
    if (!trims || binary.type != promql::ValueType::kScalar) return;
    Report(binary, "operator " + Code(promql::ToString(binary.op)) + " between scalars");
  }

 private:
  std::string CodeOf(const promql::Expr& expr) const {
    return Code(*context_.rule.expr_source, expr.span);
  }

  Diagnostic& Report(const promql::Expr& where, const std::string& fault) {
    return diagnostics_.Report(info_, context_.InExpr(where), fault + ": every evaluation fails");
  }

  void CheckLabel(const promql::Expr& argument, const std::string& what, std::string_view of) {
    const auto* label = promql::TryAs<promql::StringLiteral>(promql::StripParens(&argument));
    if (label == nullptr || model::IsValidLabelName(label->value, model::NameValidation::kUtf8)) {
      return;
    }
    Report(argument, "invalid " + what + " " + CodeOf(argument) + " in " + Code(of));
  }

  void CheckRegex(const promql::Expr& argument) {
    const auto* regex = promql::TryAs<promql::StringLiteral>(promql::StripParens(&argument));
    if (regex == nullptr) return;
    const auto problem = RegexProblem(regex->value);
    if (!problem) return;
    Report(argument,
           "invalid regular expression " + CodeOf(argument) + " in " + Code("label_replace()"))
        .notes.push_back(*problem);
  }

  void CheckFactor(const promql::Expr& argument, const std::string& what) {
    const auto factor = ConstantValue(argument);
    if (!factor || !(*factor <= 0 || *factor >= 1)) return;
    Report(argument, "invalid " + what + " " + CodeOf(argument) + " in " +
                         Code("double_exponential_smoothing()"))
        .notes.push_back("it must be greater than 0 and less than 1");
  }

  const RuleContext& context_;
  const CodeInfo& info_;
  Diagnostics& diagnostics_;
};

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  Finder finder(context, info, diagnostics);
  for (const Part& part : context.Parts()) {
    if (const auto* call = promql::TryAs<promql::Call>(part.expr)) {
      finder.CheckCall(*call);
    } else if (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(part.expr)) {
      finder.CheckAggregate(*aggregate);
    } else if (const auto* binary = promql::TryAs<promql::BinaryExpr>(part.expr)) {
      finder.CheckBinary(*binary);
    }
  }
}

}  // namespace

const Check evaluation_fails = {
    .info =
        {
            .code = "evaluation-fails",
            .severity = Severity::kWarning,
            .summary = "an expression that cannot be evaluated",
            .explanation = R"(
Prometheus looks at some arguments only when it evaluates a rule: the regular expression and the
labels of `label_replace` and `label_join`, the label of `count_values`, the number of `topk`. If one
of them is invalid the rule loads, and fails at every evaluation: an alert never fires, a recording
rule never records.
)",
            .bad = R"(groups:
  - name: hosts
    rules:
      - record: instance:up
        expr: label_replace(up, "host", "$1", "instance", "(.*")
)",
            .good = R"(groups:
  - name: hosts
    rules:
      - record: instance:up
        expr: label_replace(up, "host", "$1", "instance", "(.*):.*")
)",
        },
    .rule = Run,
};

}  // namespace check::lint
