#ifndef LIBCHECK_ALERTMANAGER_ROUTE_REACH_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_REACH_H_

#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/route.h"

namespace check::alertmanager {

/// What happens to a set of alerts at one route.
struct RouteReach {
  /// How many of the alerts get there and match. Where it is kNone, the routes within are kNone,
  /// too.
  Share enters = Share::kNone;
  /// How many are notified from there: no route within takes them.
  Share ends = Share::kNone;
  /// Those that may enter: it holds for them what the route and those around it ask for. Alerts
  /// that earlier siblings take are still among them.
  AlertSet matching;
};

/// For each route of `tree`, by its number. kNone and kAll are certain. What is deeper than 200
/// levels is unknown.
std::vector<RouteReach> ReachOf(const RouteTree& tree, const AlertSet& alerts, AlertFinder& finder);

/// One of `alerts` that ends at `route`, confirmed by RE2.
AlertSearch FindEnding(const RouteTree& tree, std::uint32_t route, const AlertSet& alerts,
                       AlertFinder& finder);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_REACH_H_
