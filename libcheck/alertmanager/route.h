#ifndef LIBCHECK_ALERTMANAGER_ROUTE_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/model/alert_matcher.h"
#include "libcheck/model/labels.h"
#include "libcheck/source/source_file.h"

namespace check::alertmanager {

/// What one route of a configuration says. What it omits, it has from the route around it.
struct RouteSpec {
  std::uint32_t depth = 0;  ///< 0: the root.
  Span span;                ///< In its file.
  std::vector<model::AlertMatcher> matchers;
  bool continues = false;
  std::string receiver;  ///< Empty: omitted.
  std::optional<std::vector<std::string>> group_by;
  bool group_by_all = false;  ///< `group_by: [...]`, which leaves `group_by` empty.
  std::optional<Duration> group_wait;
  std::optional<Duration> group_interval;
  std::optional<Duration> repeat_interval;
  std::vector<std::string> mute_time_intervals;
  std::vector<std::string> active_time_intervals;
  std::map<std::string, std::string> labels;
};

/// A route with all that counts for the alerts that end there.
struct Route {
  std::uint32_t parent = 0;  ///< Its number; the root is its own.
  std::uint32_t end = 0;     ///< The number after those of all routes within this one.
  std::uint32_t depth = 0;
  Span span;

  std::vector<model::AlertMatcher> matchers;  ///< Its own, sorted.
  bool continues = false;

  std::string receiver;
  std::vector<std::string> group_by;  ///< Sorted. Of no meaning if `group_by_all`.
  bool group_by_all = false;
  Duration group_wait = std::chrono::seconds(30);
  Duration group_interval = std::chrono::minutes(5);
  Duration repeat_interval = std::chrono::hours(4);
  std::vector<std::string> mute_time_intervals;    ///< Its own: these are not inherited.
  std::vector<std::string> active_time_intervals;  ///< Likewise.
  std::map<std::string, std::string> labels;
};

/// The routes of a configuration, by their numbers in the order in which they are written: the root
/// is 0, and each comes before those within it.
class RouteTree {
 public:
  /// `specs`: the root first, and each before those within it. There is at least one.
  explicit RouteTree(std::vector<RouteSpec> specs);

  const std::vector<Route>& routes() const { return routes_; }
  const Route& operator[](std::uint32_t route) const { return routes_[route]; }

  /// The children of a route: FirstChild(r), NextSibling of that and so on, up to its `end`.
  std::uint32_t FirstChild(std::uint32_t route) const { return route + 1; }
  std::uint32_t NextSibling(std::uint32_t route) const { return routes_[route].end; }

  /// Where an alert ends, in the order in which Alertmanager notifies. Never empty unless the root
  /// has matchers.
  std::vector<std::uint32_t> Match(model::Labels labels) const;
  /// The same for alerts of which `matches` says whether the matchers of a route match them. It is
  /// asked of each route that they come to, in order.
  std::vector<std::uint32_t> MatchIf(const std::function<bool(std::uint32_t route)>& matches) const;

  /// The routes that an alert passes through and ends in, in order: what `amtool config routes test
  /// --tree` shows.
  std::vector<std::uint32_t> Visit(model::Labels labels) const;

  /// Alertmanager's name for a route, which siblings with equal matchers share:
  /// `{}/{team="a"}/{severity="page"}`.
  std::string Key(std::uint32_t route) const;

  /// The labels of an alert by which it is grouped in a route.
  model::Labels GroupLabels(std::uint32_t route, model::Labels labels,
                            model::LabelTable& table) const;

  /// Alertmanager's name for a group of alerts: `{}/{team="a"}:{alertname="Down"}`.
  std::string GroupKey(std::uint32_t route, model::Labels group_labels) const;

 private:
  template <typename Matches, typename Enter, typename Leave>
  void Walk(Matches&& matches, Enter&& enter, Leave&& leave) const;

  std::vector<Route> routes_;
};

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_H_
