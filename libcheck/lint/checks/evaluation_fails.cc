#include <algorithm>
#include <cmath>

#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"

namespace check::lint {
namespace {

using promql::Constraint;
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
    const std::string name = std::string(call.function->name) + "()";
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      CheckArgument(*call.arguments[i], call.function->signature.At(i), name);
    }
  }

  void CheckAggregate(const promql::AggregateExpr& aggregate) {
    if (aggregate.parameter == nullptr) return;
    CheckArgument(*aggregate.parameter, aggregate.aggregation->parameter,
                  std::string(aggregate.aggregation->name) + "()");
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

  // Constants are looked at.
  void CheckArgument(const promql::Expr& argument, const promql::Parameter& parameter,
                     std::string_view of) {
    const auto* text = promql::TryAs<promql::StringLiteral>(promql::StripParens(&argument));
    const auto number = ConstantValue(argument);
    bool fails = false;
    std::string note;
    switch (parameter.constraint) {
      case Constraint::kLabelName:
        fails =
            text != nullptr && !model::IsValidLabelName(text->value, model::NameValidation::kUtf8);
        break;
      case Constraint::kRegex:
        if (text != nullptr) note = RegexProblem(text->value).value_or("");
        fails = !note.empty();
        break;
      case Constraint::kFactor:
        fails = number && (*number <= 0 || *number >= 1);
        note = "it must be greater than 0 and less than 1";
        break;
      case Constraint::kCount:
        fails = number && !(*number > -0x1p63 && *number < 0x1p63);
        break;
      case Constraint::kRatio:
        fails = number && std::isnan(*number);
        break;
      case Constraint::kNone:
      case Constraint::kQuantile:
      case Constraint::kLabelMatchers:
        return;
    }
    if (!fails) return;
    Diagnostic& diagnostic = Report(argument, "invalid " + std::string(parameter.noun) + " " +
                                                  CodeOf(argument) + " in " + Code(of));
    if (!note.empty()) diagnostic.notes.push_back(note);
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
