#ifndef LIBCHECK_ALERTMANAGER_READ_H_
#define LIBCHECK_ALERTMANAGER_READ_H_

#include <vector>

#include "libcheck/alertmanager/inhibition.h"
#include "libcheck/alertmanager/route.h"
#include "libcheck/alertmanager/time_interval.h"
#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/yaml/node.h"

/// The parts of alertmanager.yml that decide where alerts go, made ready for use. A file should
/// have been checked before, so that all its faults are reported with their places: what makes
/// Alertmanager refuse it is an error here, the first that is met, in its words. What does not
/// matter for routing is passed over.
namespace check::alertmanager {

/// `route`: the value of the field of that name.
Result<RouteTree> ReadRoutes(const yaml::Node& route, model::MatcherMode mode, Arena& arena);

/// The items of `inhibit_rules`.
Result<std::vector<InhibitRule>> ReadInhibitRules(const yaml::Node& rules, model::MatcherMode mode,
                                                  Arena& arena);

/// One item of `time_intervals` within a named interval.
Result<TimeInterval> ReadTimeInterval(const yaml::Node& interval, Arena& arena);

/// The items of the top-level `time_intervals` or `mute_time_intervals`.
Result<std::vector<NamedInterval>> ReadNamedIntervals(const yaml::Node& intervals, Arena& arena);

/// All of these.
struct Routing {
  RouteTree routes;
  std::vector<InhibitRule> inhibit_rules;
  std::vector<NamedInterval> intervals;  ///< Of both lists.
};

/// `config` is the whole file.
Result<Routing> ReadRouting(const yaml::Node& config, model::MatcherMode mode, Arena& arena);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_READ_H_
