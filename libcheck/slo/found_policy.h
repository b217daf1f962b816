#ifndef LIBCHECK_SLO_FOUND_POLICY_H_
#define LIBCHECK_SLO_FOUND_POLICY_H_

#include <string>
#include <variant>

#include "libcheck/slo/burn_condition.h"
#include "libcheck/slo/read_policy.h"

/// Steps on the way from the expressions of a rule file to its policies.
namespace check::slo {

/// The tier that and-ed conditions come to, or one sentence: why they are none.
std::variant<FoundTier, std::string> TierOf(const Conjunction& conjunction,
                                            const Recordings& recordings);

/// The objective and the period of `policy` as far as its alerts, or constants that the files
/// record, tell them.
void FindConstants(FoundPolicy& policy, const Recordings& recordings, Measurer& measurer);

/// What to call a policy whose first alert is `alert`.
std::string PolicyName(const FoundAlert& alert, const std::string& key);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_FOUND_POLICY_H_
