#include "libcheck/promql/type_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/base/name_set.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/advice.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

// As Prometheus calls types among themselves.
std::string_view ShortName(ValueType type) {
  if (type == ValueType::kVector) return "vector";
  if (type == ValueType::kMatrix) return "matrix";
  return ToString(type);
}

// Walks the tree with a stack of its own, since trees may be deep.
class TypeChecker {
 public:
  TypeChecker(std::string_view text, Problems& problems)
      : text_(text), problems_(problems), late_(problems.any()) {}

  void Check(const Expr& root) {
    Visit(&root);
    while (!pending_.empty()) {
      // Each visit does the next part of a node: its children, and what is said between them.
      Pending& top = pending_.back();
      const Expr& expr = *top.expr;
      const std::uint32_t part = top.next++;
      switch (expr.kind) {
        case ExprKind::kAggregate:
          CheckAggregate(As<AggregateExpr>(expr), part);
          break;
        case ExprKind::kBinary:
          CheckBinary(As<BinaryExpr>(expr), part);
          break;
        case ExprKind::kCall:
          CheckCall(As<Call>(expr), part);
          break;
        case ExprKind::kParen:
          part == 0 ? Visit(As<ParenExpr>(expr).expr) : Done();
          break;
        case ExprKind::kUnary:
          CheckUnary(As<UnaryExpr>(expr), part);
          break;
        case ExprKind::kSubquery:
          CheckSubquery(As<SubqueryExpr>(expr), part);
          break;
        case ExprKind::kMatrixSelector:
          if (part == 0) Visit(As<MatrixSelector>(expr).vector);
          if (part == 1) Done();
          break;
        case ExprKind::kVectorSelector:
          CheckSelector(As<VectorSelector>(expr));
          Done();
          break;
        case ExprKind::kNumber:
        case ExprKind::kString:
        case ExprKind::kDuration:
          Done();
          break;
      }
    }
  }

 private:
  struct Pending {
    const Expr* expr;
    std::uint32_t next;
  };

  void Visit(const Expr* expr) {
    if (expr != nullptr) pending_.push_back({expr, 0});
  }
  void Done() { pending_.pop_back(); }

  Diagnostic& Report(const CodeInfo& info, Span span, std::string message) {
    return late_ ? problems_.ReportLate(info, span, std::move(message))
                 : problems_.Report(info, span, std::move(message));
  }

  static bool Fits(const Expr* expr, ValueType wanted) {
    return expr == nullptr || expr->type == wanted || expr->type == ValueType::kNone;
  }

  void Expect(const Expr* expr, ValueType wanted, std::string_view context) {
    if (Fits(expr, wanted)) return;
    AdviseOnType(*expr, wanted,
                 Report(codes::kType, expr->span,
                        "expected type " + std::string(ToString(wanted)) + " in " +
                            std::string(context) + ", got " + std::string(ToString(expr->type))));
  }

  void CheckAggregate(const AggregateExpr& aggregate, std::uint32_t part) {
    const ValueType parameter = aggregate.aggregation->parameter.type;
    switch (part) {
      case 0:
        return Visit(aggregate.expr);
      case 1:
        Expect(aggregate.expr, ValueType::kVector, "aggregation expression");
        return Visit(aggregate.parameter);
      default:
        if (parameter != ValueType::kNone) {
          Expect(aggregate.parameter, parameter, "aggregation parameter");
        }
        Done();
    }
  }

  // The operator between the operands and what goes with it. Prometheus leaves out the last byte.
  Span OperatorSpan(const BinaryExpr& binary) const {
    Span span = {binary.lhs->span.end, binary.rhs->span.begin};
    while (span.begin < text_.size() && IsSpace(text_[span.begin])) ++span.begin;
    if (span.end > 0) --span.end;
    while (span.end > 0 && IsSpace(text_[span.end])) --span.end;
    span.end = std::max(span.end, span.begin);
    return span;
  }

  void CheckBinary(const BinaryExpr& binary, std::uint32_t part) {
    if (part == 0) return Visit(binary.lhs);
    if (part == 1) return Visit(binary.rhs);
    Done();
    const ValueType lhs = binary.lhs->type;
    const ValueType rhs = binary.rhs->type;
    const std::string_view op = ToString(binary.op);
    if (binary.return_bool && !IsComparison(binary.op)) {
      Report(codes::kType, OperatorSpan(binary),
             "bool modifier can only be used on comparison operators");
    }
    const bool scalars = lhs == ValueType::kScalar && rhs == ValueType::kScalar;
    if (IsComparison(binary.op) && !binary.return_bool && scalars) {
      Report(codes::kType, OperatorSpan(binary),
             "comparisons between scalars must use BOOL modifier")
          .notes.push_back("write `" + std::string(op) + " bool`: the result is 1 or 0");
    }
    const VectorMatching* matching = binary.matching;
    if (matching != nullptr && matching->on) {
      NameSet included;
      for (const std::string_view label : matching->include) included.Add(label);
      for (const std::string_view label : matching->labels) {
        if (!included.Contains(label)) continue;
        Report(codes::kType, OperatorSpan(binary),
               "label " + GoQuote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
    CheckOperand(*binary.lhs);
    CheckOperand(*binary.rhs);

    const bool fills =
        matching != nullptr && (matching->fill_lhs.has_value() || matching->fill_rhs.has_value());
    const bool unknown = lhs == ValueType::kNone || rhs == ValueType::kNone;
    if (lhs != ValueType::kVector || rhs != ValueType::kVector) {
      if (!unknown && matching != nullptr && !matching->labels.empty()) {
        Report(codes::kType, binary.span, "vector matching only allowed between instant vectors");
      }
      if (!unknown && fills) {
        Report(codes::kType, binary.span,
               "filling in missing series only allowed between instant vectors");
      }
    } else if (IsSetOperator(binary.op)) {
      if (matching->cardinality != Cardinality::kManyToMany) {
        Report(codes::kType, binary.span, "no grouping allowed for " + GoQuote(op) + " operation");
        Report(codes::kType, binary.span, "set operations must always be many-to-many");
      }
      if (fills) {
        Report(codes::kType, binary.span,
               "filling in missing series not allowed for set operators");
      }
    }
    if ((lhs == ValueType::kScalar || rhs == ValueType::kScalar) && IsSetOperator(binary.op)) {
      Report(codes::kType, binary.span,
             "set operator " + GoQuote(op) + " not allowed in binary scalar expression");
    }
  }

  void CheckOperand(const Expr& operand) {
    if (operand.type == ValueType::kScalar || operand.type == ValueType::kVector ||
        operand.type == ValueType::kNone) {
      return;
    }
    AdviseOnType(operand, ValueType::kVector,
                 Report(codes::kType, operand.span,
                        "binary expression must contain only scalar and instant vector types"));
  }

  void CheckArgumentCount(const Call& call) {
    const Signature& signature = call.function->signature;
    const std::size_t given = call.arguments.size();
    const auto report = [&](std::string_view how_many, std::size_t count) {
      Report(codes::kArguments, call.span,
             "expected " + std::string(how_many) + std::to_string(count) +
                 " argument(s) in call to " + GoQuote(call.function->name) + ", got " +
                 std::to_string(given))
          .notes.push_back("usage: `" + ToString(*call.function) + "`");
    };
    if (!signature.variadic && signature.required == signature.count) {
      if (given != signature.count) report("", signature.count);
      return;
    }
    const std::size_t most = signature.variadic ? signature.max_arguments : signature.count;
    if (given < signature.required) {
      report("at least ", signature.required);
    } else if (most > 0 && given > most) {
      report("at most ", most);
    }
  }

  void CheckLabelMatchers(const Call& call) {
    std::size_t i = 0;
    while (i < call.arguments.size() &&
           call.function->signature.At(i).constraint != Constraint::kLabelMatchers) {
      ++i;
    }
    if (i == call.arguments.size()) return;
    const Expr& argument = *call.arguments[i];
    if (argument.type == ValueType::kNone) return;
    if (argument.type != ValueType::kVector) {
      Report(codes::kType, call.span,
             "expected type instant vector in call to function " + GoQuote(call.function->name) +
                 ", got " + std::string(ToString(argument.type)));
    }
    const auto* selector = TryAs<VectorSelector>(&argument);
    if (selector == nullptr) {
      Report(codes::kType, argument.span, "expected label selectors only");
    } else if (!selector->name.empty() && !selector->name_in_braces) {
      Report(codes::kType, argument.span,
             "expected label selectors only, got vector selector instead")
          .notes.push_back("remove the name, or write it inside the braces: `{__name__=\"" +
                           std::string(selector->name) + "\"}`");
    }
  }

  void CheckCall(const Call& call, std::uint32_t part) {
    if (call.function == nullptr) {
      return part < call.arguments.size() ? Visit(call.arguments[part]) : Done();
    }
    const Signature& signature = call.function->signature;
    if (part == 0) {
      CheckArgumentCount(call);
      CheckLabelMatchers(call);
    } else {
      const std::size_t parameter = std::min<std::size_t>(part, signature.count) - 1;
      const Expr* argument = call.arguments[part - 1];
      const ValueType wanted = signature.parameters[parameter].type;
      if (!Fits(argument, wanted)) {
        Expect(argument, wanted, "call to function " + GoQuote(call.function->name));
      }
    }
    // Prometheus: arguments there should not be are not looked at.
    const bool optional = signature.variadic || signature.required < signature.count;
    const std::size_t count = optional
                                  ? call.arguments.size()
                                  : std::min<std::size_t>(call.arguments.size(), signature.count);
    if (part < count) {
      Visit(call.arguments[part]);
    } else {
      Done();
    }
  }

  void CheckUnary(const UnaryExpr& unary, std::uint32_t part) {
    if (part == 0) return Visit(unary.expr);
    Done();
    const ValueType type = unary.expr->type;
    if (type == ValueType::kScalar || type == ValueType::kVector || type == ValueType::kNone) {
      return;
    }
    AdviseOnType(*unary.expr, ValueType::kVector,
                 Report(codes::kType, unary.span,
                        "unary expression only allowed on expressions of type scalar or instant "
                        "vector, got " +
                            GoQuote(ToString(type))));
  }

  void CheckSubquery(const SubqueryExpr& subquery, std::uint32_t part) {
    if (part == 0) return Visit(subquery.expr);
    Done();
    const ValueType type = subquery.expr->type;
    if (type == ValueType::kVector || type == ValueType::kNone) return;
    Report(codes::kType, subquery.span,
           "subquery is only allowed on instant vector, got " + std::string(ShortName(type)) +
               " instead");
  }

  void CheckSelector(const VectorSelector& selector) {
    if (!selector.name.empty() && !selector.name_in_braces) {
      for (const model::Matcher& matcher : selector.matchers.first(selector.matchers.size() - 1)) {
        if (matcher.name != model::kMetricName) continue;
        Report(codes::kSelector, selector.span,
               "metric name must not be set twice: " + GoQuote(selector.name) + " or " +
                   GoQuote(matcher.value));
      }
      return;
    }
    if (selector.may_match_everything ||
        !std::all_of(selector.matchers.begin(), selector.matchers.end(), MatchesEmpty)) {
      return;
    }
    Report(codes::kSelector, selector.span,
           "vector selector must contain at least one non-empty matcher")
        .notes.push_back("name a metric, or match a label with something that is not empty");
  }

  std::string_view text_;
  Problems& problems_;
  bool late_;
  InlineVector<Pending, 32> pending_;
};

}  // namespace

bool MatchesEmpty(const model::Matcher& matcher) {
  switch (matcher.type) {
    case model::MatchType::kEqual:
      return matcher.value.empty();
    case model::MatchType::kNotEqual:
      return !matcher.value.empty();
    case model::MatchType::kRegexp:
      return RegexMatchesEmpty(matcher.value);
    case model::MatchType::kNotRegexp:
      return !RegexMatchesEmpty(matcher.value);
  }
  return true;
}

void CheckTypes(const Expr& expr, std::string_view text, Problems& problems) {
  TypeChecker(text, problems).Check(expr);
}

}  // namespace check::promql
