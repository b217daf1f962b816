#include "libcheck/promql/constant.h"

#include <cmath>

namespace check::promql {

std::optional<double> ConstantValue(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNumber:
      return As<NumberLiteral>(expr).value;
    case ExprKind::kParen:
      return ConstantValue(*As<ParenExpr>(expr).expr);
    case ExprKind::kUnary: {
      const auto value = ConstantValue(*As<UnaryExpr>(expr).expr);
      if (!value) return std::nullopt;
      return As<UnaryExpr>(expr).op == Op::kSub ? -*value : *value;
    }
    case ExprKind::kBinary: {
      const auto& binary = As<BinaryExpr>(expr);
      if (binary.op > Op::kPow) return std::nullopt;
      const auto lhs = ConstantValue(*binary.lhs);
      const auto rhs = lhs ? ConstantValue(*binary.rhs) : std::nullopt;
      if (!rhs) return std::nullopt;
      switch (binary.op) {
        case Op::kAdd:
          return *lhs + *rhs;
        case Op::kSub:
          return *lhs - *rhs;
        case Op::kMul:
          return *lhs * *rhs;
        case Op::kDiv:
          return *lhs / *rhs;
        case Op::kMod:
          return std::fmod(*lhs, *rhs);
        default:
          return std::pow(*lhs, *rhs);
      }
    }
    default:
      return std::nullopt;
  }
}

}  // namespace check::promql
