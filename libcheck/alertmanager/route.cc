#include "libcheck/alertmanager/route.h"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <utility>

namespace check::alertmanager {
namespace {

// What `route`, which has what it inherits, is with what it says itself.
void Apply(RouteSpec& spec, Route& route) {
  route.depth = spec.depth;
  route.span = spec.span;
  route.matchers = std::move(spec.matchers);
  std::sort(route.matchers.begin(), route.matchers.end());
  route.continues = spec.continues;
  if (!spec.receiver.empty()) route.receiver = std::move(spec.receiver);
  if (spec.group_by) {
    route.group_by = *std::move(spec.group_by);
    std::sort(route.group_by.begin(), route.group_by.end());
    route.group_by_all = false;
  } else if (spec.group_by_all) {
    route.group_by_all = true;
  }
  route.group_wait = spec.group_wait.value_or(route.group_wait);
  route.group_interval = spec.group_interval.value_or(route.group_interval);
  route.repeat_interval = spec.repeat_interval.value_or(route.repeat_interval);
  route.mute_time_intervals = std::move(spec.mute_time_intervals);
  route.active_time_intervals = std::move(spec.active_time_intervals);
  for (auto& [name, value] : spec.labels) route.labels[name] = std::move(value);
}

}  // namespace

RouteTree::RouteTree(std::vector<RouteSpec> specs) {
  assert(!specs.empty() && specs.front().depth == 0);
  routes_.reserve(specs.size());
  std::vector<std::uint32_t> open;  // The routes around the next one.
  const auto close_down_to = [&](std::uint32_t depth) {
    for (; open.size() > depth; open.pop_back()) {
      routes_[open.back()].end = static_cast<std::uint32_t>(routes_.size());
    }
  };
  for (RouteSpec& spec : specs) {
    close_down_to(spec.depth);
    const std::uint32_t parent = open.empty() ? 0 : open.back();
    Route route = open.empty() ? Route() : routes_[parent];
    route.parent = parent;
    Apply(spec, route);
    open.push_back(static_cast<std::uint32_t>(routes_.size()));
    routes_.push_back(std::move(route));
  }
  close_down_to(0);
}

// Follows an alert through the tree: `enter` is called with each route whose matchers match, and
// `leave` once its children have been tried, with whether one of them matched.
template <typename Matches, typename Enter, typename Leave>
void RouteTree::Walk(Matches&& matches, Enter&& enter, Leave&& leave) const {
  struct Level {
    std::uint32_t route;
    std::uint32_t next;  // The child to try.
    bool has_matched = false;
  };
  if (!matches(0)) return;
  enter(0);
  std::vector<Level> levels = {{0, FirstChild(0)}};
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.next == routes_[level.route].end) {
      leave(level.route, level.has_matched);
      levels.pop_back();
      continue;
    }
    const std::uint32_t child = level.next;
    level.next = NextSibling(child);
    if (!matches(child)) continue;
    level.has_matched = true;
    if (!routes_[child].continues) level.next = routes_[level.route].end;
    enter(child);
    levels.push_back({child, FirstChild(child)});
  }
}

std::vector<std::uint32_t> RouteTree::Match(model::Labels labels) const {
  return MatchIf(
      [&](std::uint32_t route) { return model::MatchesAll(routes_[route].matchers, labels); });
}

std::vector<std::uint32_t> RouteTree::MatchIf(
    const std::function<bool(std::uint32_t route)>& matches) const {
  std::vector<std::uint32_t> found;
  Walk(
      matches, [](std::uint32_t) {},
      [&](std::uint32_t route, bool has_matched) {
        if (!has_matched) found.push_back(route);
      });
  return found;
}

std::vector<std::uint32_t> RouteTree::Visit(model::Labels labels) const {
  std::vector<std::uint32_t> visited;
  Walk([&](std::uint32_t route) { return model::MatchesAll(routes_[route].matchers, labels); },
       [&](std::uint32_t route) { visited.push_back(route); }, [](std::uint32_t, bool) {});
  return visited;
}

std::string RouteTree::Key(std::uint32_t route) const {
  std::vector<std::uint32_t> path = {route};
  while (path.back() != 0) path.push_back(routes_[path.back()].parent);
  std::string key;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    if (step != path.rbegin()) key += '/';
    key += model::ToString(routes_[*step].matchers);
  }
  return key;
}

model::Labels RouteTree::GroupLabels(std::uint32_t route, model::Labels labels,
                                     model::LabelTable& table) const {
  if (routes_[route].group_by_all) return labels;
  const std::vector<std::string>& group_by = routes_[route].group_by;
  const std::vector<std::string_view> names(group_by.begin(), group_by.end());
  return table.Keep(labels, names);
}

std::string RouteTree::GroupKey(std::uint32_t route, model::Labels group_labels) const {
  return Key(route) + ':' + group_labels.ToString();
}

}  // namespace check::alertmanager
