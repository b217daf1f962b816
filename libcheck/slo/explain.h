#ifndef LIBCHECK_SLO_EXPLAIN_H_
#define LIBCHECK_SLO_EXPLAIN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/claims.h"
#include "libcheck/slo/objective.h"
#include "libcheck/slo/policy.h"
#include "libcheck/slo/policy_faults.h"
#include "libcheck/slo/slo.h"

/// What an objective and its alerts come to in figures, by the closed forms of arithmetic.h.
namespace check::slo {

struct ExplainOptions {
  double requests_per_second = 0;  ///< Constant traffic; 0: not known.
  /// How often alerts are evaluated; 0: at every moment.
  std::int64_t interval_ms = 0;
  /// Error ratios of outages to look at, from 0 to 1, in falling order.
  std::vector<double> error_ratios = {1, 0.1, 0.01};
};

/// An outage that lasts, and what it does to an alert.
struct ExplainedOutage {
  double error_ratio = 0;
  bool is_near_threshold = false;  ///< Half as much again as the threshold.
  OutageTiming timing;
  /// When an evaluation sees it, where there is an interval, and the budget that is spent by then.
  std::optional<double> evaluated_s;
  std::optional<double> spent_evaluated;

  /// The later of what is known.
  std::optional<double> detection_s() const {
    return evaluated_s ? evaluated_s : timing.detection_s;
  }
  std::optional<double> spent() const { return evaluated_s ? spent_evaluated : timing.spent; }
};

struct ExplainedTier {
  std::size_t alert = 0;  ///< Index in the policy.
  Tier tier;
  std::int64_t for_ms = 0;
  double threshold = 0;     ///< As an error ratio.
  double share = 0;         ///< Of the budget, spent within the long window at the threshold.
  double exhaustion_s = 0;  ///< Of a full budget, at the factor.
  bool is_reachable = true;
  double requests_needed = 0;  ///< In the long window, so that one error does not fire.
  std::vector<ExplainedOutage> outages;
};

/// The first alert of a severity, whichever tier it is.
struct ExplainedSeverity {
  std::string severity;
  std::vector<ExplainedOutage> outages;  ///< One for each of the options' error ratios.
};

/// Where an alert of a rule file is written.
struct ExplainedPlace {
  std::string file;
  std::uint32_t line = 0;
};

struct Explanation {
  std::string title;
  std::string origin;  ///< Where the alerts are from: "workbook policy".
  Objective objective;
  Period period;
  Policy policy;
  std::vector<ExplainedPlace> places;  ///< Of the policy's alerts; empty: not from a rule file.
  std::int64_t interval_ms = 0;        ///< Between evaluations; 0: exact times.
  double budget_s = 0;                 ///< As a full outage.
  double requests = 0;                 ///< In a period; 0: not known.
  double budget_requests = 0;
  std::vector<ExplainedTier> tiers;
  std::vector<ExplainedSeverity> severities;
  std::vector<PolicyFault> faults;
  std::vector<Claim> claims;
  /// Sentences on what a reader of the figures should know.
  std::vector<std::string> remarks;

  /// Whether a claim or the policy is wrong.
  bool has_faults() const;
};

/// `slo.policy` is the policy that is explained. Claims and places are for the caller to add.
Explanation Explain(const Slo& slo, const ExplainOptions& options);

struct ExplainTextOptions {
  bool colour = false;
  std::size_t width = 0;  ///< Of the terminal; 0: there is no end.
};
std::string ExplanationText(const Explanation& explanation, const ExplainTextOptions& options);
/// A table of claims, for those that are about no objective in particular too.
std::string ClaimsText(const std::vector<Claim>& claims, const ExplainTextOptions& options);

/// `{"slos": [...], "claims": [...]}`; `loose` are claims about none of them.
std::string ExplanationsJson(const std::vector<Explanation>& explanations,
                             const std::vector<Claim>& loose);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_EXPLAIN_H_
