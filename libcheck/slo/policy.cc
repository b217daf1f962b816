#include "libcheck/slo/policy.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// A row of table 5-8 of the workbook: which share of the budget, in per cent, in which window.
struct WorkbookRow {
  double percent;
  std::int64_t long_ms;
  std::int64_t short_ms;
};
constexpr WorkbookRow kPageRows[] = {{2, kHour, 5 * kMinute}, {5, 6 * kHour, 30 * kMinute}};
constexpr WorkbookRow kTicketRows[] = {{10, kDay, 2 * kHour}, {10, 3 * kDay, 6 * kHour}};

template <std::size_t kSize>
BurnAlert FromRows(std::string_view severity, const WorkbookRow (&rows)[kSize],
                   std::int64_t period_ms) {
  BurnAlert alert = {.name = std::string(severity), .severity = std::string(severity)};
  for (const WorkbookRow& row : rows) {
    // In this order, so that 30d gives 14.4 and not 14.399999999999999.
    const double factor =
        row.percent * static_cast<double>(period_ms) / static_cast<double>(row.long_ms) / 100;
    alert.tiers.push_back({row.long_ms, row.short_ms, factor});
  }
  return alert;
}

// As Go's Duration.Round: halves go up.
std::int64_t ToMinutes(std::int64_t ms) { return (ms + kMinute / 2) / kMinute * kMinute; }

constexpr NamedPolicy kPolicies[] = {
    {"workbook", "page at 2 % in 1h or 5 % in 6h, ticket at 10 % in 1d or 3d", &WorkbookPolicy},
    {"pyrra", "14x, 7x, 2x and 1x, each with a `for`, in windows that scale with the period",
     &PyrraPolicy},
};

Result<std::int64_t> ReadWindow(std::string_view text, std::string_view what) {
  const Result<Duration> duration = ParseFlagDuration(text);
  if (!duration || *duration <= Duration(0)) {
    return Error{fmt::format("`{}` is not a valid {}: write it as in 1h or 30m", text, what)};
  }
  return *duration / std::chrono::milliseconds(1);
}

}  // namespace

double FactorOf(double share, std::int64_t window_ms, std::int64_t period_ms) {
  return share * static_cast<double>(period_ms) / static_cast<double>(window_ms);
}

double ShareOf(double factor, std::int64_t window_ms, std::int64_t period_ms) {
  return factor * static_cast<double>(window_ms) / static_cast<double>(period_ms);
}

std::span<const NamedPolicy> NamedPolicies() { return kPolicies; }

Policy WorkbookPolicy(std::int64_t period_ms) {
  return {"workbook",
          {FromRows("page", kPageRows, period_ms), FromRows("ticket", kTicketRows, period_ms)}};
}

Policy PyrraPolicy(std::int64_t period_ms) {
  struct Row {
    std::string_view severity;
    double factor;
    std::int64_t long_ms, short_ms, for_ms;  // Of a period of 28 days.
  };
  constexpr std::array kRows = {
      Row{"critical", 14, kHour, 5 * kMinute, 2 * kMinute},
      Row{"critical", 7, 6 * kHour, 30 * kMinute, 15 * kMinute},
      Row{"warning", 2, kDay, 2 * kHour, kHour},
      Row{"warning", 1, 4 * kDay, 6 * kHour, 3 * kHour},
  };
  const auto scale = [period_ms](std::int64_t of_28_days) {
    return ToMinutes(period_ms / (28 * kDay / of_28_days));
  };
  Policy policy = {.name = "pyrra", .alerts = {}};
  for (const Row& row : kRows) {
    Tier tier = {scale(row.long_ms), scale(row.short_ms), row.factor};
    tier.has_empty_window = tier.long_ms == 0 || tier.short_ms == 0;
    policy.alerts.push_back({.name = "ErrorBudgetBurn",
                             .severity = std::string(row.severity),
                             .tiers = {tier},
                             .for_ms = scale(row.for_ms)});
  }
  return policy;
}

bool IsPage(std::string_view severity) { return severity == "page" || severity == "critical"; }

Result<BurnAlert> ParseTierFlag(std::string_view text) {
  const std::string_view written = text;
  BurnAlert alert;
  Tier tier;
  alert.severity = alert.name = std::string(TakeUpTo(text, ':'));
  std::string_view factor = TakeUpTo(text, ':');
  std::string_view windows = TakeUpTo(text, ':');
  if (factor.ends_with('x')) factor.remove_suffix(1);
  const auto number = ParseGoFloat(factor);
  if (alert.name.empty() || windows.empty() || !number || !(*number > 0 && *number < 1e12)) {
    return Error{fmt::format("invalid tier `{}`: write it as in page:14.4x:1h/5m", written)};
  }
  tier.factor = *number;
  const auto long_ms = ReadWindow(TakeUpTo(windows, '/'), "window");
  if (!long_ms) return long_ms.error();
  tier.long_ms = *long_ms;
  if (!windows.empty()) {
    const auto short_ms = ReadWindow(windows, "window");
    if (!short_ms) return short_ms.error();
    tier.short_ms = *short_ms;
  }
  if (tier.short_ms > tier.long_ms) std::swap(tier.long_ms, tier.short_ms);
  if (!text.empty()) {
    constexpr std::string_view kFor = "for=";
    if (!text.starts_with(kFor)) {
      return Error{fmt::format("unknown setting `{}` of a tier: write `for=2m`", text)};
    }
    const auto for_ms = ReadWindow(text.substr(kFor.size()), "duration");
    if (!for_ms) return for_ms.error();
    alert.for_ms = *for_ms;
  }
  alert.tiers.push_back(tier);
  return alert;
}

std::string Describe(const Tier& tier) {
  const auto window = [](std::int64_t ms) {
    return FormatPrometheusDuration(std::chrono::milliseconds(ms));
  };
  std::string text =
      fmt::format("{}x over {}", FormatGoFloat(tier.factor, 'g', 4), window(tier.long_ms));
  if (tier.short_ms > 0 || tier.has_empty_window) text += " and " + window(tier.short_ms);
  return text;
}

}  // namespace check::slo
