#ifndef LIBCHECK_PLOT_NUMBER_TEXT_H_
#define LIBCHECK_PLOT_NUMBER_TEXT_H_

#include <string>

/// Numbers for people, with the prefixes of units that cannot be mistaken: k, M, G, T, P, and µ, n,
/// p. There is no m: thousandths are written as decimals.
namespace check::plot {

/// How numbers of a common size are written: all of an axis alike.
struct NumberUnit {
  double scale = 1;  ///< Divided by.
  const char* suffix = "";
  bool exponent = false;  ///< Too large or small for a prefix.
};
NumberUnit UnitFor(double largest);

/// `value` in the unit, exact to `step`: "1.25M".
std::string InUnit(long double value, long double step, const NumberUnit& unit);

/// With four significant digits: "1.235M", "0.0123", "17".
std::string ShortNumber(double value);

}  // namespace check::plot

#endif  // LIBCHECK_PLOT_NUMBER_TEXT_H_
