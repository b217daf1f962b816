#include "libcheck/plot/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace check::plot {
namespace {

struct Prefix {
  double from;
  double scale;
  const char* suffix;
};
constexpr std::array kPrefixes = {
    Prefix{1e15, 1e15, "P"}, Prefix{1e12, 1e12, "T"}, Prefix{1e9, 1e9, "G"},
    Prefix{1e6, 1e6, "M"},   Prefix{1e4, 1e3, "k"},   Prefix{1e-3, 1, ""},
    Prefix{1e-6, 1e-6, "µ"}, Prefix{1e-9, 1e-9, "n"}, Prefix{1e-12, 1e-12, "p"},
};

std::string WithoutZeros(std::string text) {
  if (text.find('.') == text.npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

int Exponent(long double value) {
  return static_cast<int>(std::floor(std::log10(std::fabs(value)) + 1e-9L));
}

}  // namespace

NumberUnit UnitFor(double largest) {
  if (largest == 0) return {};
  if (largest >= 1e18) return {.exponent = true};
  for (const Prefix& prefix : kPrefixes) {
    if (largest >= prefix.from) return {prefix.scale, prefix.suffix};
  }
  return {.exponent = true};
}

std::string InUnit(long double value, long double step, const NumberUnit& unit) {
  if (std::fabs(value) < step / 1000) return "0";
  if (unit.exponent) {
    return fmt::format("{:.{}e}", value, std::clamp(Exponent(value) - Exponent(step), 0, 17));
  }
  const int decimals = std::clamp(-Exponent(step / unit.scale), 0, 17);
  return fmt::format("{:.{}f}{}", value / unit.scale, decimals, unit.suffix);
}

std::string ShortNumber(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  const NumberUnit unit = UnitFor(std::fabs(value));
  if (unit.exponent) return fmt::format("{:.3e}", value);
  if (value == 0) return "0";
  const double scaled = value / unit.scale;
  const int decimals = std::max(0, 3 - Exponent(scaled));
  return WithoutZeros(fmt::format("{:.{}f}", scaled, decimals)) + unit.suffix;
}

}  // namespace check::plot
