#include "libcheck/promql/ast.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "libcheck/model/names.h"

namespace check::promql {

std::string_view ToString(Op op) {
  constexpr std::array<std::string_view, 22> kNames = {
      "+", "-",  "*",  "/",  "%",   "^",  "atan2",  "==",   "!=",    ">",      ">=",
      "<", "<=", "</", ">/", "and", "or", "unless", "step", "range", "min_of", "max_of"};
  return kNames[static_cast<std::size_t>(op)];
}

bool IsComparison(Op op) { return op >= Op::kEqual && op <= Op::kLessEqual; }

bool IsSetOperator(Op op) { return op >= Op::kAnd && op <= Op::kUnless; }

const Expr* StripParens(const Expr* expr) {
  while (const auto* paren = TryAs<ParenExpr>(expr)) expr = paren->expr;
  return expr;
}

std::string_view MetricName(const VectorSelector& selector) {
  if (!selector.name.empty()) return selector.name;
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.name == model::kMetricName && matcher.type == model::MatchType::kEqual) {
      return matcher.value;
    }
  }
  return {};
}

std::vector<const VectorSelector*> ListSelectors(const Expr& expr) {
  std::vector<const VectorSelector*> found;
  std::vector<const Expr*> pending = {&expr};
  while (!pending.empty()) {
    const Expr* next = pending.back();
    pending.pop_back();
    if (const auto* selector = TryAs<VectorSelector>(next)) found.push_back(selector);
    const std::size_t first = pending.size();
    ForEachChild(*next, [&](const Expr& child) { pending.push_back(&child); });
    // The last one pushed is the first one visited.
    if (next->kind != ExprKind::kAggregate) {
      std::reverse(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
    }
  }
  return found;
}

}  // namespace check::promql
