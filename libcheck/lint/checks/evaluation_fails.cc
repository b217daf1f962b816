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
using promql::DurationExpr;
using promql::Op;

// What arithmetic with durations gives, in seconds.
struct Seconds {
  double value = 0;
  bool known = true;  // Nothing depends on the query.
  bool divides_by_zero = false;
};

Seconds Calculate(const promql::Expr& expr) {
  if (const auto* literal = promql::TryAs<promql::NumberLiteral>(&expr)) return {literal->value};
  const auto& arithmetic = promql::As<DurationExpr>(expr);
  if (arithmetic.rhs == nullptr) return {.known = false};
  const Seconds lhs = arithmetic.lhs != nullptr ? Calculate(*arithmetic.lhs) : Seconds();
  const Seconds rhs = Calculate(*arithmetic.rhs);
  Seconds result = {.known = lhs.known && rhs.known,
                    .divides_by_zero = lhs.divides_by_zero || rhs.divides_by_zero};
  switch (arithmetic.op) {
    case Op::kSub:
      result.value = lhs.value - rhs.value;
      break;
    case Op::kMul:
      result.value = lhs.value * rhs.value;
      break;
    case Op::kDiv:
    case Op::kMod:
      if (rhs.value == 0) result.divides_by_zero = result.divides_by_zero || rhs.known;
      result.value =
          arithmetic.op == Op::kDiv ? lhs.value / rhs.value : std::fmod(lhs.value, rhs.value);
      break;
    case Op::kPow:
      result.value = std::pow(lhs.value, rhs.value);
      break;
    case Op::kMinOf:
      result.value = std::min(lhs.value, rhs.value);
      break;
    case Op::kMaxOf:
      result.value = std::max(lhs.value, rhs.value);
      break;
    default:
      result.value = lhs.value + rhs.value;
      break;
  }
  return result;
}

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

  void CheckRange(const promql::MatrixSelector& range) {
    CheckDuration(range.range_expr, "range", /*may_be_negative=*/false);
    CheckDuration(range.vector->shift.offset_expr, "offset", /*may_be_negative=*/true);
  }

  void CheckSubquery(const promql::SubqueryExpr& subquery) {
    CheckDuration(subquery.range_expr, "range", /*may_be_negative=*/false);
    CheckDuration(subquery.step_expr, "step", /*may_be_negative=*/false);
    CheckDuration(subquery.shift.offset_expr, "offset", /*may_be_negative=*/true);
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

  void CheckDuration(const DurationExpr* duration, const std::string& what, bool may_be_negative) {
    if (duration == nullptr) return;
    const Seconds seconds = Calculate(*duration);
    const std::string text = Code(promql::ToString(*duration));
    if (seconds.divides_by_zero) {
      Report(*duration, "division by zero in " + what + " " + text);
    } else if (seconds.known && !(std::abs(seconds.value) < 0x1p63 / 1e9)) {
      Report(*duration, what + " " + text + " is out of bounds");
    } else if (seconds.known && !may_be_negative && seconds.value <= 0) {
      Report(*duration, what + " " + text + " is not greater than 0");
    }
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
    } else if (const auto* range = promql::TryAs<promql::MatrixSelector>(part.expr)) {
      finder.CheckRange(*range);
    } else if (const auto* subquery = promql::TryAs<promql::SubqueryExpr>(part.expr)) {
      finder.CheckSubquery(*subquery);
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
labels of `label_replace` and `label_join`, the label of `count_values`, the number of `topk`,
arithmetic in the place of a duration. If one of them is invalid the rule loads, and fails at every
evaluation: an alert never fires, a recording rule never records.
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
    .run = Run,
};

}  // namespace check::lint
