#include "libcheck/slo/figure_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string_view>

#include "libcheck/base/duration.h"
#include "libcheck/plot/number_text.h"

namespace check::slo {
namespace {

constexpr std::string_view kNothing = "–";

// Three significant digits, without an exponent, as long as a person would write it so.
std::string ThreeDigits(double value) {
  if (value == 0) return "0";
  const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(value)) + 1e-9));
  std::string text = fmt::format("{:.{}f}", value, std::clamp(2 - exponent, 0, 12));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::size_t Decimals(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

}  // namespace

std::string PercentText(double share) {
  if (!std::isfinite(share)) return std::string(kNothing);
  return ThreeDigits(share * 100) + " %";
}

std::string AvailabilityText(double ratio, const Objective& objective) {
  if (!std::isfinite(ratio)) return std::string(kNothing);
  const std::size_t digits = std::min<std::size_t>(Decimals(objective.percent()) + 2, 12);
  // Towards the failure, so that what missed its objective does not look as if it had met it.
  const double scale = std::pow(10.0, static_cast<double>(digits));
  const double floor = std::floor(ratio * 100 * scale + 1e-6) / scale;
  return fmt::format("{:.{}f} %", floor, digits);
}

std::string SpanText(double seconds) {
  if (std::isnan(seconds)) return std::string(kNothing);
  if (std::isinf(seconds)) return "never";
  if (seconds < 60 && std::round(seconds * 10) < 600) return ThreeDigits(seconds) + "s";
  const auto whole = static_cast<std::int64_t>(std::llround(std::min(seconds, 1e15)));
  const auto two = [](std::int64_t large, char unit, std::int64_t small, char small_unit) {
    return small == 0 ? fmt::format("{}{}", large, unit)
                      : fmt::format("{}{}{}{}", large, unit, small, small_unit);
  };
  if (whole < 3600) return two(whole / 60, 'm', whole % 60, 's');
  if (whole < 48 * 3600) return two(whole / 3600, 'h', whole / 60 % 60, 'm');
  return two(whole / 86400, 'd', whole / 3600 % 24, 'h');
}

std::string WindowText(std::int64_t ms) {
  constexpr std::int64_t kDay = 86'400'000;
  // Durations end at 292 years, data need not.
  constexpr std::int64_t kLongest = 106'000 * kDay;
  if (ms >= 7 * kDay && (ms % kDay == 0 || ms > kLongest)) return fmt::format("{}d", ms / kDay);
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

std::string EventsText(double count) {
  if (!(std::fabs(count) < 1e7)) return plot::ShortNumber(count);
  if (std::floor(count) != count) return ThreeDigits(count);
  std::string text = fmt::format("{:.0f}", count);
  for (std::size_t at = text.size(); at > (count < 0 ? 4U : 3U);) text.insert(at -= 3, ",");
  return text;
}

std::string FactorText(double factor) { return ThreeDigits(factor) + "x"; }

std::string PeriodText(const Period& period) {
  if (!period.calendar) return WindowText(period.length_ms);
  constexpr std::array<std::string_view, 5> kUnits = {"day", "week", "month", "quarter", "year"};
  const std::string_view unit = kUnits[static_cast<std::size_t>(period.calendar->unit)];
  if (period.calendar->count == 1) return fmt::format("a {}", unit);
  return fmt::format("{} {}s", period.calendar->count, unit);
}

}  // namespace check::slo
