#include "libcheck/slo/series_name.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <span>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"

namespace check::slo {
namespace {

struct Found {
  std::size_t begin = 0;  // Of the duration in the name.
  std::size_t end = 0;
  std::int64_t window_ms = 0;
};

// The longest duration at the end of `part`: "ratio_rate1h30m" ends in 1h30m.
Found DurationAtEnd(std::string_view part) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    // Not in the midst of a number, and not "http2s".
    if (!IsDigit(part[i]) || (i > 0 && IsDigit(part[i - 1]))) continue;
    const auto duration = ParsePrometheusDuration(part.substr(i));
    if (!duration || *duration <= Duration(0)) continue;
    return {i, part.size(), *duration / std::chrono::milliseconds(1)};
  }
  return {};
}

Found FindWindow(std::string_view name) {
  for (std::size_t end = name.size(); end > 0;) {
    const std::size_t separator = name.find_last_of(":_", end - 1);
    const std::size_t begin = separator == std::string_view::npos ? 0 : separator + 1;
    Found found = DurationAtEnd(name.substr(begin, end - begin));
    if (found.window_ms > 0) return {begin + found.begin, begin + found.end, found.window_ms};
    end = separator == std::string_view::npos ? 0 : separator;
  }
  return {};
}

bool HasAny(std::string_view name, std::span<const std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

constexpr std::array<std::string_view, 9> kNotRatios = {"latency",  "duration", "seconds",
                                                        "quantile", "bytes",    "remaining",
                                                        "consumed", "forecast", "percentile"};
constexpr std::array<std::string_view, 10> kRatios = {
    "ratio", "error", "fail", "avail", "success", "sli", "good", "percent", "slo", "bad"};

}  // namespace

std::int64_t WindowInName(std::string_view name) { return FindWindow(name).window_ms; }

std::string WithoutWindow(std::string_view name) {
  const Found found = FindWindow(name);
  if (found.window_ms == 0) return std::string(name);
  std::string_view head = name.substr(0, found.begin);
  const std::string_view tail = name.substr(found.end);
  while (!head.empty() && (head.back() == ':' || head.back() == '_')) head.remove_suffix(1);
  return std::string(head) + std::string(tail);
}

NamedMeaning MeaningOf(std::string_view name) {
  const std::string lower = LowerAscii(name);
  constexpr std::array<std::string_view, 2> kBurn = {"burn", "consumption_rate"};
  if (HasAny(lower, kBurn)) return NamedMeaning::kBurnRate;
  if (HasAny(lower, kNotRatios)) return NamedMeaning::kNone;
  if (lower.find("budget") != std::string::npos) return NamedMeaning::kBudget;
  constexpr std::array<std::string_view, 2> kGoals = {"objective", "target"};
  if (HasAny(lower, kGoals)) return NamedMeaning::kObjective;
  return HasAny(lower, kRatios) ? NamedMeaning::kRatio : NamedMeaning::kNone;
}

}  // namespace check::slo
