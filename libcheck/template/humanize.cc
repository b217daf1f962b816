#include "libcheck/template/humanize.h"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <string_view>

#include "libcheck/base/number.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

constexpr std::string_view kSmall[] = {"m", "u", "n", "p", "f", "a", "z", "y"};

std::string FourDigits(double value) { return FormatGoFloat(value, 'g', 4); }

// Divides for as long as there is a prefix left for what is divided by.
std::string_view ScaleDown(double& value, double unit, std::span<const std::string_view> prefixes) {
  std::string_view chosen;
  for (const std::string_view prefix : prefixes) {
    if (std::abs(value) < unit) break;
    chosen = prefix;
    value /= unit;
  }
  return chosen;
}

std::string_view ScaleUp(double& value) {
  std::string_view chosen;
  for (const std::string_view prefix : kSmall) {
    if (std::abs(value) >= 1) break;
    chosen = prefix;
    value *= 1000;
  }
  return chosen;
}

}  // namespace

std::string Humanize(double value) {
  constexpr std::string_view kLarge[] = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  if (value == 0 || !std::isfinite(value)) return FourDigits(value);
  const std::string_view prefix =
      std::abs(value) >= 1 ? ScaleDown(value, 1000, kLarge) : ScaleUp(value);
  return FourDigits(value).append(prefix);
}

std::string Humanize1024(double value) {
  constexpr std::string_view kLarge[] = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
  if (std::abs(value) <= 1 || !std::isfinite(value)) return FourDigits(value);
  const std::string_view prefix = ScaleDown(value, 1024, kLarge);
  return FourDigits(value).append(prefix);
}

std::string HumanizeDuration(double seconds) {
  if (!std::isfinite(seconds)) return FourDigits(seconds);
  if (seconds == 0) return FourDigits(seconds) + "s";
  if (std::abs(seconds) < 1) {
    const std::string_view prefix = ScaleUp(seconds);
    return FourDigits(seconds).append(prefix) + "s";
  }
  const std::string_view sign = seconds < 0 ? "-" : "";
  seconds = std::abs(seconds);
  // Prometheus: what does not fit wraps around, and prints as such.
  const std::int64_t whole = ToInt64(seconds);
  const std::int64_t s = whole % 60;
  const std::int64_t m = whole / 60 % 60;
  const std::int64_t h = whole / 60 / 60 % 24;
  const std::int64_t d = whole / 60 / 60 / 24;
  if (d != 0) return fmt::format("{}{}d {}h {}m {}s", sign, d, h, m, s);
  if (h != 0) return fmt::format("{}{}h {}m {}s", sign, h, m, s);
  if (m != 0) return fmt::format("{}{}m {}s", sign, m, s);
  return std::string(sign) + FourDigits(seconds) + "s";
}

std::string HumanizePercentage(double ratio) { return FourDigits(ratio * 100) + "%"; }

}  // namespace check::gotemplate
