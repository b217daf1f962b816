#ifndef LIBCHECK_ALERTS_CODES_H_
#define LIBCHECK_ALERTS_CODES_H_

#include "libcheck/diagnostic/diagnostic.h"

/// What a configuration of Alertmanager does with the alerts of given rules.
namespace check::alerts {

extern const CodeInfo kAlertDefaultRoute;
extern const CodeInfo kAnnotationNeverSet;
extern const CodeInfo kGroupLabelAbsent;
extern const CodeInfo kInhibitEqualAbsent;
extern const CodeInfo kInhibitRuleWithoutAlerts;
extern const CodeInfo kRouteWithoutAlerts;

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_CODES_H_
