#ifndef LIBCHECK_CONFIG_ALERTMANAGER_ROUTING_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_ROUTING_H_

#include <optional>

#include "libcheck/alertmanager/routing.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"

/// From what an alertmanager.yml says to what it does. None of it views the file any more.
namespace check::config::alertmanager {

/// The tree below a root route; what a route omits, it has from the one around it.
check::alertmanager::RouteTree MakeRouteTree(const Route& root);

/// One section of weekdays, months and so on. Ranges that Alertmanager refuses are omitted.
check::alertmanager::TimeInterval MakeTimeInterval(const schema::Values& spec);
check::alertmanager::NamedInterval MakeNamedInterval(const NamedInterval& interval);

/// All of it; nothing if the file has no `route`. Where the file has faults, as CheckConfig reports
/// them, it is what could be made of it.
std::optional<check::alertmanager::Routing> MakeRouting(const AlertmanagerConfig& config);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_ROUTING_H_
