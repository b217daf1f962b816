#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/functions.h"
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

// Writes what StructurallyEqual compares, in one order and so that no two expressions that differ
// are written the same way.
class KeyWriter {
 public:
  explicit KeyWriter(std::string& key) : key_(key) {}

  template <typename T>
  KeyWriter& Add(T value) {
    // Nearly all numbers are small: 7 bits a byte, lowest first.
    auto left = static_cast<std::uint64_t>(value);
    for (; left >= 0x80; left >>= 7) key_ += static_cast<char>(left | 0x80);
    key_ += static_cast<char>(left);
    return *this;
  }
  KeyWriter& AddText(std::string_view text) {
    Add(text.size());
    key_ += text;
    return *this;
  }
  // The same for all that compare equal.
  KeyWriter& AddNumber(double value) {
    if (value == 0) value = 0;
    if (value != value) value = std::numeric_limits<double>::quiet_NaN();
    const auto bits = std::bit_cast<std::array<char, sizeof value>>(value);
    key_.append(bits.data(), bits.size());
    return *this;
  }
  KeyWriter& AddFill(const std::optional<double>& fill) {
    Add(fill.has_value());
    return fill ? AddNumber(*fill) : *this;
  }
  KeyWriter& AddLabels(std::span<const std::string_view> labels) {
    std::vector<std::string_view> sorted(labels.begin(), labels.end());
    std::sort(sorted.begin(), sorted.end());
    Add(sorted.size());
    for (const std::string_view label : sorted) AddText(label);
    return *this;
  }
  KeyWriter& AddMatchers(std::span<const model::Matcher> matchers) {
    std::vector<const model::Matcher*> sorted;
    for (const model::Matcher& matcher : matchers) sorted.push_back(&matcher);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
      return std::tie(a->name, a->type, a->value) < std::tie(b->name, b->type, b->value);
    });
    Add(sorted.size());
    for (const model::Matcher* matcher : sorted) {
      AddText(matcher->name).Add(matcher->type).AddText(matcher->value);
    }
    return *this;
  }
  KeyWriter& AddMatching(const VectorMatching* matching) {
    Add(matching != nullptr);
    if (matching == nullptr) return *this;
    return Add(matching->cardinality)
        .Add(matching->on)
        .AddLabels(matching->labels)
        .AddLabels(matching->include)
        .AddFill(matching->fill_lhs)
        .AddFill(matching->fill_rhs);
  }
  KeyWriter& AddShift(const TimeShift& shift) {
    Add(shift.offset.count()).Add(shift.at).Add(shift.timestamp_ms);
    return AddDuration(shift.offset_expr);
  }
  KeyWriter& AddDuration(const Expr* root) {
    enum : std::uint8_t { kNothing, kLiteral, kOperation };
    std::vector<const Expr*> pending = {root};
    while (!pending.empty()) {
      const Expr* expr = StripPlus(pending.back());
      pending.pop_back();
      if (const auto* literal = TryAs<NumberLiteral>(expr)) {
        Add(kLiteral).AddNumber(literal->value);
      } else if (const auto* node = TryAs<DurationExpr>(expr)) {
        Add(kOperation).Add(node->op);
        pending.push_back(node->lhs);
        pending.push_back(node->rhs);
      } else {
        Add(kNothing);
      }
    }
    return *this;
  }

 private:
  std::string& key_;
};

// One node without its children.
void WriteNode(KeyWriter& key, const Expr& expr) {
  key.Add(expr.kind);
  switch (expr.kind) {
    case ExprKind::kNumber:
      key.AddNumber(As<NumberLiteral>(expr).value);
      break;
    case ExprKind::kString:
      key.AddText(As<StringLiteral>(expr).value);
      break;
    case ExprKind::kVectorSelector: {
      const auto& selector = As<VectorSelector>(expr);
      key.AddMatchers(selector.matchers)
          .AddShift(selector.shift)
          .Add(selector.anchored)
          .Add(selector.smoothed);
      break;
    }
    case ExprKind::kMatrixSelector: {
      const auto& range = As<MatrixSelector>(expr);
      key.Add(range.range.count()).AddDuration(range.range_expr);
      break;
    }
    case ExprKind::kSubquery: {
      const auto& subquery = As<SubqueryExpr>(expr);
      key.Add(subquery.range.count())
          .AddDuration(subquery.range_expr)
          .Add(subquery.step.count())
          .AddDuration(subquery.step_expr)
          .AddShift(subquery.shift);
      break;
    }
    case ExprKind::kCall:
      key.AddText(As<Call>(expr).function->name);
      break;
    case ExprKind::kAggregate: {
      const auto& aggregate = As<AggregateExpr>(expr);
      key.AddText(aggregate.aggregation->name).AddLabels(aggregate.grouping).Add(aggregate.without);
      break;
    }
    case ExprKind::kBinary: {
      const auto& binary = As<BinaryExpr>(expr);
      key.Add(binary.op).Add(binary.return_bool).AddMatching(binary.matching);
      break;
    }
    case ExprKind::kUnary:
      key.Add(As<UnaryExpr>(expr).op);
      break;
    case ExprKind::kParen:
      break;
    case ExprKind::kDuration:
      key.AddDuration(&expr);
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
void AppendStructure(std::string& key, const Expr& expr) {
  KeyWriter writer(key);
  std::vector<const Expr*> pending = {&expr};
  while (!pending.empty()) {
    const Expr* next = StripParens(pending.back());
    pending.pop_back();
    WriteNode(writer, *next);
    const std::size_t before = pending.size();
    ForEachChild(*next, [&](const Expr& child) { pending.push_back(&child); });
    writer.Add(pending.size() - before);
  }
}

}  // namespace check::promql
