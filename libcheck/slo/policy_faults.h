#ifndef LIBCHECK_SLO_POLICY_FAULTS_H_
#define LIBCHECK_SLO_POLICY_FAULTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/objective.h"
#include "libcheck/slo/policy.h"

namespace check::slo {

/// Something that the author of a policy did not mean.
struct PolicyFault {
  enum class Kind : std::uint8_t {
    kTierUnreachable,       ///< Its threshold is more than all events.
    kWindowRoundsToZero,    ///< There is a short window, of no length.
    kFactorPeriodMismatch,  ///< The factor belongs to another period.
    kSpentBeforeFiring,     ///< The budget is spent when it fires.
    kSingleWindow,          ///< It goes on firing long after recovery.
    kWindowBeyondPeriod,    ///< The window is longer than the period.
    kHoldBeyondWindows,     ///< `for` lasts longer than the condition of an outage can hold.
    kSilentBurn,            ///< Burn rates that exhaust the budget and alert nobody.
    kLowTraffic,            ///< A single error fires.
  };
  Kind kind;
  std::size_t alert = 0;  ///< Index in the policy.
  std::size_t tier = 0;   ///< Index in the alert.
  std::string message;    ///< One sentence.
  std::string note;       ///< What to do; may be empty.

  /// Whether nobody can have meant it, rather than something to think about.
  bool is_wrong() const { return kind <= Kind::kSpentBeforeFiring; }
};

/// "tier-unreachable", for machines.
std::string_view ToString(PolicyFault::Kind kind);

/// What a policy is judged with.
struct PolicySetting {
  const Policy& policy;
  const Objective& objective;
  std::int64_t period_ms = 0;
  double requests_per_second = 0;  ///< 0: not known.
};

/// All that is wrong, tier by tier; what concerns the policy as a whole comes last.
std::vector<PolicyFault> FaultsOf(const PolicySetting& setting);

/// "`page`", or "`page` [critical]" where several alerts have the same name.
std::string AlertTitle(const Policy& policy, std::size_t alert);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_POLICY_FAULTS_H_
