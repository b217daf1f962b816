#ifndef LIBCHECK_ALERTMANAGER_ROUTE_CLASSES_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/alert_space.h"
#include "libcheck/alertmanager/route.h"

/// All alerts there can be, divided by the routes that they take through some trees.
namespace check::alertmanager {

/// Which alerts are meant: those that meet `matchers`, and all matchers of none of `except`.
struct AlertDescription {
  std::vector<model::AlertMatcher> matchers;
  std::vector<std::vector<model::AlertMatcher>> except;
};

/// `{team="db",severity!="page"}`, and `, but not {env="dev",job="a"}` of which no more than `most`
/// are listed.
std::string ToString(const AlertDescription& description, std::size_t most);

/// Alerts that are treated alike: in each of the trees the same routes match them.
struct RouteClass {
  std::vector<std::vector<std::uint32_t>> ends;  ///< For each tree, as RouteTree::Match.
  /// For each tree, all routes whose matchers match, in order.
  std::vector<std::vector<std::uint32_t>> visited;
  ExampleAlert example;                      ///< The labels of one of them. May be empty.
  std::vector<std::uint32_t> example_parts;  ///< The same for AlertSpace::LabelsIn.
  AlertDescription description;              ///< Exact.
};

struct RouteClassLimits {
  /// Classes that are looked at. What is left over is counted, as far as it was met.
  std::size_t classes = 20'000;
  /// What may be spent on finding out whether there are alerts in a class: some seconds.
  std::size_t steps = 50'000'000;
};

struct RouteClasses {
  /// Of which `is_wanted` was true, in the order of the routes that match.
  std::vector<RouteClass> classes;
  /// How many sets of alerts were not looked at: the limit was reached, or it would take too long
  /// to find out whether there are any.
  std::size_t left_out = 0;
  std::vector<std::string> unclear_labels;  ///< As AlertSpace::UnclearLabels.

  /// Whether there can be no other classes.
  bool is_complete() const { return left_out == 0 && unclear_labels.empty(); }
};

/// Divides alerts by the routes of some trees.
class RouteClassifier {
 public:
  /// `shapes` are all that classes will be asked of. The trees have to live as long.
  RouteClassifier(std::vector<const RouteTree*> trees, std::span<const AlertShape> shapes = {});

  /// Called with a class without its description.
  using IsWanted = std::function<bool(const RouteClass&)>;

  /// The classes of all alerts, or of those of one shape.
  RouteClasses Divide(const AlertShape* shape, const IsWanted& is_wanted,
                      const RouteClassLimits& limits = {}) const;

  const AlertSpace& space() const { return space_; }

 private:
  friend class RouteClassSearch;

  std::vector<const RouteTree*> trees_;
  AlertSpace space_;
  std::vector<AlertCondition> conditions_;                      // Each once.
  std::vector<std::span<const model::AlertMatcher>> matchers_;  // Of each condition.
  std::vector<std::vector<std::uint32_t>> condition_of_;        // For each tree and route.
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_CLASSES_H_
