#ifndef LIBCHECK_SLO_READ_POLICY_H_
#define LIBCHECK_SLO_READ_POLICY_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/rules/rule_file.h"
#include "libcheck/slo/measure.h"
#include "libcheck/slo/objective.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/recordings.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// A window of a tier, as it was read.
struct FoundWindow {
  std::int64_t length_ms = 0;
  Measure::WindowFrom from = Measure::WindowFrom::kNowhere;
  std::string series;        ///< The recorded series that is read; empty: counters.
  bool is_recorded = false;  ///< Whether a rule of the given files records `series`.
  bool averages_ratios = false;
  std::int64_t named_ms = 0;  ///< The window in the name of `series`; 0: there is none.
  Location where;             ///< What is compared.
  Location threshold_where;   ///< What it is compared with.
};

/// A tier of an alert of a rule file. Locations without a file: there is no such thing.
struct FoundTier {
  Tier tier;  ///< Its factor is NaN while the objective is not known.
  /// What is compared, as an error ratio; NaN: not known.
  double ratio = std::numeric_limits<double>::quiet_NaN();
  /// The burn rate and the budget that the expression is written with; NaN: it does not say.
  double factor = std::numeric_limits<double>::quiet_NaN();
  double budget = std::numeric_limits<double>::quiet_NaN();
  bool names_burn_rate = false;  ///< As in BurnThreshold.
  bool may_exceed_one = false;   ///< Ratios are added up, so that more than 1 can be reached.
  FoundWindow long_window;
  FoundWindow short_window;
  std::vector<Location> guards;  ///< Other conditions that have to hold.
};

/// An alert whose expression has the shape of a burn-rate alert.
struct FoundAlert {
  PlacedRule placed;
  BurnAlert alert;               ///< As many tiers as `tiers`, the same.
  std::vector<FoundTier> tiers;  ///< At least one.
  Location where;                ///< Its name.
  /// Alternatives of its expression that are not conditions on error ratios.
  std::vector<Location> others;
};

/// The burn-rate alerts of a rule file that watch the same error ratio.
struct FoundPolicy {
  std::string name;  ///< Of its objective, as labels call it; else of what is recorded.
  std::string key;   ///< What it watches, without windows.
  std::optional<Objective> objective;  ///< Nothing: the files do not tell.
  Location objective_where;
  std::optional<std::int64_t> period_ms;  ///< Likewise.
  Location period_where;
  std::vector<FoundAlert> alerts;

  /// What its alerts come to, for code that needs no places.
  Policy AsPolicy() const;
  /// Works out factors and thresholds that hang on the budget. Where an expression has a threshold
  /// of its own, it stands, and its factor follows.
  void SetObjective(const Objective& objective);
  /// Whether every tier has a factor and a threshold.
  bool is_complete() const;
};

/// An alert that looks like a burn-rate alert and is not of the shape.
struct UnreadAlert {
  PlacedRule placed;
  std::string why;  ///< One sentence.
  Location where;
};

struct PolicyReading {
  std::vector<FoundPolicy> policies;  ///< In the order of their first alerts.
  std::vector<UnreadAlert> unread;
};

struct ReadPolicyOptions {
  /// Also alerts that compare an error ratio of one window with a plain number, which only an
  /// objective makes a burn rate.
  bool plain_thresholds = false;
};

/// Recognises burn-rate alerts: error ratios over windows, or recorded ones, compared with
/// thresholds, long and short windows and-ed, tiers or-ed. (Google, The Site Reliability Workbook,
/// chapter 5.) Looks at the sets, which have to live as long as what is returned.
PolicyReading ReadPolicies(std::span<const rules::RuleSet> sets,
                           const ReadPolicyOptions& options = {});

}  // namespace check::slo

#endif  // LIBCHECK_SLO_READ_POLICY_H_
