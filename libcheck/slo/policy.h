#ifndef LIBCHECK_SLO_POLICY_H_
#define LIBCHECK_SLO_POLICY_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

namespace check::slo {

/// When an alert's condition holds: the error ratio over the long window and that over the short
/// one are both greater than `factor` times the budget. All times in milliseconds.
struct Tier {
  std::int64_t long_ms = 0;
  std::int64_t short_ms = 0;  ///< 0: there is no short window.
  double factor = 0;          ///< The burn rate.
  bool or_equal = false;      ///< `>=` rather than `>`.
  /// A window is 0, and is one all the same: there is no rate in it, and the condition never holds.
  bool has_empty_window = false;

  friend bool operator==(const Tier&, const Tier&) = default;
};

/// An alert: it is active while the condition of any of its tiers holds, and fires once it has been
/// so for `for_ms`.
struct BurnAlert {
  std::string name;      ///< The alert's name in rule files, or "page".
  std::string severity;  ///< "page", "ticket", or what a rule's label says.
  std::vector<Tier> tiers;
  std::int64_t for_ms = 0;
  std::int64_t keep_firing_ms = 0;

  friend bool operator==(const BurnAlert&, const BurnAlert&) = default;
};

/// The alerts of an SLO.
struct Policy {
  std::string name;  ///< "workbook", "pyrra", a file.
  std::vector<BurnAlert> alerts;

  friend bool operator==(const Policy&, const Policy&) = default;
};

/// The burn rate that spends `share` of the budget of `period_ms` within `window_ms`: share *
/// period / window. (Google, The Site Reliability Workbook, chapter 5, table 5-8.)
double FactorOf(double share, std::int64_t window_ms, std::int64_t period_ms);
/// The share of the period's budget that is spent where `factor` lasts for `window_ms`.
double ShareOf(double factor, std::int64_t window_ms, std::int64_t period_ms);

/// A policy known by name. A new one is a row of the table in policy.cc.
struct NamedPolicy {
  std::string_view name;
  std::string_view doc;  ///< A phrase.
  Policy (*make)(std::int64_t period_ms);
};
std::span<const NamedPolicy> NamedPolicies();

/// The workbook's parameters, which Sloth has too: page at 2 % of the budget in 1h or 5 % in 6h,
/// ticket at 10 % in 1d or in 3d; the windows stay as they are, the factors follow the period.
Policy WorkbookPolicy(std::int64_t period_ms);
/// Pyrra's: factors 14, 7, 2 and 1, whatever the period; windows and `for` that are 1h, 5m and 2m
/// of 28 days and so on, rounded to minutes, so that short ones of short periods can be 0.
Policy PyrraPolicy(std::int64_t period_ms);

/// Whether alerts of that severity wake somebody: "page" and "critical". Others open tickets.
bool IsPage(std::string_view severity);

/// An alert of one tier as flags have it: "page:14.4x:1h/5m", "ticket:3x:1d", with a `for` as in
/// "page:14x:1h/5m:for=2m". The error is one sentence.
Result<BurnAlert> ParseTierFlag(std::string_view text);

/// "14.4x over 1h and 5m".
std::string Describe(const Tier& tier);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_POLICY_H_
