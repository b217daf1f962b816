#ifndef LIBCHECK_ALERTS_CHECK_ROUTING_H_
#define LIBCHECK_ALERTS_CHECK_ROUTING_H_

#include <span>

#include "libcheck/alertmanager/routing.h"
#include "libcheck/alerts/rule_alerts.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/diagnostic/diagnostic.h"

namespace check::alerts {

/// A configuration of Alertmanager, as it is written and as it is used.
struct CheckedRouting {
  const config::alertmanager::AlertmanagerConfig& config;
  const alertmanager::Routing& routing;
  const SourceFile& file;
};

/// Reports what a configuration does with the alerts of `rules` that its author can hardly have
/// meant. Only what is certain: labels that an expression may have are there and are not there.
/// Places are in the configuration and in the files of the rules.
void CheckRouting(const CheckedRouting& checked, const RuleAlerts& rules, Diagnostics& diagnostics);

/// All that CheckRouting can report, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_CHECK_ROUTING_H_
