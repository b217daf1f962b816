#ifndef LIBCHECK_SLO_RULE_CLAIMS_H_
#define LIBCHECK_SLO_RULE_CLAIMS_H_

#include <vector>

#include "libcheck/slo/claims.h"
#include "libcheck/slo/read_policy.h"

namespace check::slo {

/// What annotations of the alerts of `policy`, and comments at and in them, claim, judged by the
/// policy's objective and `context`, whose factors are not looked at.
std::vector<Claim> RuleClaims(const FoundPolicy& policy, ClaimContext context);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_RULE_CLAIMS_H_
