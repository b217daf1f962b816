#include <cmath>
#include <numbers>

#include "libcheck/base/go_math.h"
#include "libcheck/promql/eval/instant_call.h"

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

constexpr InstantFunction kFunctions[] = {
    {"abs", Apply<Abs>},     {"acos", Apply<Acos>},
    {"acosh", Apply<Acosh>}, {"asin", Apply<Asin>},
    {"asinh", Apply<Asinh>}, {"atan", Apply<Atan>},
    {"atanh", Apply<Atanh>}, {"ceil", Apply<Ceil>},
    {"clamp", Clamp},        {"clamp_max", ClampMax},
    {"clamp_min", ClampMin}, {"cos", Apply<Cos>},
    {"cosh", Apply<Cosh>},   {"deg", Apply<Deg>},
    {"exp", Apply<Exp>},     {"floor", Apply<Floor>},
    {"ln", Apply<Ln>},       {"log10", Apply<Log10>},
    {"log2", Apply<Log2>},   {"max_of", MaxOf},
    {"min_of", MinOf},       {"pi", Pi},
    {"rad", Apply<Rad>},     {"round", Round},
    {"sgn", Apply<Sgn>},     {"sin", Apply<Sin>},
    {"sinh", Apply<Sinh>},   {"sqrt", Apply<Sqrt>},
    {"tan", Apply<Tan>},     {"tanh", Apply<Tanh>},
};

}  // namespace

std::span<const InstantFunction> MathFunctions() { return kFunctions; }

}  // namespace check::promql
