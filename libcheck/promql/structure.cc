#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"

namespace check::promql {
namespace {

// A plus in front of a duration, which Prometheus keeps to remember parentheses, means nothing.
const Expr* StripPlus(const Expr* expr) {
  while (const auto* node = TryAs<DurationExpr>(expr)) {
    if (node->op != Op::kAdd || node->lhs != nullptr) break;
    expr = node->rhs;
  }
  return expr;
}

// Adds up to the same in whatever order things come.
template <typename Range, typename HashOne>
std::size_t HashUnordered(const Range& range, HashOne&& hash_one) {
  std::size_t sum = range.size();
  for (const auto& one : range) {
    std::size_t hash = hash_one(one);
    hash ^= hash >> 29;
    sum += hash * 0x9E3779B97F4A7C15;
  }
  return sum;
}

std::size_t HashText(std::string_view text) { return std::hash<std::string_view>{}(text); }

std::size_t HashLabels(std::span<const std::string_view> labels) {
  return HashUnordered(labels, HashText);
}

class Hasher {
 public:
  template <typename T>
  Hasher& Add(T value) {
    hash_ = (hash_ ^ static_cast<std::size_t>(value)) * 0x100000001B3;
    hash_ ^= hash_ >> 32;
    return *this;
  }
  // The same for all that compare equal.
  Hasher& AddNumber(double value) {
    return Add(value == 0 ? 0 : value != value ? 1 : std::bit_cast<std::uint64_t>(value));
  }
  Hasher& AddShift(const TimeShift& shift) {
    Add(shift.offset.count()).Add(shift.at).Add(shift.timestamp_ms);
    return AddDuration(shift.offset_expr);
  }
  Hasher& AddDuration(const Expr* root) {
    std::vector<const Expr*> pending = {root};
    while (!pending.empty()) {
      const Expr* expr = StripPlus(pending.back());
      pending.pop_back();
      if (const auto* literal = TryAs<NumberLiteral>(expr)) {
        AddNumber(literal->value);
      } else if (const auto* node = TryAs<DurationExpr>(expr)) {
        Add(node->op);
        pending.push_back(node->lhs);
        pending.push_back(node->rhs);
      } else {
        Add(0);
      }
    }
    return *this;
  }
  std::size_t hash() const { return hash_; }

 private:
  std::size_t hash_ = 0xCBF29CE484222325;
};

// Of one node without its children.
void HashNode(Hasher& hasher, const Expr& expr) {
  hasher.Add(expr.kind);
  switch (expr.kind) {
    case ExprKind::kNumber:
      hasher.AddNumber(As<NumberLiteral>(expr).value);
      break;
    case ExprKind::kString:
      hasher.Add(HashText(As<StringLiteral>(expr).value));
      break;
    case ExprKind::kVectorSelector: {
      const auto& selector = As<VectorSelector>(expr);
      hasher
          .Add(HashUnordered(selector.matchers,
                             [](const model::Matcher& matcher) {
                               return HashText(matcher.name) * 31 + HashText(matcher.value) * 7 +
                                      static_cast<std::size_t>(matcher.type);
                             }))
          .AddShift(selector.shift)
          .Add(selector.anchored)
          .Add(selector.smoothed);
      break;
    }
    case ExprKind::kMatrixSelector: {
      const auto& range = As<MatrixSelector>(expr);
      hasher.Add(range.range.count()).AddDuration(range.range_expr);
      break;
    }
    case ExprKind::kSubquery: {
      const auto& subquery = As<SubqueryExpr>(expr);
      hasher.Add(subquery.range.count())
          .AddDuration(subquery.range_expr)
          .Add(subquery.step.count())
          .AddDuration(subquery.step_expr)
          .AddShift(subquery.shift);
      break;
    }
    case ExprKind::kCall:
      hasher.Add(reinterpret_cast<std::uintptr_t>(As<Call>(expr).function))
          .Add(As<Call>(expr).arguments.size());
      break;
    case ExprKind::kAggregate: {
      const auto& aggregate = As<AggregateExpr>(expr);
      hasher.Add(reinterpret_cast<std::uintptr_t>(aggregate.aggregation))
          .Add(HashLabels(aggregate.grouping))
          .Add(aggregate.without);
      break;
    }
    case ExprKind::kBinary: {
      const auto& binary = As<BinaryExpr>(expr);
      hasher.Add(binary.op).Add(binary.return_bool);
      if (const VectorMatching* matching = binary.matching) {
        hasher.Add(matching->cardinality)
            .Add(matching->on)
            .Add(HashLabels(matching->labels))
            .Add(HashLabels(matching->include))
            .AddNumber(matching->fill_lhs.value_or(-1))
            .AddNumber(matching->fill_rhs.value_or(-1));
      }
      break;
    }
    case ExprKind::kUnary:
      hasher.Add(As<UnaryExpr>(expr).op);
      break;
    case ExprKind::kParen:
      break;
    case ExprKind::kDuration:
      hasher.AddDuration(&expr);
      break;
  }
}

template <typename T, typename Less>
bool EqualUnordered(std::span<const T> a, std::span<const T> b, Less less) {
  if (a.size() != b.size()) return false;
  const auto same = [&](const T& x, const T& y) { return !less(x, y) && !less(y, x); };
  if (std::equal(a.begin(), a.end(), b.begin(), same)) return true;
  std::vector<T> sorted_a(a.begin(), a.end());
  std::vector<T> sorted_b(b.begin(), b.end());
  std::sort(sorted_a.begin(), sorted_a.end(), less);
  std::sort(sorted_b.begin(), sorted_b.end(), less);
  return std::equal(sorted_a.begin(), sorted_a.end(), sorted_b.begin(), same);
}

bool EqualLabels(std::span<const std::string_view> a, std::span<const std::string_view> b) {
  return EqualUnordered(a, b, std::less<>());
}

bool EqualNumbers(double a, double b) { return a == b || (a != a && b != b); }

bool EqualFills(const std::optional<double>& a, const std::optional<double>& b) {
  return a.has_value() == b.has_value() && (!a.has_value() || EqualNumbers(*a, *b));
}

bool EqualDurations(const Expr* root_a, const Expr* root_b) {
  std::vector<std::pair<const Expr*, const Expr*>> pending = {{root_a, root_b}};
  while (!pending.empty()) {
    const Expr* a = StripPlus(pending.back().first);
    const Expr* b = StripPlus(pending.back().second);
    pending.pop_back();
    if (a == nullptr || b == nullptr) {
      if (a != b) return false;
      continue;
    }
    if (a->kind != b->kind) return false;
    if (const auto* literal = TryAs<NumberLiteral>(a)) {
      if (!EqualNumbers(literal->value, As<NumberLiteral>(*b).value)) return false;
      continue;
    }
    const auto& left = As<DurationExpr>(*a);
    const auto& right = As<DurationExpr>(*b);
    if (left.op != right.op) return false;
    pending.emplace_back(left.lhs, right.lhs);
    pending.emplace_back(left.rhs, right.rhs);
  }
  return true;
}

bool EqualShifts(const TimeShift& a, const TimeShift& b) {
  return a.offset == b.offset && a.at == b.at && a.timestamp_ms == b.timestamp_ms &&
         EqualDurations(a.offset_expr, b.offset_expr);
}

bool EqualMatchings(const VectorMatching* a, const VectorMatching* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->cardinality == b->cardinality && a->on == b->on && EqualLabels(a->labels, b->labels) &&
         EqualLabels(a->include, b->include) && EqualFills(a->fill_lhs, b->fill_lhs) &&
         EqualFills(a->fill_rhs, b->fill_rhs);
}

bool EqualMatchers(std::span<const model::Matcher> a, std::span<const model::Matcher> b) {
  return EqualUnordered(a, b, [](const model::Matcher& x, const model::Matcher& y) {
    return std::tie(x.name, x.type, x.value) < std::tie(y.name, y.type, y.value);
  });
}

// The nodes without their children. Both are of the same kind.
bool EqualNodes(const Expr& a, const Expr& b) {
  switch (a.kind) {
    case ExprKind::kNumber:
      return EqualNumbers(As<NumberLiteral>(a).value, As<NumberLiteral>(b).value);
    case ExprKind::kString:
      return As<StringLiteral>(a).value == As<StringLiteral>(b).value;
    case ExprKind::kVectorSelector: {
      const auto& x = As<VectorSelector>(a);
      const auto& y = As<VectorSelector>(b);
      return EqualMatchers(x.matchers, y.matchers) && EqualShifts(x.shift, y.shift) &&
             x.anchored == y.anchored && x.smoothed == y.smoothed;
    }
    case ExprKind::kMatrixSelector: {
      const auto& x = As<MatrixSelector>(a);
      const auto& y = As<MatrixSelector>(b);
      return x.range == y.range && EqualDurations(x.range_expr, y.range_expr);
    }
    case ExprKind::kSubquery: {
      const auto& x = As<SubqueryExpr>(a);
      const auto& y = As<SubqueryExpr>(b);
      return x.range == y.range && x.step == y.step && EqualShifts(x.shift, y.shift) &&
             EqualDurations(x.range_expr, y.range_expr) && EqualDurations(x.step_expr, y.step_expr);
    }
    case ExprKind::kCall:
      return As<Call>(a).function == As<Call>(b).function &&
             As<Call>(a).arguments.size() == As<Call>(b).arguments.size();
    case ExprKind::kAggregate: {
      const auto& x = As<AggregateExpr>(a);
      const auto& y = As<AggregateExpr>(b);
      return x.aggregation == y.aggregation && x.without == y.without &&
             EqualLabels(x.grouping, y.grouping);
    }
    case ExprKind::kBinary: {
      const auto& x = As<BinaryExpr>(a);
      const auto& y = As<BinaryExpr>(b);
      return x.op == y.op && x.return_bool == y.return_bool &&
             EqualMatchings(x.matching, y.matching);
    }
    case ExprKind::kUnary:
      return As<UnaryExpr>(a).op == As<UnaryExpr>(b).op;
    case ExprKind::kParen:
      return true;
    case ExprKind::kDuration:
      return EqualDurations(&a, &b);
  }
  return false;
}

}  // namespace

bool StructurallyEqual(const Expr& a, const Expr& b) {
  std::vector<std::pair<const Expr*, const Expr*>> pending = {{&a, &b}};
  std::vector<const Expr*> left;
  while (!pending.empty()) {
    const Expr* x = StripParens(pending.back().first);
    const Expr* y = StripParens(pending.back().second);
    pending.pop_back();
    if (x->kind != y->kind || !EqualNodes(*x, *y)) return false;
    left.clear();
    ForEachChild(*x, [&](const Expr& child) { left.push_back(&child); });
    std::size_t at = 0;
    ForEachChild(*y, [&](const Expr& child) { pending.emplace_back(left[at++], &child); });
  }
  return true;
}

// Node after node in one order; as each says how many children it has, no two trees are written
// the same way.
std::size_t StructuralHash(const Expr& expr) {
  Hasher hasher;
  std::vector<const Expr*> pending = {&expr};
  while (!pending.empty()) {
    const Expr* next = StripParens(pending.back());
    pending.pop_back();
    HashNode(hasher, *next);
    ForEachChild(*next, [&](const Expr& child) { pending.push_back(&child); });
  }
  return hasher.hash();
}

}  // namespace check::promql
