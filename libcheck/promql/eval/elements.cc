#include <cmath>
#include <utility>

#include "libcheck/base/go_math.h"
#include "libcheck/model/histogram_copy.h"
#include "libcheck/promql/eval/binary.h"

// Operators on single samples.
namespace check::promql {
namespace {

using model::FloatHistogram;
using model::HistogramPtr;

double Bool(bool value) { return value ? 1 : 0; }

void Remark(ElementResult& result, AnnotationKind kind, const BinaryExpr& binary,
            std::string text) {
  result.has_remark = true;
  result.remark = {.kind = kind, .span = binary.span, .text = std::move(text)};
}

ElementResult Incompatible(const BinaryExpr& binary, std::string_view lhs, std::string_view rhs) {
  ElementResult result{.valid = false};
  const std::string op(ToString(binary.op));
  Remark(result, AnnotationKind::kIncompatibleTypesInBinary, binary,
         std::string(lhs) + " " + op + " " + std::string(rhs));
  result.remark.other = op;
  return result;
}

ElementResult Give(FloatHistogram histogram, bool compact) {
  if (compact) histogram.Compact(0);
  return {.histogram = std::make_shared<const FloatHistogram>(std::move(histogram))};
}

ElementResult CombineFloats(const BinaryExpr& binary, double lhs, double rhs) {
  if (binary.op == Op::kTrimLower || binary.op == Op::kTrimUpper) {
    return Incompatible(binary, "float", "float");
  }
  const double value = ScalarOperation(binary.op, lhs, rhs);
  if (IsComparison(binary.op)) return {.keep = value != 0, .value = lhs};
  return {.value = value};
}

ElementResult AddHistograms(const BinaryExpr& binary, const FloatHistogram& lhs,
                            const FloatHistogram& rhs) {
  const bool subtract = binary.op == Op::kSub;
  FloatHistogram histogram = model::CopyOf(lhs);
  const model::CombineResult combined = subtract ? histogram.Subtract(rhs) : histogram.Add(rhs);
  if (!combined.compatible) {
    ElementResult result{.valid = false};
    Remark(result, AnnotationKind::kIncompatibleLayoutInBinary, binary,
           std::string(ToString(binary.op)));
    return result;
  }
  if (subtract) histogram.hint = model::CounterResetHint::kGauge;
  ElementResult result = Give(std::move(histogram), true);
  const std::string operation = subtract ? "subtraction" : "addition";
  if (combined.reset_collision) {
    // Prometheus takes this for a failure.
    result.valid = false;
    result.histogram = nullptr;
    Remark(result, AnnotationKind::kResetCollision, binary, operation);
  } else if (combined.bounds_reconciled) {
    Remark(result, AnnotationKind::kBoundsReconciled, binary, operation);
  }
  return result;
}

}  // namespace

bool ChangesMeaning(Op op) {
  switch (op) {
    case Op::kAdd:
    case Op::kSub:
    case Op::kMul:
    case Op::kDiv:
    case Op::kPow:
    case Op::kMod:
    case Op::kAtan2:
      return true;
    default:
      return false;
  }
}

double ScalarOperation(Op op, double lhs, double rhs) {
  switch (op) {
    case Op::kAdd:
      return lhs + rhs;
    case Op::kSub:
      return lhs - rhs;
    case Op::kMul:
      return lhs * rhs;
    case Op::kDiv:
      return lhs / rhs;
    case Op::kMod:
      return go_math::Mod(lhs, rhs);
    case Op::kPow:
      return go_math::Pow(lhs, rhs);
    case Op::kAtan2:
      return go_math::Atan2(lhs, rhs);
    case Op::kEqual:
      return Bool(lhs == rhs);
    case Op::kNotEqual:
      return Bool(lhs != rhs);
    case Op::kGreater:
      return Bool(lhs > rhs);
    case Op::kGreaterEqual:
      return Bool(lhs >= rhs);
    case Op::kLess:
      return Bool(lhs < rhs);
    case Op::kLessEqual:
      return Bool(lhs <= rhs);
    default:
      return model::kNaN;
  }
}

ElementResult CombineElements(const BinaryExpr& binary, double lhs, double rhs,
                              const HistogramPtr& lhs_histogram,
                              const HistogramPtr& rhs_histogram) {
  if (!lhs_histogram && !rhs_histogram) return CombineFloats(binary, lhs, rhs);
  if (!lhs_histogram) {
    if (binary.op != Op::kMul) return Incompatible(binary, "float", "histogram");
    FloatHistogram histogram = model::CopyOf(*rhs_histogram);
    histogram.Multiply(lhs);
    return Give(std::move(histogram), true);
  }
  if (!rhs_histogram) {
    FloatHistogram histogram = model::CopyOf(*lhs_histogram);
    switch (binary.op) {
      case Op::kMul:
        histogram.Multiply(rhs);
        return Give(std::move(histogram), true);
      case Op::kDiv:
        histogram.Divide(rhs);
        return Give(std::move(histogram), true);
      case Op::kTrimUpper:
      case Op::kTrimLower:
        histogram.Trim(rhs, binary.op == Op::kTrimUpper);
        return Give(std::move(histogram), false);
      default:
        return Incompatible(binary, "histogram", "float");
    }
  }
  switch (binary.op) {
    case Op::kAdd:
    case Op::kSub:
      return AddHistograms(binary, *lhs_histogram, *rhs_histogram);
    case Op::kEqual:
      return {.keep = lhs_histogram->SameAs(*rhs_histogram), .histogram = lhs_histogram};
    case Op::kNotEqual:
      return {.keep = !lhs_histogram->SameAs(*rhs_histogram), .histogram = lhs_histogram};
    default:
      return Incompatible(binary, "histogram", "histogram");
  }
}

}  // namespace check::promql
