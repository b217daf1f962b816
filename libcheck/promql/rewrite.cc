#include "libcheck/promql/rewrite.h"

#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/model/names.h"

namespace check::promql {
namespace {

/// Copies a tree, passing each selector through `edit(VectorSelector&)`. What does not change is
/// shared with the tree it was made from.
template <typename Edit>
class Rewriter {
 public:
  Rewriter(Arena& arena, Edit edit) : arena_(arena), edit_(std::move(edit)) {}

  const Expr* Rewrite(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kVectorSelector:
        return Selector(As<VectorSelector>(expr));
      case ExprKind::kMatrixSelector: {
        MatrixSelector copy = As<MatrixSelector>(expr);
        copy.vector = Selector(*copy.vector);
        return arena_.New<MatrixSelector>(copy);
      }
      case ExprKind::kSubquery:
        return Wrapping<SubqueryExpr>(expr);
      case ExprKind::kUnary:
        return Wrapping<UnaryExpr>(expr);
      case ExprKind::kParen:
        return Wrapping<ParenExpr>(expr);
      case ExprKind::kCall: {
        Call copy = As<Call>(expr);
        std::vector<const Expr*> arguments;
        arguments.reserve(copy.arguments.size());
        for (const Expr* argument : copy.arguments) arguments.push_back(Rewrite(*argument));
        copy.arguments = arena_.Copy(arguments);
        return arena_.New<Call>(copy);
      }
      case ExprKind::kAggregate: {
        AggregateExpr copy = As<AggregateExpr>(expr);
        copy.expr = Rewrite(*copy.expr);
        if (copy.parameter != nullptr) copy.parameter = Rewrite(*copy.parameter);
        return arena_.New<AggregateExpr>(copy);
      }
      case ExprKind::kBinary: {
        BinaryExpr copy = As<BinaryExpr>(expr);
        copy.lhs = Rewrite(*copy.lhs);
        copy.rhs = Rewrite(*copy.rhs);
        return arena_.New<BinaryExpr>(copy);
      }
      case ExprKind::kNumber:
      case ExprKind::kString:
      case ExprKind::kDuration:
        break;
    }
    return &expr;
  }

 private:
  const VectorSelector* Selector(const VectorSelector& selector) {
    VectorSelector copy = selector;
    std::vector<model::Matcher> matchers(copy.matchers.begin(), copy.matchers.end());
    edit_(copy, matchers);
    copy.matchers = arena_.Copy(matchers);
    copy.matcher_spans = {};
    return arena_.New<VectorSelector>(copy);
  }

  template <typename T>
  const Expr* Wrapping(const Expr& expr) {
    T copy = As<T>(expr);
    copy.expr = Rewrite(*copy.expr);
    return arena_.New<T>(copy);
  }

  Arena& arena_;
  Edit edit_;
};

/// The printed form of `expr`, if it still parses.
Result<std::string> Print(const Expr& expr, const ParseOptions& options, Misprints misprints) {
  std::string text = Pretty(expr, 100, misprints);
  const SourceBuffer source("", text);
  Arena arena;
  Diagnostics diagnostics;
  if (ParseExpr(source, options, arena, diagnostics) == nullptr) {
    const auto& found = diagnostics.found();
    return Error{"the result would not parse: " +
                 (found.empty() ? std::string("unknown error") : found.front().message)};
  }
  return text;
}

}  // namespace

Result<std::string> SetMatcher(const Expr& expr, const model::Matcher& matcher,
                               const ParseOptions& options, Misprints misprints) {
  const bool is_name = matcher.name == model::kMetricName;
  const auto edit = [&](VectorSelector& selector, std::vector<model::Matcher>& matchers) {
    bool found = false;
    for (model::Matcher& present : matchers) {
      if (present.name != matcher.name) continue;
      present = matcher;
      found = true;
    }
    if (!found) matchers.push_back(matcher);
    if (!is_name) return;
    const bool can_lead = matcher.type == model::MatchType::kEqual &&
                          model::IsValidMetricName(matcher.value, model::NameValidation::kLegacy);
    const bool leads = !selector.name.empty() && !selector.name_in_braces;
    selector.name = can_lead && leads ? matcher.value : std::string_view();
    selector.name_in_braces = false;
  };
  Arena arena;
  return Print(*Rewriter(arena, edit).Rewrite(expr), options, misprints);
}

Result<std::string> DeleteMatchers(const Expr& expr, std::string_view name,
                                   const ParseOptions& options, Misprints misprints) {
  bool emptied = false;
  const auto edit = [&](VectorSelector& selector, std::vector<model::Matcher>& matchers) {
    const auto removed = std::erase_if(
        matchers, [&](const model::Matcher& present) { return present.name == name; });
    if (name == model::kMetricName) {
      selector.name = {};
      selector.name_in_braces = false;
    }
    emptied = emptied || (removed != 0 && matchers.empty() && !selector.may_match_everything);
  };
  Arena arena;
  const Expr* edited = Rewriter(arena, edit).Rewrite(expr);
  if (emptied) {
    return Error{"without `" + std::string(name) + "` a selector would match everything"};
  }
  return Print(*edited, options, misprints);
}

}  // namespace check::promql
