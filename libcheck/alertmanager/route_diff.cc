#include "libcheck/alertmanager/route_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace check::alertmanager {
namespace {

constexpr std::string_view kAspects[] = {"receivers",
                                         "group_by",
                                         "group_wait",
                                         "group_interval",
                                         "repeat_interval",
                                         "mute_time_intervals",
                                         "active_time_intervals",
                                         "labels"};

std::string Listed(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string GroupText(const Route& route) {
  if (route.group_by_all) return "...";
  return Listed(route.group_by);
}

std::string LabelText(const Route& route) {
  std::vector<std::string> labels;
  for (const auto& [name, value] : route.labels) labels.push_back(name + "=" + value);
  return Listed(std::move(labels));
}

// The times of an interval; of none if it is not there.
std::vector<TimeInterval> TimesOf(const Routing& routing, std::string_view name) {
  std::vector<TimeInterval> times;
  for (const NamedInterval& interval : routing.intervals) {
    if (interval.name != name) continue;
    times.insert(times.end(), interval.intervals.begin(), interval.intervals.end());
  }
  return times;
}

class EndsComparison {
 public:
  EndsComparison(const Routing& old_routing, const Routing& new_routing)
      : old_(old_routing), new_(new_routing) {}

  std::vector<RouteChange> Compare(std::span<const std::uint32_t> before,
                                   std::span<const std::uint32_t> after) {
    std::vector<const Route*> old_routes = RoutesOf(old_, before);
    std::vector<const Route*> new_routes = RoutesOf(new_, after);
    const std::string old_receivers = ReceiversOf(old_routes);
    const std::string new_receivers = ReceiversOf(new_routes);
    if (old_receivers != new_receivers) {
      changes_.push_back({RouteAspect::kReceivers, "", old_receivers, new_receivers});
    }
    ComparePairs(old_routes, new_routes, true);
    // A notification that goes to another receiver may change in other ways as well.
    ComparePairs(old_routes, new_routes, false);
    std::sort(changes_.begin(), changes_.end(), [](const RouteChange& a, const RouteChange& b) {
      return std::tie(a.receiver, a.aspect, a.before, a.after) <
             std::tie(b.receiver, b.aspect, b.before, b.after);
    });
    return std::move(changes_);
  }

 private:
  static std::vector<const Route*> RoutesOf(const Routing& routing,
                                            std::span<const std::uint32_t> ends) {
    std::vector<const Route*> routes;
    for (const std::uint32_t end : ends) routes.push_back(&routing.routes[end]);
    return routes;
  }

  // As often as they are notified.
  static std::string ReceiversOf(std::span<const Route* const> routes) {
    std::vector<std::string> receivers;
    for (const Route* route : routes) receivers.push_back(route->receiver);
    std::sort(receivers.begin(), receivers.end());
    return receivers.empty() ? "none" : fmt::format("{}", fmt::join(receivers, ", "));
  }

  // Takes routes out of both lists, two by two, and compares what else they say. Those that are
  // alike in all are taken first.
  void ComparePairs(std::vector<const Route*>& before, std::vector<const Route*>& after,
                    bool of_one_receiver) {
    for (const bool if_alike : {true, false}) {
      std::erase_if(before, [&](const Route* route) {
        const auto other = std::find_if(after.begin(), after.end(), [&](const Route* candidate) {
          if (of_one_receiver && candidate->receiver != route->receiver) return false;
          return !if_alike || ChangesBetween(*route, *candidate).empty();
        });
        if (other == after.end()) return false;
        for (RouteChange& change : ChangesBetween(*route, **other)) {
          changes_.push_back(std::move(change));
        }
        after.erase(other);
        return true;
      });
    }
  }

  std::vector<RouteChange> ChangesBetween(const Route& before, const Route& after) const {
    std::vector<RouteChange> changes;
    const auto compare = [&](RouteAspect aspect, std::string old_text, std::string new_text) {
      if (old_text == new_text) return;
      changes.push_back({aspect, after.receiver, std::move(old_text), std::move(new_text)});
    };
    compare(RouteAspect::kGroupBy, GroupText(before), GroupText(after));
    compare(RouteAspect::kGroupWait, FormatPrometheusDuration(before.group_wait),
            FormatPrometheusDuration(after.group_wait));
    compare(RouteAspect::kGroupInterval, FormatPrometheusDuration(before.group_interval),
            FormatPrometheusDuration(after.group_interval));
    compare(RouteAspect::kRepeatInterval, FormatPrometheusDuration(before.repeat_interval),
            FormatPrometheusDuration(after.repeat_interval));
    compare(RouteAspect::kMuteTimes, Listed(before.mute_time_intervals),
            IntervalText(before.mute_time_intervals, after.mute_time_intervals));
    compare(RouteAspect::kActiveTimes, Listed(before.active_time_intervals),
            IntervalText(before.active_time_intervals, after.active_time_intervals));
    compare(RouteAspect::kLabels, LabelText(before), LabelText(after));
    return changes;
  }

  // The new names; those that were there before and mean other times now are marked.
  std::string IntervalText(std::span<const std::string> before,
                           std::vector<std::string> after) const {
    for (std::string& name : after) {
      if (std::find(before.begin(), before.end(), name) == before.end()) continue;
      if (TimesOf(old_, name) != TimesOf(new_, name)) name += " (other times)";
    }
    return Listed(std::move(after));
  }

  const Routing& old_;
  const Routing& new_;
  std::vector<RouteChange> changes_;
};

// Whether the trees are the same, route by route: then there is no need to know any alert.
bool AreAlike(const Routing& before, const Routing& after) {
  const std::vector<Route>& old_routes = before.routes.routes();
  const std::vector<Route>& new_routes = after.routes.routes();
  if (old_routes.size() != new_routes.size()) return false;
  for (std::uint32_t i = 0; i < old_routes.size(); ++i) {
    const Route& a = old_routes[i];
    const Route& b = new_routes[i];
    if (a.depth != b.depth || a.continues != b.continues || a.matchers != b.matchers) return false;
    if (!CompareEnds(before, {&i, 1}, after, {&i, 1}).empty()) return false;
  }
  return true;
}

using InhibitKey = std::tuple<std::vector<model::AlertMatcher>, std::vector<model::AlertMatcher>,
                              std::vector<std::string>>;

template <typename T>
std::vector<T> Sorted(std::vector<T> list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

InhibitKey KeyOf(const InhibitRule& rule) {
  return {Sorted(rule.source_matchers), Sorted(rule.target_matchers), Sorted(rule.equal)};
}

// The numbers of rules that are not among the others.
std::vector<std::size_t> Missing(std::span<const InhibitRule> rules,
                                 std::span<const InhibitRule> others) {
  std::vector<InhibitKey> known;
  for (const InhibitRule& rule : others) known.push_back(KeyOf(rule));
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const InhibitKey key = KeyOf(rules[i]);
    if (std::find(known.begin(), known.end(), key) == known.end()) missing.push_back(i);
  }
  return missing;
}

}  // namespace

std::string_view ToString(RouteAspect aspect) { return kAspects[static_cast<std::size_t>(aspect)]; }

std::vector<RouteChange> CompareEnds(const Routing& old_routing,
                                     std::span<const std::uint32_t> before,
                                     const Routing& new_routing,
                                     std::span<const std::uint32_t> after) {
  return EndsComparison(old_routing, new_routing).Compare(before, after);
}

RoutingComparison::RoutingComparison(const Routing& old_routing, const Routing& new_routing,
                                     std::span<const AlertShape> shapes)
    : old_(old_routing),
      new_(new_routing),
      are_alike_(AreAlike(old_routing, new_routing)),
      classifier_({&old_routing.routes, &new_routing.routes}, shapes) {}

RouteDiff RoutingComparison::Compare(const AlertShape* shape,
                                     const RouteClassLimits& limits) const {
  RouteDiff diff;
  if (are_alike_) return diff;
  std::vector<std::vector<RouteChange>> changes;
  RouteClasses found = classifier_.Divide(
      shape,
      [&](const RouteClass& alerts) {
        std::vector<RouteChange> change = CompareEnds(old_, alerts.ends[0], new_, alerts.ends[1]);
        if (change.empty()) return false;
        changes.push_back(std::move(change));
        return true;
      },
      limits);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    diff.classes.push_back({std::move(found.classes[i]), std::move(changes[i])});
  }
  diff.left_out = found.left_out;
  diff.unclear_labels = std::move(found.unclear_labels);
  return diff;
}

InhibitRuleDiff CompareInhibitRules(std::span<const InhibitRule> before,
                                    std::span<const InhibitRule> after) {
  return {Missing(before, after), Missing(after, before)};
}

std::string ToString(const InhibitRule& rule) {
  std::string text = fmt::format("{} mutes {}", model::ToString(Sorted(rule.source_matchers)),
                                 model::ToString(Sorted(rule.target_matchers)));
  if (!rule.equal.empty()) text += " with equal " + Listed(rule.equal);
  return text;
}

}  // namespace check::alertmanager
