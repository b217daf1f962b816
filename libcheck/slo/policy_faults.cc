#include "libcheck/slo/policy_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/figure_text.h"

namespace check::slo {
namespace {

using Kind = PolicyFault::Kind;

constexpr double kDayMs = 24.0 * 60 * 60 * 1000;

struct Place {
  const PolicySetting& setting;
  std::size_t alert;
  std::size_t tier_index;
  const BurnAlert& burn_alert;
  const Tier& tier;

  double budget() const { return setting.objective.budget(); }
  double threshold() const { return Threshold(tier, budget()); }
  std::string Title() const {
    return fmt::format("{}, {}", AlertTitle(setting.policy, alert), Describe(tier));
  }
  PolicyFault Fault(Kind kind, std::string message, std::string note = "") const {
    return {kind, alert, tier_index, std::move(message), std::move(note)};
  }
};
using Found = std::optional<PolicyFault>;

// A percentage rounded up, so that what is said to be enough is.
std::string Above(double ratio) {
  return fmt::format("{:.2f} %", std::ceil(ratio * 1e4 - 1e-9) / 100);
}

Found Unreachable(const Place& at) {
  if (at.tier.has_empty_window || IsReachable(at.tier, at.budget())) return std::nullopt;
  return at.Fault(
      Kind::kTierUnreachable,
      fmt::format("{}, can never fire: its threshold is {} of all events", at.Title(),
                  PercentText(at.threshold())),
      fmt::format(
          "a burn rate of {} needs an objective above {}; at {} % the highest possible one is {}",
          FactorText(at.tier.factor), Above(LowestObjective(at.tier.factor)),
          at.setting.objective.percent(), FactorText(HighestBurnRate(at.budget()))));
}

Found RoundsToZero(const Place& at) {
  if (at.setting.policy.name != "pyrra" || at.tier.short_ms > 0) return std::nullopt;
  return at.Fault(
      Kind::kWindowRoundsToZero,
      fmt::format("the short window of {}, is less than 30 s, which Pyrra rounds to 0", at.Title()),
      "its rule queries `[1s]`, which never contains two samples, so the alert never fires: use a "
      "period of 2d20h or more");
}

// The workbook's factors of 28 and 30 days, and Pyrra's, which do not follow the period.
Found Mismatch(const Place& at) {
  if (at.setting.policy.name == "pyrra") return std::nullopt;
  constexpr std::array<double, 2> kUsual = {30 * kDayMs, 28 * kDayMs};
  constexpr std::array<double, 3> kShares = {0.02, 0.05, 0.1};
  const auto period = static_cast<double>(at.setting.period_ms);
  if (period > 0.9 * kUsual[1] && period < 1.1 * 31 * kDayMs) return std::nullopt;
  for (const double usual : kUsual) {
    const double share = ShareOf(at.tier.factor, at.tier.long_ms, std::llround(usual));
    const auto meant = std::ranges::find_if(
        kShares, [&](double known) { return std::abs(share - known) < 1e-3 * known; });
    if (meant == kShares.end()) continue;
    return at.Fault(
        Kind::kFactorPeriodMismatch,
        fmt::format("{}, spends {} of the budget of {}: its factor is made for {}", at.Title(),
                    PercentText(ShareOf(at.tier.factor, at.tier.long_ms, at.setting.period_ms)),
                    WindowText(at.setting.period_ms), WindowText(std::llround(usual))),
        fmt::format("{} in {} is a factor of {}", PercentText(*meant), WindowText(at.tier.long_ms),
                    FactorText(FactorOf(*meant, at.tier.long_ms, at.setting.period_ms))));
  }
  return std::nullopt;
}

Found SpentBeforeFiring(const Place& at) {
  const double share = ShareOf(at.tier.factor, at.tier.long_ms, at.setting.period_ms);
  if (share < 1 || at.tier.long_ms > at.setting.period_ms) return std::nullopt;
  return at.Fault(
      Kind::kSpentBeforeFiring,
      fmt::format("when {}, fires, {} of the budget is spent", at.Title(), PercentText(share)),
      "use a shorter window or a smaller factor to fire while there is budget left");
}

Found BeyondPeriod(const Place& at) {
  if (at.tier.long_ms <= at.setting.period_ms) return std::nullopt;
  return at.Fault(Kind::kWindowBeyondPeriod,
                  fmt::format("the window of {}, is longer than the period of {}", at.Title(),
                              WindowText(at.setting.period_ms)));
}

Found SingleWindow(const Place& at) {
  constexpr std::int64_t kLong = 6LL * 60 * 60 * 1000;
  if (at.tier.short_ms > 0 || at.tier.long_ms < kLong) return std::nullopt;
  if (at.setting.policy.name == "pyrra") return std::nullopt;
  const auto timing = TimingOf(std::span(&at.tier, 1), 0, at.budget(), at.setting.period_ms, {});
  if (!timing.reset_s) return std::nullopt;
  return at.Fault(
      Kind::kSingleWindow,
      fmt::format("{}, has no short window: it continues to fire for {} after a full outage",
                  at.Title(), SpanText(*timing.reset_s)),
      fmt::format(
          "a second condition over a twelfth of it, {}, with the same threshold ends it soon after "
          "recovery",
          WindowText(std::max<std::int64_t>(at.tier.long_ms / 12, 1))));
}

// `for` has to run while the condition holds; after recovery the short window holds it for at most
// its own length.
Found HoldTooLong(const Place& at) {
  const std::int64_t hold = at.burn_alert.for_ms;
  if (hold <= at.tier.long_ms) return std::nullopt;
  return at.Fault(Kind::kHoldBeyondWindows,
                  fmt::format("the `for` of {}, {}, is longer than its long window", at.Title(),
                              WindowText(hold)),
                  "windows already delay an alert: remove `for`, or make it short");
}

Found LowTraffic(const Place& at) {
  const double rate = at.setting.requests_per_second;
  if (rate <= 0 || !IsReachable(at.tier, at.budget())) return std::nullopt;
  const double needed = RequestsPerError(at.tier, at.budget());
  const double requests = rate * static_cast<double>(at.tier.long_ms) / 1000;
  if (requests >= needed) return std::nullopt;
  return at.Fault(
      Kind::kLowTraffic,
      fmt::format("a single error fires {}: {} events in {}, and {} are needed to avoid this",
                  at.Title(), EventsText(std::round(requests * 10) / 10),
                  WindowText(at.tier.long_ms), EventsText(std::ceil(needed))),
      "use longer windows, lower the objective, or alert only if there is enough traffic");
}

// The lowest burn rate that alerts somebody exhausts the budget sooner than the period ends.
Found SilentBurn(const PolicySetting& setting) {
  const Tier* slowest = nullptr;
  PolicyFault fault = {.kind = Kind::kSilentBurn, .message = {}, .note = {}};
  for (std::size_t i = 0; i < setting.policy.alerts.size(); ++i) {
    const BurnAlert& alert = setting.policy.alerts[i];
    for (std::size_t k = 0; k < alert.tiers.size(); ++k) {
      if (slowest != nullptr && alert.tiers[k].factor >= slowest->factor) continue;
      slowest = &alert.tiers[k];
      fault.alert = i;
      fault.tier = k;
    }
  }
  // The workbook's lowest factor is 1, or a little less for 28 days.
  if (slowest == nullptr || slowest->factor <= 2) return std::nullopt;
  fault.message =
      fmt::format("a burn rate just below {} alerts nobody and exhausts the budget in {}",
                  FactorText(slowest->factor),
                  SpanText(SecondsToExhaustion(slowest->factor, setting.period_ms)));
  fault.note = "a tier of 1x over 3d and 6h catches slow burns, as a ticket";
  return fault;
}

}  // namespace

std::string_view ToString(Kind kind) {
  constexpr std::array<std::string_view, 9> kNames = {
      "tier-unreachable",    "window-rounds-to-zero", "factor-period-mismatch",
      "spent-before-firing", "single-window",         "window-beyond-period",
      "hold-beyond-windows", "silent-burn",           "low-traffic"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string AlertTitle(const Policy& policy, std::size_t alert) {
  const BurnAlert& own = policy.alerts[alert];
  const auto same_name = std::ranges::count(policy.alerts, own.name, &BurnAlert::name);
  if (same_name == 1 || own.severity.empty()) return fmt::format("`{}`", own.name);
  return fmt::format("`{}` [{}]", own.name, own.severity);
}

std::vector<PolicyFault> FaultsOf(const PolicySetting& setting) {
  constexpr std::array kChecks = {&Unreachable,  &RoundsToZero, &Mismatch,    &SpentBeforeFiring,
                                  &SingleWindow, &BeyondPeriod, &HoldTooLong, &LowTraffic};
  std::vector<PolicyFault> faults;
  for (std::size_t i = 0; i < setting.policy.alerts.size(); ++i) {
    const BurnAlert& alert = setting.policy.alerts[i];
    for (std::size_t k = 0; k < alert.tiers.size(); ++k) {
      const Place at = {setting, i, k, alert, alert.tiers[k]};
      for (const auto check : kChecks) {
        if (auto fault = check(at)) faults.push_back(std::move(*fault));
      }
    }
  }
  if (auto fault = SilentBurn(setting)) faults.push_back(std::move(*fault));
  return faults;
}

}  // namespace check::slo
