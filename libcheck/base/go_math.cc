#include "libcheck/base/go_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

// Go's methods are well-known ones: fdlibm's (Sun) for logarithms and exp2, Cephes's (Moshier) for
// circular functions and tanh, Shibata's for exp, Hart and Cheney's for sinh. Their coefficients
// and the order of their operations are what make the last bit, so neither may be touched; the
// compiler must not join a multiplication and an addition (-ffp-contract=off) where there is no
// std::fma.
namespace check::go_math {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kPi = 3.14159265358979323846264338327950288419716939937510582097494459;
constexpr double kLn2 = 0.693147180559945309417232121458176568075500134360255254120680009;
constexpr double kLn2High = 6.93147180369123816490e-01;  // The rest is in kLn2Low.
constexpr double kLn2Low = 1.90821492927058770002e-10;

// Go's math.NaN().
constexpr double kNaN = std::bit_cast<double>(std::uint64_t{0x7FF8000000000001});

std::uint64_t Bits(double x) { return std::bit_cast<std::uint64_t>(x); }
double FromBits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

// A polynomial by Horner's rule, the coefficient of the highest power first.
template <typename... Rest>
double Horner(double x, double highest, Rest... rest) {
  double sum = highest;
  ((sum = sum * x + rest), ...);
  return sum;
}

// The series that log and log1p share, of s = f / (2 + f).
constexpr double kLogSeries[] = {
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
    2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
    1.479819860511658591e-01,
};

}  // namespace

// Go's assembly, as processors with FMA run it. The exponent is a 32-bit integer, and what does not
// fit into one underflows.
double Exp(double x) {
  if (!std::isfinite(x)) return x == -kInf ? 0 : x;
  if (x > 7.09782712893384e+02) return kInf;
  const double scaled = x * 1.4426950408889634073599246810018920;
  if (scaled < -2000) return 0;
  const double whole = std::nearbyint(scaled);
  int exponent = static_cast<int>(whole);
  double r = std::fma(-0.69314718055966295651160180568695068359375, whole, x);
  r = std::fma(-0.28235290563031577122588448175013436025525412068e-12, whole, r);
  // The series of exp(r / 16) - 1, which squaring four times brings back to r.
  r *= 0.0625;
  double series = 2.4801587301587301587e-5;
  for (const double coefficient :
       {1.9841269841269841270e-4, 1.3888888888888888889e-3, 8.3333333333333333333e-3,
        4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5, 1.0}) {
    series = std::fma(r, series, coefficient);
  }
  r *= series;
  for (int i = 0; i < 3; ++i) r *= r + 2.0;
  r = std::fma(r, r + 2.0, 1.0);

  exponent += 1023;
  if (exponent > 0) {
    if (exponent >= 2047) return kInf;
    return r * FromBits(static_cast<std::uint64_t>(exponent) << 52);
  }
  if (exponent < -52) return 0;
  r *= FromBits(static_cast<std::uint64_t>(exponent + 1022) << 52);
  return r * std::numeric_limits<double>::min();
}

double Exp2(double x) {
  if (std::isnan(x)) return x;
  if (x > 1.0239999999999999e+03) return kInf;
  if (x < -1.0740e+03) return 0;
  int exponent = 0;
  if (x > 0)
    exponent = static_cast<int>(x + 0.5);  // NOLINT(bugprone-incorrect-roundings): as Go does.
  if (x < 0) exponent = static_cast<int>(x - 0.5);  // NOLINT(bugprone-incorrect-roundings)
  const double t = x - exponent;
  const double high = t * kLn2High;
  const double low = -t * kLn2Low;
  const double r = high - low;
  const double square = r * r;
  const double c = r - square * Horner(square, 4.13813679705723846039e-08,
                                       -1.65339022054652515390e-06, 6.61375632143793436117e-05,
                                       -2.77777777770155933842e-03, 1.66666666666666657415e-01);
  return std::ldexp(1 - ((low - (r * c) / (2 - c)) - high), exponent);
}

// Go's assembly, which takes the mantissa of a subnormal number for that of a normal one.
double Log(double x) {
  if (x == 0) return -kInf;
  if (std::signbit(x)) return kNaN;
  if (!std::isfinite(x)) return x;
  const std::uint64_t bits = Bits(x);
  double k = static_cast<double>(static_cast<int>(bits >> 52) - 1022);
  double mantissa = FromBits((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000);
  if (mantissa <= 7.07106781186547524401e-01) {
    k -= 1;
    mantissa *= 2;
  }
  const double f = mantissa - 1;
  const double s = f / (2 + f);
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double odd = s2 * Horner(s4, kLogSeries[6], kLogSeries[4], kLogSeries[2], kLogSeries[0]);
  const double even = s4 * Horner(s4, kLogSeries[5], kLogSeries[3], kLogSeries[1]);
  const double half_square = 0.5 * f * f;
  return k * kLn2High - ((half_square - (s * (half_square + (odd + even)) + k * kLn2Low)) - f);
}

double Log2(double x) {
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  if (!std::isfinite(x)) exponent = 0;
  // Powers of two are exact.
  if (fraction == 0.5) return exponent - 1;
  return Log(fraction) * 1.44269504088896340735992468100189214 + exponent;
}

double Log10(double x) { return Log(x) * 0.434294481903251827651128918916605082; }

double Log1p(double x) {
  if (x < -1 || std::isnan(x)) return kNaN;
  if (x == -1) return -kInf;
  if (x == kInf) return kInf;
  const double magnitude = std::abs(x);
  double f = 0;
  std::uint64_t mantissa = 0;
  int k = 1;
  if (magnitude < 4.142135623730950488017e-01) {  // sqrt(2) - 1
    if (magnitude < 0x1p-29) return magnitude < 0x1p-54 ? x : x - x * x * 0.5;
    if (x > -2.928932188134524755992e-01) {  // sqrt(2) / 2 - 1
      k = 0;
      f = x;
      mantissa = 1;
    }
  }
  double correction = 0;
  if (k != 0) {
    double u = x;
    if (magnitude < 0x1p53) {
      u = 1.0 + x;
      k = static_cast<int>(Bits(u) >> 52) - 1023;
      correction = (k > 0 ? 1.0 - (u - x) : x - (u - 1.0)) / u;
    } else {
      k = static_cast<int>(Bits(u) >> 52) - 1023;
    }
    mantissa = Bits(u) & 0x000FFFFFFFFFFFFF;
    if (mantissa < 0x0006A09E667F3BCD) {  // That of sqrt(2).
      u = FromBits(mantissa | 0x3FF0000000000000);
    } else {
      ++k;
      u = FromBits(mantissa | 0x3FE0000000000000);
      mantissa = (0x0010000000000000 - mantissa) >> 2;
    }
    f = u - 1.0;
  }
  const double half_square = 0.5 * f * f;
  if (mantissa == 0) {
    if (f == 0) {
      if (k == 0) return 0;
      correction += k * kLn2Low;
      return k * kLn2High + correction;
    }
    const double rest = half_square * (1.0 - 0.66666666666666666 * f);
    if (k == 0) return f - rest;
    return k * kLn2High - ((rest - (k * kLn2Low + correction)) - f);
  }
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double rest = z * Horner(z, kLogSeries[6], kLogSeries[5], kLogSeries[4], kLogSeries[3],
                                 kLogSeries[2], kLogSeries[1], kLogSeries[0]);
  if (k == 0) return f - (half_square - s * (half_square + rest));
  return k * kLn2High -
         ((half_square - (s * (half_square + rest) + (k * kLn2Low + correction))) - f);
}

double Mod(double x, double y) {
  if (y == 0 || std::isinf(x) || std::isnan(x) || std::isnan(y)) return kNaN;
  return std::fmod(x, y);
}

namespace {

bool IsOdd(double x) {
  return std::abs(x) < 0x1p53 && x == std::trunc(x) && (static_cast<std::int64_t>(x) & 1) != 0;
}

// Where a result does not take arithmetic; NaN and zero exponents are dealt with.
double PowOfZero(double x, double y) {
  const bool keeps_sign = std::signbit(x) && IsOdd(y);
  if (y < 0) return keeps_sign ? -kInf : kInf;
  return keeps_sign ? x : 0;
}
double PowToInfinity(double x, double y) {
  if (x == -1) return 1;
  return (std::abs(x) < 1) == (y > 0) ? 0 : kInf;
}

}  // namespace

double Pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (y == 1) return x;
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  if (x == 0) return PowOfZero(x, y);
  if (std::isinf(y)) return PowToInfinity(x, y);
  if (std::isinf(x)) {
    if (x < 0) return Pow(1 / x, -y);
    return y < 0 ? 0 : kInf;
  }
  if (y == 0.5) return std::sqrt(x);
  if (y == -0.5) return 1 / std::sqrt(x);

  double whole = 0;
  double fraction = std::modf(std::abs(y), &whole);
  if (fraction != 0 && x < 0) return kNaN;
  if (whole >= 0x1p63) return PowToInfinity(x, y);

  // The result is `result` times two to the power of `exponent`.
  double result = 1;
  std::int64_t exponent = 0;
  if (fraction != 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    result = Exp(fraction * Log(x));
  }
  int first_exponent = 0;
  double square = std::frexp(x, &first_exponent);
  std::int64_t square_exponent = first_exponent;
  for (auto bits = static_cast<std::uint64_t>(whole); bits != 0; bits >>= 1) {
    if (square_exponent < -4096 || square_exponent > 4096) {
      // More can only lead further away from what there are numbers for.
      exponent += square_exponent;
      break;
    }
    if ((bits & 1) != 0) {
      result *= square;
      exponent += square_exponent;
    }
    square *= square;
    square_exponent *= 2;
    if (square < .5) {
      square += square;
      --square_exponent;
    }
  }
  if (y < 0) {
    result = 1 / result;
    exponent = -exponent;
  }
  return std::ldexp(result, static_cast<int>(exponent));
}

namespace {

// An angle as an even number of eighths of a circle and the rest, of either sign.
struct Angle {
  std::uint64_t octant = 0;  ///< Modulo 8.
  double rest = 0;
};

// For angles so large that the bits of pi in a double do not suffice: the method of Payne and
// Hanek, with the binary digits of 4/pi.
Angle ReduceLarge(double x) {
  static constexpr std::uint64_t kDigits[] = {
      0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083,
      0xfca2c757bd778ac3, 0x6e48dc74849ba5c0, 0x0c925dd413a32439, 0xfc3bd63962534e7d,
      0xd1046bea5d768909, 0xd338e04d68befc82, 0x7323ac7306a673e9, 0x3908bf177bf25076,
      0x3ff12fffbc0b301f, 0xde5e2316b414da3e, 0xda6cfd9e4f96136e, 0x9e8c7ecd3cbfd45a,
      0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
  };
  const auto exponent = static_cast<unsigned>((Bits(x) >> 52 & 0x7FF) - 1075 + 61);
  const std::uint64_t mantissa = (Bits(x) & 0x000FFFFFFFFFFFFF) | 0x0010000000000000;
  const unsigned digit = exponent / 64;
  const unsigned shift = exponent % 64;
  // The three words that matter.
  const auto word = [&](unsigned i) {
    const std::uint64_t high = kDigits[digit + i] << shift;
    return shift == 0 ? high : high | kDigits[digit + i + 1] >> (64 - shift);
  };
  __extension__ using Wide = unsigned __int128;
  const Wide middle = Wide{word(1)} * mantissa;
  // NOLINTNEXTLINE(bugprone-implicit-widening-of-multiplication-result): the upper half is not
  // wanted.
  const Wide sum = (Wide{word(0) * mantissa} << 64) + middle + (Wide{word(2)} * mantissa >> 64);
  auto high = static_cast<std::uint64_t>(sum >> 64);
  const auto low = static_cast<std::uint64_t>(sum);
  std::uint64_t octant = high >> 61;
  high = high << 3 | low >> 61;
  // The fraction, made a number.
  const auto zeros = static_cast<unsigned>(std::countl_zero(high)) + 1;
  high = zeros > 64 ? 0 : (zeros == 64 ? 0 : high << zeros) | low >> (64 - zeros);
  double rest = FromBits(high >> 12 | std::uint64_t{1023 - zeros} << 52);
  if ((octant & 1) != 0) {
    octant = (octant + 1) & 7;
    rest -= 1;
  }
  return {octant, rest * (kPi / 4)};
}

// `x` is not negative.
Angle Reduce(double x) {
  if (x >= 0x1p29) return ReduceLarge(x);
  auto octant = static_cast<std::uint64_t>(x * 1.27323954473516268615107010698140931);
  auto y = static_cast<double>(octant);
  if ((octant & 1) != 0) {
    ++octant;
    y += 1;
  }
  // Pi / 4 in three parts.
  const double rest = ((x - y * 7.85398125648498535156e-1) - y * 3.77489470793079817668e-8) -
                      y * 2.69515142907905952645e-15;
  return {octant & 7, rest};
}

double SinSeries(double z) {
  const double zz = z * z;
  return z + z * zz *
                 Horner(zz, 1.58962301576546568060e-10, -2.50507477628578072866e-8,
                        2.75573136213857245213e-6, -1.98412698295895385996e-4,
                        8.33333333332211858878e-3, -1.66666666666666307295e-1);
}
double CosSeries(double z) {
  const double zz = z * z;
  return 1.0 - 0.5 * zz +
         zz * zz *
             Horner(zz, -1.13585365213876817300e-11, 2.08757008419747316778e-9,
                    -2.75573141792967388112e-7, 2.48015872888517045348e-5,
                    -1.38888888888730564116e-3, 4.16666666666665929218e-2);
}

}  // namespace

double Sin(double x) {
  if (x == 0 || std::isnan(x)) return x;
  if (std::isinf(x)) return kNaN;
  const Angle angle = Reduce(std::abs(x));
  const bool negative = (x < 0) != (angle.octant > 3);
  const std::uint64_t octant = angle.octant & 3;
  const double y = octant == 2 ? CosSeries(angle.rest) : SinSeries(angle.rest);
  return negative ? -y : y;
}

double Cos(double x) {
  if (!std::isfinite(x)) return kNaN;
  const Angle angle = Reduce(std::abs(x));
  const std::uint64_t octant = angle.octant & 3;
  const bool negative = (angle.octant > 3) != (octant > 1);
  const double y = octant == 2 ? SinSeries(angle.rest) : CosSeries(angle.rest);
  return negative ? -y : y;
}

double Tan(double x) {
  if (x == 0 || std::isnan(x)) return x;
  if (std::isinf(x)) return kNaN;
  const Angle angle = Reduce(std::abs(x));
  const double z = angle.rest;
  const double zz = z * z;
  double y = z;
  if (zz > 1e-14) {
    const double above = zz * Horner(zz, -1.30936939181383777646e4, 1.15351664838587416140e6,
                                     -1.79565251976484877988e7);
    const double below = Horner(zz, 1.0, 1.36812963470692954678e4, -1.32089234440210967447e6,
                                2.50083801823357915839e7, -5.38695755929454629881e7);
    y = z + z * (above / below);
  }
  if ((angle.octant & 2) != 0) y = -1 / y;
  return x < 0 ? -y : y;
}

namespace {

// Up to 0.66.
double AtanSeries(double x) {
  const double z = x * x;
  const double quotient = z *
                          Horner(z, -8.750608600031904122785e-01, -1.615753718733365076637e+01,
                                 -7.500855792314704667340e+01, -1.228866684490136173410e+02,
                                 -6.485021904942025371773e+01) /
                          Horner(z, 1.0, +2.485846490142306297962e+01, +1.650270098316988542046e+02,
                                 +4.328810604912902668951e+02, +4.853903996359136964868e+02,
                                 +1.945506571482613964425e+02);
  return x * quotient + x;
}

// Of a number above zero.
double AtanPositive(double x) {
  constexpr double kMoreBits = 6.123233995736765886130e-17;  // Of pi / 2.
  if (x <= 0.66) return AtanSeries(x);
  if (x > 2.41421356237309504880) return kPi / 2 - AtanSeries(1 / x) + kMoreBits;
  return kPi / 4 + AtanSeries((x - 1) / (x + 1)) + 0.5 * kMoreBits;
}

}  // namespace

double Asin(double x) {
  if (x == 0) return x;
  const double magnitude = x < 0 ? -x : x;
  if (magnitude > 1) return kNaN;
  const double other = std::sqrt(1 - magnitude * magnitude);
  const double y =
      magnitude > 0.7 ? kPi / 2 - AtanPositive(other / magnitude) : AtanPositive(magnitude / other);
  return x < 0 ? -y : y;
}

double Acos(double x) { return kPi / 2 - Asin(x); }

double Atan(double x) {
  if (x == 0) return x;
  return x > 0 ? AtanPositive(x) : -AtanPositive(-x);
}

double Atan2(double y, double x) {
  if (std::isnan(y) || std::isnan(x)) return kNaN;
  if (y == 0) return std::copysign(std::signbit(x) ? kPi : 0, y);
  if (x == 0) return std::copysign(kPi / 2, y);
  if (std::isinf(x)) {
    constexpr double kThreeQuarters = 2.35619449019234492884698253745962716;
    if (x > 0) return std::copysign(std::isinf(y) ? kPi / 4 : 0, y);
    return std::copysign(std::isinf(y) ? kThreeQuarters : kPi, y);
  }
  if (std::isinf(y)) return std::copysign(kPi / 2, y);
  const double angle = Atan(y / x);
  if (x >= 0) return angle;
  return angle <= 0 ? angle + kPi : angle - kPi;
}

double Sinh(double x) {
  const bool negative = x < 0;
  if (negative) x = -x;
  double y = 0;
  if (x > 21) {
    y = Exp(x) * 0.5;
  } else if (x > 0.5) {
    const double e = Exp(x);
    y = (e - 1 / e) * 0.5;
  } else {
    const double square = x * x;
    y = Horner(square, -0.2630563213397497062819489e+2, -0.2894211355989563807284660366e+4,
               -0.8991272022039509355398013511e+5, -0.6307673640497716991184787251e+6) *
        x;
    y = y / Horner(square, 1.0, -0.173678953558233699533450911e+3,
                   0.1521517378790019070696485176e+5, -0.6307673640497716991212077277e+6);
  }
  return negative ? -y : y;
}

double Cosh(double x) {
  x = std::abs(x);
  if (x > 21) return Exp(x) * 0.5;
  const double e = Exp(x);
  return (e + 1 / e) * 0.5;
}

double Tanh(double x) {
  const double magnitude = std::abs(x);
  if (magnitude > 0.5 * 8.8029691931113054295988e+01) return x < 0 ? -1 : 1;
  if (magnitude >= 0.625) {
    const double y = 1 - 2 / (Exp(2 * magnitude) + 1);
    return x < 0 ? -y : y;
  }
  if (x == 0) return x;
  const double s = x * x;
  return x + x * s *
                 Horner(s, -9.64399179425052238628e-1, -9.92877231001918586564e1,
                        -1.61468768441708447952e3) /
                 Horner(s, 1.0, 1.12811678491632931402e2, 2.23548839060100448583e3,
                        4.84406305325125486048e3);
}

double Asinh(double x) {
  if (!std::isfinite(x)) return x;
  const double magnitude = x < 0 ? -x : x;
  double y = magnitude;
  if (magnitude > 0x1p28) {
    y = Log(magnitude) + kLn2;
  } else if (magnitude > 2) {
    y = Log(2 * magnitude + 1 / (std::sqrt(magnitude * magnitude + 1) + magnitude));
  } else if (magnitude >= 0x1p-28) {
    const double square = magnitude * magnitude;
    y = Log1p(magnitude + square / (1 + std::sqrt(1 + square)));
  }
  return x < 0 ? -y : y;
}

double Acosh(double x) {
  if (x < 1 || std::isnan(x)) return kNaN;
  if (x == 1) return 0;
  if (x >= 0x1p28) return Log(x) + kLn2;
  if (x > 2) return Log(2 * x - 1 / (x + std::sqrt(x * x - 1)));
  const double t = x - 1;
  return Log1p(t + std::sqrt(2 * t + t * t));
}

double Atanh(double x) {
  if (x < -1 || x > 1 || std::isnan(x)) return kNaN;
  if (x == 1) return kInf;
  if (x == -1) return -kInf;
  const double magnitude = x < 0 ? -x : x;
  double y = magnitude;
  if (magnitude >= 0.5) {
    y = 0.5 * Log1p((magnitude + magnitude) / (1 - magnitude));
  } else if (magnitude >= 0x1p-28) {
    const double twice = magnitude + magnitude;
    y = 0.5 * Log1p(twice + twice * magnitude / (1 - magnitude));
  }
  return x < 0 ? -y : y;
}

}  // namespace check::go_math
