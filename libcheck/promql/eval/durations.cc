#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "libcheck/base/go_math.h"
#include "libcheck/promql/eval/selector.h"

namespace check::promql {
namespace {

double GoMin(double a, double b) {
  if (std::isinf(a) && a < 0) return a;
  if (std::isinf(b) && b < 0) return b;
  return std::isnan(a) || std::isnan(b) ? model::kNaN : std::fmin(a, b);
}

double GoMax(double a, double b) {
  if (std::isinf(a) && a > 0) return a;
  if (std::isinf(b) && b > 0) return b;
  return std::isnan(a) || std::isnan(b) ? model::kNaN : std::fmax(a, b);
}

[[noreturn]] void Refuse(const Expr& expr, std::string_view why) {
  throw EvalError(fmt::format("{}:{}: {}", expr.span.begin, expr.span.end, why));
}

// In seconds. The parser bounds the depth.
double Calculate(const Evaluator& ev, const Expr* expr) {
  if (expr == nullptr) return 0;
  if (const auto* literal = TryAs<NumberLiteral>(expr)) return literal->value;
  const auto& arithmetic = As<DurationExpr>(*expr);
  const double lhs = Calculate(ev, arithmetic.lhs);
  const double rhs = Calculate(ev, arithmetic.rhs);
  switch (arithmetic.op) {
    case Op::kStep:
      return static_cast<double>(ev.query_step) / 1000;
    case Op::kRange:
      return static_cast<double>(ev.query_end - ev.query_start) / 1000;
    case Op::kMinOf:
      return GoMin(lhs, rhs);
    case Op::kMaxOf:
      return GoMax(lhs, rhs);
    case Op::kAdd:
      return arithmetic.lhs == nullptr ? rhs : lhs + rhs;
    case Op::kSub:
      return arithmetic.lhs == nullptr ? -rhs : lhs - rhs;
    case Op::kMul:
      return lhs * rhs;
    case Op::kDiv:
      if (rhs == 0) Refuse(*expr, "division by zero");
      return lhs / rhs;
    case Op::kMod:
      if (rhs == 0) Refuse(*expr, "modulo by zero");
      return go_math::Mod(lhs, rhs);
    case Op::kPow:
      return go_math::Pow(lhs, rhs);
    default:
      return model::kNaN;
  }
}

}  // namespace

Duration ResolveDuration(const Evaluator& ev, Duration constant, const DurationExpr* arithmetic,
                         bool may_be_negative) {
  if (arithmetic == nullptr) return constant;
  const double seconds = Calculate(ev, arithmetic);
  if (!std::isfinite(seconds)) Refuse(*arithmetic, "duration is NaN or infinite");
  if (seconds <= 0 && !may_be_negative) Refuse(*arithmetic, "duration must be greater than 0");
  constexpr double kMost = 0x1p63 / 1e9;
  if (seconds > kMost || seconds < -kMost) Refuse(*arithmetic, "duration is out of range");
  const double milliseconds = seconds * 1000;
  // What the check above lets through may still be one too many.
  if (std::abs(milliseconds) >= 0x1p63 / 1e6) Refuse(*arithmetic, "duration is out of range");
  return Duration(static_cast<std::int64_t>(milliseconds) * 1'000'000);
}

double ToSeconds(Duration duration) {
  const std::int64_t nanoseconds = duration.count();
  return static_cast<double>(nanoseconds / 1'000'000'000) +
         static_cast<double>(nanoseconds % 1'000'000'000) / 1e9;
}

ResolvedShift Resolve(const Evaluator& ev, const TimeShift& shift) {
  ResolvedShift resolved;
  resolved.offset = ResolveDuration(ev, shift.offset, shift.offset_expr, true);
  switch (shift.at) {
    case AtModifier::kNone:
      break;
    case AtModifier::kTimestamp:
      resolved.at = std::clamp(shift.timestamp_ms, -kFarthest, kFarthest);
      break;
    case AtModifier::kStart:
      resolved.at = ev.query_start;
      break;
    case AtModifier::kEnd:
      resolved.at = ev.query_end;
      break;
  }
  return resolved;
}

}  // namespace check::promql
