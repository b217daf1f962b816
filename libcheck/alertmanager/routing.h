#ifndef LIBCHECK_ALERTMANAGER_ROUTING_H_
#define LIBCHECK_ALERTMANAGER_ROUTING_H_

#include <vector>

#include "libcheck/alertmanager/inhibition.h"
#include "libcheck/alertmanager/route.h"
#include "libcheck/alertmanager/time_interval.h"

namespace check::alertmanager {

/// The parts of an alertmanager.yml that decide where alerts go, and when. It depends on nothing
/// else; config/alertmanager/routing.h makes it.
struct Routing {
  RouteTree routes;
  std::vector<InhibitRule> inhibit_rules;
  std::vector<NamedInterval> intervals;  ///< Of `mute_time_intervals` and `time_intervals`.
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTING_H_
