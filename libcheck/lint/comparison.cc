#include "libcheck/lint/comparison.h"

#include <cmath>

#include "libcheck/lint/expr.h"

namespace check::lint {

using promql::Op;

namespace {

bool ReadsSeries(const promql::Expr& expr) {
  if (expr.kind == promql::ExprKind::kVectorSelector) return true;
  bool reads = false;
  promql::ForEachChild(expr,
                       [&](const promql::Expr& child) { reads = reads || ReadsSeries(child); });
  return reads;
}

Op Mirrored(Op op) {
  switch (op) {
    case Op::kGreater:
      return Op::kLess;
    case Op::kGreaterEqual:
      return Op::kLessEqual;
    case Op::kLess:
      return Op::kGreater;
    case Op::kLessEqual:
      return Op::kGreaterEqual;
    default:
      return op;
  }
}

}  // namespace

std::optional<Comparison> Comparison::From(const promql::Expr& expr) {
  const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr);
  if (binary == nullptr || !promql::IsComparison(binary->op)) return std::nullopt;
  Comparison comparison{.expr = binary, .op = binary->op};
  if (const auto right = ConstantValue(*binary->rhs)) {
    comparison.value = binary->lhs;
    comparison.limit = *right;
  } else if (const auto left = ConstantValue(*binary->lhs)) {
    comparison.value = binary->rhs;
    comparison.limit = *left;
    comparison.op = Mirrored(binary->op);
  } else {
    return std::nullopt;
  }
  if (std::isnan(comparison.limit)) return std::nullopt;
  comparison.range = RangeOf(*comparison.value);
  // Dates come from functions alone; anything else without series is a constant in disguise.
  const promql::Function* function = CalledFunction(*promql::StripParens(comparison.value));
  if (!ReadsSeries(*comparison.value) && function == nullptr) return std::nullopt;
  if (function != nullptr && function->MakesVector()) return std::nullopt;
  return comparison;
}

Comparison::Verdict Comparison::Outcome() const {
  const double low = range.low, high = range.high;
  switch (op) {
    case Op::kGreater:
      return high <= limit ? kNever : low > limit ? kAlways : kSometimes;
    case Op::kGreaterEqual:
      return high < limit ? kNever : low >= limit ? kAlways : kSometimes;
    case Op::kLess:
      return low >= limit ? kNever : high < limit ? kAlways : kSometimes;
    case Op::kLessEqual:
      return low > limit ? kNever : high <= limit ? kAlways : kSometimes;
    case Op::kEqual:
      return limit < low || limit > high ? kNever : low == high ? kAlways : kSometimes;
    case Op::kNotEqual:
      return limit < low || limit > high ? kAlways : low == high ? kNever : kSometimes;
    default:
      return kSometimes;
  }
}

bool Comparison::LimitIsPercentage() const {
  constexpr double kNoFraction = 1.5;
  if (op == Op::kEqual || op == Op::kNotEqual || limit < kNoFraction || limit > 100) return false;
  // Counting things that are there once is no fraction of anything.
  return range.low >= 0 && range.high <= 1 && range.low < range.high;
}

bool Comparison::LimitIsFraction() const {
  if (op == Op::kEqual || op == Op::kNotEqual || limit <= 0 || limit >= 1) return false;
  return range.fraction == ValueRange::Fraction::kCapacity && range.low == 0 && range.high == 100;
}

}  // namespace check::lint
