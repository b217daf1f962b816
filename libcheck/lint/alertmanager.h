#ifndef LIBCHECK_LINT_ALERTMANAGER_H_
#define LIBCHECK_LINT_ALERTMANAGER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/route.h"
#include "libcheck/alertmanager/route_reach.h"
#include "libcheck/alertmanager/time_interval.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/lint/check.h"

/// Checks of an alertmanager.yml.
namespace check::lint {

/// The routes of a configuration, and what several checks want to know of them: worked out when it
/// is first asked for.
class RoutingFacts {
 public:
  explicit RoutingFacts(const config::alertmanager::Route& root);

  const alertmanager::RouteTree& tree() const { return tree_; }
  /// A route as it is written.
  const config::alertmanager::Route& Written(std::uint32_t route) const { return *written_[route]; }

  alertmanager::AlertFinder& finder() { return finder_; }
  /// The alerts that a route's own matchers match.
  const alertmanager::AlertSet& Own(std::uint32_t route);
  /// What happens to all alerts there can be.
  const std::vector<alertmanager::RouteReach>& Reach();

  /// Whether a sibling after `route` may have alerts in common with it.
  bool HasLaterOverlap(std::uint32_t route);
  /// The siblings before `route` that may have alerts in common with it; rising numbers.
  std::vector<std::uint32_t> EarlierOverlaps(std::uint32_t route);

 private:
  std::vector<std::uint32_t> MayOverlap(std::uint32_t route);
  bool Overlap(std::uint32_t route, std::uint32_t sibling);

  std::vector<const config::alertmanager::Route*> written_;
  alertmanager::RouteTree tree_;
  alertmanager::AlertFinder finder_;
  std::vector<alertmanager::AlertSet> own_;
  std::vector<alertmanager::RouteReach> reach_;
  // Of the children of each route that was requested.
  std::vector<std::unique_ptr<alertmanager::AlertIndex>> children_;
};

/// What a check of a whole configuration is given. Parts with errors are there as far as they could
/// be read.
struct AlertmanagerContext {
  const SourceFile& file;
  const config::alertmanager::AlertmanagerConfig& config;
  /// Null if there is no route, or if its errors leave open which alerts go where.
  RoutingFacts* routing = nullptr;
  /// Those without errors.
  std::span<const alertmanager::NamedInterval> intervals = {};

  /// Null if there is none of that name without errors.
  const alertmanager::NamedInterval* FindInterval(std::string_view name) const;

  Location InFile(const yaml::Node& node) const { return {&file, node.span}; }
};

/// What a check of single routes is given: one without errors.
struct AlertRouteContext {
  const AlertmanagerContext& whole;
  RoutingFacts& routing;
  std::uint32_t number;

  const alertmanager::Route& route() const { return routing.tree()[number]; }
  const config::alertmanager::Route& written() const { return routing.Written(number); }
  bool is_root() const { return number == 0; }
  /// Whether it is here that timers are set, rather than around it.
  bool SaysTimers() const {
    return written().group_interval.has_value() || written().repeat_interval.has_value();
  }
  Location InFile(const yaml::Node& node) const { return whole.InFile(node); }
};

/// What a check of inhibition rules is given: one without errors.
struct InhibitRuleContext {
  const AlertmanagerContext& whole;
  const config::alertmanager::InhibitRule& rule;
  alertmanager::AlertFinder& finder;

  Location InFile(const yaml::Node& node) const { return whole.InFile(node); }
};

/// What a check of time intervals is given: one without errors.
struct NamedIntervalContext {
  const AlertmanagerContext& whole;
  const config::alertmanager::NamedInterval& written;
  const alertmanager::NamedInterval& interval;  ///< Its parts are those of `written.specs`.

  Location InFile(const yaml::Node& node) const { return whole.InFile(node); }
};

/// What a check of receivers is given. A receiver may have errors.
struct ReceiverContext {
  const AlertmanagerContext& whole;
  const config::alertmanager::Receiver& receiver;
  bool has_errors = false;

  Location InFile(const yaml::Node& node) const { return whole.InFile(node); }
};

/// Calls `visit(route)` with `root` and all routes within it.
template <typename Visit>
void ForEachRoute(const config::alertmanager::Route& root, const Visit& visit) {
  std::vector<const config::alertmanager::Route*> waiting = {&root};
  while (!waiting.empty()) {
    const config::alertmanager::Route& route = *waiting.back();
    waiting.pop_back();
    visit(route);
    for (const config::alertmanager::Route& child : route.routes) waiting.push_back(&child);
  }
}

/// Where a route sets its timers.
const yaml::Node& TimerOf(const config::alertmanager::Route& route);

/// The key of `field` in a section, or the first key if the section does not have it.
const yaml::Node& KeyOf(const schema::Values& section, std::string_view field);
/// The value of `field`, or the first key.
const yaml::Node& ValueOf(const schema::Values& section, std::string_view field);
/// The value of the first of `PREFIXmatchers`, `PREFIXmatch` and `PREFIXmatch_re` that there is, or
/// the first key.
const yaml::Node& MatchersOf(const schema::Values& section, std::string_view prefix);
/// The matcher of `label` in these, or all of them if it is not found.
const yaml::Node& MatcherOf(const schema::Values& section, std::string_view prefix,
                            std::string_view label);

/// Runs those of `checks` that look at an alertmanager.yml or at parts of it. `diagnostics`: with
/// what CheckConfig has found.
void CheckAlertmanager(const config::alertmanager::AlertmanagerConfig& config,
                       std::span<const Check* const> checks, Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_ALERTMANAGER_H_
