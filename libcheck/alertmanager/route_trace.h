#ifndef LIBCHECK_ALERTMANAGER_ROUTE_TRACE_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_TRACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route.h"

namespace check::alertmanager {

/// What happened to an alert at one route.
struct RouteStep {
  enum class Outcome : std::uint8_t {
    kPassed,    ///< It matched, and a route within it as well.
    kEnded,     ///< It matched, and is notified from here.
    kNoMatch,   ///< One of the matchers did not match.
    kNotTried,  ///< An earlier sibling had taken the alert.
  };
  std::uint32_t route = 0;
  Outcome outcome = Outcome::kNoMatch;
  const model::AlertMatcher* failed = nullptr;  ///< Of kNoMatch; belongs to the tree.
  std::uint32_t taken_by = 0;                   ///< Of kNotTried.
};

/// Every route that was looked at or ignored, in their order. Those within routes that did not
/// match are omitted.
std::vector<RouteStep> TraceAlert(const RouteTree& tree, model::Labels labels);

/// Why a matcher does not match: "`team` is `web`, not `db`", "the alert has no label `team`".
std::string WhyNoMatch(const model::AlertMatcher& matcher, model::Labels labels);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_TRACE_H_
