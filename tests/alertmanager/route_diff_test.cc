#include "libcheck/alertmanager/route_diff.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace check::alertmanager {
namespace {

RouteSpec Spec(std::uint32_t depth, std::string receiver) {
  RouteSpec spec;
  spec.depth = depth;
  spec.receiver = std::move(receiver);
  return spec;
}

Routing RoutingOf(std::vector<RouteSpec> specs, std::vector<NamedInterval> intervals = {}) {
  return {RouteTree(std::move(specs)), {}, std::move(intervals)};
}

// "group_by of db: a -> b; ..."
std::string Text(const std::vector<RouteChange>& changes) {
  std::string text;
  for (const RouteChange& change : changes) {
    if (!text.empty()) text += "; ";
    text += ToString(change.aspect);
    if (!change.receiver.empty()) text += " of " + change.receiver;
    text += ": " + change.before + " -> " + change.after;
  }
  return text;
}

std::string Compared(const Routing& before, std::vector<std::uint32_t> old_ends,
                     const Routing& after, std::vector<std::uint32_t> new_ends) {
  return Text(CompareEnds(before, old_ends, after, new_ends));
}

TEST_CASE("each setting of a route is compared, as it is inherited") {
  const Routing before = RoutingOf({Spec(0, "a"), Spec(1, "")});
  std::vector<RouteSpec> specs = {Spec(0, "a"), Spec(1, "")};
  specs[0].group_by = {"job", "env"};
  specs[0].group_wait = std::chrono::seconds(10);
  specs[0].group_interval = std::chrono::minutes(10);
  specs[1].repeat_interval = std::chrono::hours(12);
  specs[1].mute_time_intervals = {"night"};
  specs[1].active_time_intervals = {"office"};
  specs[1].labels = {{"tier", "one"}};
  const Routing after = RoutingOf(specs);
  CHECK(Compared(before, {1}, after, {1}) ==
        "group_by of a: none -> env, job; group_wait of a: 30s -> 10s; group_interval of a: 5m -> "
        "10m; repeat_interval of a: 4h -> 12h; mute_time_intervals of a: none -> night; "
        "active_time_intervals of a: none -> office; labels of a: none -> tier=one");
  CHECK(Compared(after, {1}, after, {1}) == "");
  specs[1].group_by_all = true;
  CHECK(Compared(after, {1}, RoutingOf(specs), {1}) == "group_by of a: env, job -> ...");
}

TEST_CASE("receivers are compared without their order, settings with those of the same receiver") {
  std::vector<RouteSpec> specs = {Spec(0, "a"), Spec(1, "b"), Spec(1, "c"), Spec(1, "b")};
  specs[3].group_wait = std::chrono::seconds(5);
  const Routing routing = RoutingOf(std::move(specs));
  CHECK(Compared(routing, {1, 2}, routing, {2, 1}) == "");
  CHECK(Compared(routing, {1, 2}, routing, {2, 3}) == "group_wait of b: 30s -> 5s");
  CHECK(Compared(routing, {1, 3}, routing, {3, 1}) == "");
  CHECK(Compared(routing, {1}, routing, {1, 3}) == "receivers: b -> b, b");
  CHECK(Compared(routing, {2}, routing, {3}) == "receivers: c -> b; group_wait of b: 30s -> 5s");
  CHECK(Compared(routing, {2}, routing, {0}) == "receivers: c -> a");
}

TEST_CASE("a time interval that means other times is a change") {
  std::vector<RouteSpec> specs = {Spec(0, "a")};
  specs[0].mute_time_intervals = {"night", "weekend"};
  TimeInterval night;
  night.times = {{MinuteRange{1320, 1440}}};
  const Routing before = RoutingOf(specs, {{"night", {night}}, {"weekend", {}}});
  CHECK(Compared(before, {0}, before, {0}) == "");
  night.times = {{MinuteRange{1200, 1440}}};
  const Routing after = RoutingOf(specs, {{"night", {night}}, {"weekend", {}}});
  CHECK(Compared(before, {0}, after, {0}) ==
        "mute_time_intervals of a: night, weekend -> night (other times), weekend");
}

TEST_CASE("inhibition rules are compared by what they say") {
  const auto matcher = [](std::string name, std::string value) {
    return *model::AlertMatcher::Make(model::MatchType::kEqual, std::move(name), std::move(value));
  };
  InhibitRule rule;
  rule.source_matchers = {matcher("severity", "page"), matcher("env", "prod")};
  rule.target_matchers = {matcher("severity", "info")};
  rule.equal = {"job", "env"};
  InhibitRule same = rule;
  std::swap(same.source_matchers[0], same.source_matchers[1]);
  std::swap(same.equal[0], same.equal[1]);
  InhibitRule other = rule;
  other.equal = {};
  const std::vector<InhibitRule> before = {rule, other};
  const std::vector<InhibitRule> after = {same};
  const InhibitRuleDiff diff = CompareInhibitRules(before, after);
  CHECK(diff.removed == std::vector<std::size_t>{1});
  CHECK(diff.added.empty());
  CHECK(ToString(rule) ==
        "{env=\"prod\",severity=\"page\"} mutes {severity=\"info\"} with equal env, job");
  CHECK(ToString(other) == "{env=\"prod\",severity=\"page\"} mutes {severity=\"info\"}");
}

}  // namespace
}  // namespace check::alertmanager
