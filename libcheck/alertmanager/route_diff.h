#ifndef LIBCHECK_ALERTMANAGER_ROUTE_DIFF_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_DIFF_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/alertmanager/route_classes.h"
#include "libcheck/alertmanager/routing.h"

/// What two configurations do differently with the same alerts.
namespace check::alertmanager {

enum class RouteAspect : std::uint8_t {
  kReceivers,
  kGroupBy,
  kGroupWait,
  kGroupInterval,
  kRepeatInterval,
  kMuteTimes,
  kActiveTimes,
  kLabels,
};

/// "receivers", "group_by" and so on, as fields of a route are called.
std::string_view ToString(RouteAspect aspect);

/// One thing that changes for some alerts.
struct RouteChange {
  RouteAspect aspect = RouteAspect::kReceivers;
  std::string receiver;  ///< To whose notifications it happens; empty for kReceivers.
  std::string before;
  std::string after;
  friend auto operator<=>(const RouteChange&, const RouteChange&) = default;
};

/// What changes for alerts that end in the routes `before` of one configuration and `after` of the
/// other. In which order receivers are notified does not matter.
std::vector<RouteChange> CompareEnds(const Routing& old_routing,
                                     std::span<const std::uint32_t> before,
                                     const Routing& new_routing,
                                     std::span<const std::uint32_t> after);

/// Alerts for which something changes.
struct RouteClassChange {
  RouteClass alerts;
  std::vector<RouteChange> changes;
};

struct RouteDiff {
  std::vector<RouteClassChange> classes;
  std::size_t left_out = 0;                 ///< As RouteClasses::left_out.
  std::vector<std::string> unclear_labels;  ///< As AlertSpace::UnclearLabels.
};

/// All classes of alerts that the two configurations treat differently.
class RoutingComparison {
 public:
  /// `shapes` are all that Compare will be asked of. The configurations have to live as long.
  RoutingComparison(const Routing& old_routing, const Routing& new_routing,
                    std::span<const AlertShape> shapes = {});

  /// Of all alerts, or of those of one shape.
  RouteDiff Compare(const AlertShape* shape, const RouteClassLimits& limits = {}) const;

 private:
  const Routing& old_;
  const Routing& new_;
  bool are_alike_;
  RouteClassifier classifier_;
};

/// Inhibition rules that only one of the configurations has, as their numbers there. The order of
/// rules, of matchers and of labels in `equal` does not matter.
struct InhibitRuleDiff {
  std::vector<std::size_t> removed;
  std::vector<std::size_t> added;
};
InhibitRuleDiff CompareInhibitRules(std::span<const InhibitRule> before,
                                    std::span<const InhibitRule> after);

/// `{severity="page"} mutes {severity="warning"} with equal job`
std::string ToString(const InhibitRule& rule);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_DIFF_H_
