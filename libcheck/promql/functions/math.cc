#include <cmath>
#include <numbers>

#include "libcheck/base/go_math.h"
#include "libcheck/promql/eval/instant_call.h"
#include "libcheck/promql/functions/families.h"

// Functions of one number, applied to every float of a vector, and a few of scalars.
namespace check::promql {
namespace {

using model::kInf;
using model::kNaN;

// Go's math.Max and math.Min: an infinity that decides the matter wins, even over NaN; otherwise
// NaN wins. std::max and std::fmax do neither.
double GoMax(double a, double b) {
  if (a == kInf || b == kInf) return kInf;
  if (std::isnan(a) || std::isnan(b)) return kNaN;
  if (a == 0 && b == 0) return std::signbit(a) ? b : a;
  return a > b ? a : b;
}

double GoMin(double a, double b) {
  if (a == -kInf || b == -kInf) return -kInf;
  if (std::isnan(a) || std::isnan(b)) return kNaN;
  if (a == 0 && b == 0) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}

template <double (*kFunction)(double)>
void Apply(const InstantContext& context, Vector& out) {
  for (const VectorSample& sample : *context.arguments[0]) {
    if (!sample.histogram) GiveUnnamed(context, sample, kFunction(sample.value), out);
  }
}

double Abs(double v) { return std::abs(v); }
double Acos(double v) { return go_math::Acos(v); }
double Acosh(double v) { return go_math::Acosh(v); }
double Asin(double v) { return go_math::Asin(v); }
double Asinh(double v) { return go_math::Asinh(v); }
double Atan(double v) { return go_math::Atan(v); }
double Atanh(double v) { return go_math::Atanh(v); }
double Ceil(double v) { return std::ceil(v); }
double Cos(double v) { return go_math::Cos(v); }
double Cosh(double v) { return go_math::Cosh(v); }
double Deg(double v) { return v * 180 / std::numbers::pi; }
double Exp(double v) { return go_math::Exp(v); }
double Floor(double v) { return std::floor(v); }
double Ln(double v) { return go_math::Log(v); }
double Log10(double v) { return go_math::Log10(v); }
double Log2(double v) { return go_math::Log2(v); }
double Rad(double v) { return v * std::numbers::pi / 180; }
double Sgn(double v) { return v < 0 ? -1 : v > 0 ? 1 : v; }
double Sin(double v) { return go_math::Sin(v); }
double Sinh(double v) { return go_math::Sinh(v); }
double Sqrt(double v) { return std::sqrt(v); }
double Tan(double v) { return go_math::Tan(v); }
double Tanh(double v) { return go_math::Tanh(v); }

void ClampBetween(const InstantContext& context, double min, double max, Vector& out) {
  // Prometheus: bounds that exclude everything give an empty vector, not an error.
  if (max < min) return;
  for (const VectorSample& sample : *context.arguments[0]) {
    if (!sample.histogram) {
      GiveUnnamed(context, sample, GoMax(min, GoMin(max, sample.value)), out);
    }
  }
}

void Clamp(const InstantContext& context, Vector& out) {
  ClampBetween(context, context.ScalarAt(1), context.ScalarAt(2), out);
}
void ClampMax(const InstantContext& context, Vector& out) {
  ClampBetween(context, -kInf, context.ScalarAt(1), out);
}
void ClampMin(const InstantContext& context, Vector& out) {
  ClampBetween(context, context.ScalarAt(1), kInf, out);
}

void Round(const InstantContext& context, Vector& out) {
  const double nearest = context.arguments.size() > 1 ? context.ScalarAt(1) : 1;
  // Prometheus: multiplying by the inverse rounds better than dividing.
  const double inverse = 1.0 / nearest;
  for (const VectorSample& sample : *context.arguments[0]) {
    if (sample.histogram) continue;
    GiveUnnamed(context, sample, std::floor(sample.value * inverse + 0.5) / inverse, out);
  }
}

void MaxOf(const InstantContext& context, Vector& out) {
  out.push_back({.labels = context.ev.labels.Empty(),
                 .value = GoMax(context.ScalarAt(0), context.ScalarAt(1))});
}

void MinOf(const InstantContext& context, Vector& out) {
  out.push_back({.labels = context.ev.labels.Empty(),
                 .value = GoMin(context.ScalarAt(0), context.ScalarAt(1))});
}

void Pi(const InstantContext& context, Vector& out) {
  out.push_back({.labels = context.ev.labels.Empty(), .value = std::numbers::pi});
}

constexpr Function kFunctions[] = {
    {
        .name = "abs",
        .signature = kTakesVector,
        .doc = "Returns the absolute value of every sample.",
        .values = Values::Between(0, kInfinity),
        .instant = Apply<Abs>,
    },
    {
        .name = "acos",
        .signature = kTakesVector,
        .doc = "Returns the arccosine of every sample, in radians.",
        .instant = Apply<Acos>,
    },
    {
        .name = "acosh",
        .signature = kTakesVector,
        .doc = "Returns the inverse hyperbolic cosine of every sample, in radians.",
        .instant = Apply<Acosh>,
    },
    {
        .name = "asin",
        .signature = kTakesVector,
        .doc = "Returns the arcsine of every sample, in radians.",
        .instant = Apply<Asin>,
    },
    {
        .name = "asinh",
        .signature = kTakesVector,
        .doc = "Returns the inverse hyperbolic sine of every sample, in radians.",
        .instant = Apply<Asinh>,
    },
    {
        .name = "atan",
        .signature = kTakesVector,
        .doc = "Returns the arctangent of every sample, in radians.",
        .instant = Apply<Atan>,
    },
    {
        .name = "atanh",
        .signature = kTakesVector,
        .doc = "Returns the inverse hyperbolic tangent of every sample, in radians.",
        .instant = Apply<Atanh>,
    },
    {
        .name = "ceil",
        .signature = kTakesVector,
        .doc = "Rounds every sample up to the next integer.",
        .instant = Apply<Ceil>,
    },
    {
        .name = "clamp",
        .signature = Takes(
            {{"v", ValueType::kVector}, {"min", ValueType::kScalar}, {"max", ValueType::kScalar}}),
        .doc = "Limits every sample to the range from min to max.",
        .instant = Clamp,
    },
    {
        .name = "clamp_max",
        .signature = Takes({{"v", ValueType::kVector}, {"max", ValueType::kScalar}}),
        .doc = "Limits every sample to at most max.",
        .instant = ClampMax,
    },
    {
        .name = "clamp_min",
        .signature = Takes({{"v", ValueType::kVector}, {"min", ValueType::kScalar}}),
        .doc = "Limits every sample to at least min.",
        .instant = ClampMin,
    },
    {
        .name = "cos",
        .signature = kTakesVector,
        .doc = "Returns the cosine of every sample, in radians.",
        .instant = Apply<Cos>,
    },
    {
        .name = "cosh",
        .signature = kTakesVector,
        .doc = "Returns the hyperbolic cosine of every sample, in radians.",
        .instant = Apply<Cosh>,
    },
    {
        .name = "deg",
        .signature = kTakesVector,
        .doc = "Converts radians to degrees.",
        .instant = Apply<Deg>,
    },
    {
        .name = "exp",
        .signature = kTakesVector,
        .doc = "Raises e to the power of every sample.",
        .values = Values::Between(0, kInfinity),
        .instant = Apply<Exp>,
    },
    {
        .name = "floor",
        .signature = kTakesVector,
        .doc = "Rounds every sample down to the next integer.",
        .instant = Apply<Floor>,
    },
    {
        .name = "ln",
        .signature = kTakesVector,
        .doc = "Returns the natural logarithm of every sample.",
        .instant = Apply<Ln>,
    },
    {
        .name = "log10",
        .signature = kTakesVector,
        .doc = "Returns the decimal logarithm of every sample.",
        .instant = Apply<Log10>,
    },
    {
        .name = "log2",
        .signature = kTakesVector,
        .doc = "Returns the binary logarithm of every sample.",
        .instant = Apply<Log2>,
    },
    {
        .name = "max_of",
        .signature =
            Takes({{"a", ValueType::kScalar}, {"b", ValueType::kScalar}}).Gives(ValueType::kScalar),
        .doc = "Returns the larger of two scalars.",
        .labels = LabelEffect::kNone,
        .experimental = true,
        .instant = MaxOf,
    },
    {
        .name = "min_of",
        .signature =
            Takes({{"a", ValueType::kScalar}, {"b", ValueType::kScalar}}).Gives(ValueType::kScalar),
        .doc = "Returns the smaller of two scalars.",
        .labels = LabelEffect::kNone,
        .experimental = true,
        .instant = MinOf,
    },
    {
        .name = "pi",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the number pi.",
        .labels = LabelEffect::kNone,
        .instant = Pi,
    },
    {
        .name = "rad",
        .signature = kTakesVector,
        .doc = "Converts degrees to radians.",
        .instant = Apply<Rad>,
    },
    {
        .name = "round",
        .signature =
            Takes({{"v", ValueType::kVector}, {"to_nearest", ValueType::kScalar}}).Requires(1),
        .doc =
            "Rounds every sample to the nearest integer, or to the nearest multiple of to_nearest.",
        .instant = Round,
    },
    {
        .name = "sgn",
        .signature = kTakesVector,
        .doc = "Returns the sign of every sample: 1, 0 or -1.",
        .values = Values::Between(-1, 1),
        .instant = Apply<Sgn>,
    },
    {
        .name = "sin",
        .signature = kTakesVector,
        .doc = "Returns the sine of every sample, in radians.",
        .instant = Apply<Sin>,
    },
    {
        .name = "sinh",
        .signature = kTakesVector,
        .doc = "Returns the hyperbolic sine of every sample, in radians.",
        .instant = Apply<Sinh>,
    },
    {
        .name = "sqrt",
        .signature = kTakesVector,
        .doc = "Returns the square root of every sample.",
        .values = Values::Between(0, kInfinity),
        .instant = Apply<Sqrt>,
    },
    {
        .name = "tan",
        .signature = kTakesVector,
        .doc = "Returns the tangent of every sample, in radians.",
        .instant = Apply<Tan>,
    },
    {
        .name = "tanh",
        .signature = kTakesVector,
        .doc = "Returns the hyperbolic tangent of every sample, in radians.",
        .instant = Apply<Tanh>,
    },
};

}  // namespace

std::span<const Function> MathFunctions() { return kFunctions; }

}  // namespace check::promql
