#ifndef LIBCHECK_BASE_GO_MATH_H_
#define LIBCHECK_BASE_GO_MATH_H_

/// Elementary functions with the results of Go's package math on amd64, bit for bit. PromQL is
/// defined by them, and the C library's differ from them in the last place.
///
/// What is exact in both languages (sqrt, floor, ceil, trunc, round, frexp, ldexp) is not here.
namespace check::go_math {

double Exp(double x);
double Exp2(double x);
double Log(double x);
double Log2(double x);
double Log10(double x);
double Log1p(double x);
double Pow(double x, double y);
double Mod(double x, double y);

double Sin(double x);
double Cos(double x);
double Tan(double x);
double Asin(double x);
double Acos(double x);
double Atan(double x);
double Atan2(double y, double x);

double Sinh(double x);
double Cosh(double x);
double Tanh(double x);
double Asinh(double x);
double Acosh(double x);
double Atanh(double x);

}  // namespace check::go_math

#endif  // LIBCHECK_BASE_GO_MATH_H_
