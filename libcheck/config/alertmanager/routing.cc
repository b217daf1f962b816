#include "libcheck/config/alertmanager/routing.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace check::config::alertmanager {
namespace {

namespace am = check::alertmanager;
using schema::Values;

std::vector<std::string> Owned(const std::vector<std::string_view>& texts) {
  return {texts.begin(), texts.end()};
}

am::RouteSpec SpecOf(const Route& route, std::uint32_t depth) {
  am::RouteSpec spec = {
      .depth = depth,
      .span = route.section.node().span,
      .matchers = route.matchers,
      .continues = route.continues,
      .receiver = std::string(route.receiver),
      .group_by = {},
      .group_by_all = route.group_by_all,
      .group_wait = route.group_wait,
      .group_interval = route.group_interval,
      .repeat_interval = route.repeat_interval,
      .mute_time_intervals = Owned(route.mute_time_intervals),
      .active_time_intervals = Owned(route.active_time_intervals),
      .labels = {route.labels.begin(), route.labels.end()},
  };
  if (route.group_by && !route.group_by_all) spec.group_by = Owned(*route.group_by);
  return spec;
}

void AddSpecs(const Route& route, std::uint32_t depth, std::vector<am::RouteSpec>& specs) {
  specs.push_back(SpecOf(route, depth));
  for (const Route& child : route.routes) AddSpecs(child, depth + 1, specs);
}

// The ranges of one field of a time interval, if it is given.
template <typename Range, typename Read>
std::optional<std::vector<Range>> RangesOf(const Values& spec, std::string_view field,
                                           Read&& read) {
  if (!spec.Has(field)) return std::nullopt;
  std::vector<Range> ranges;
  for (const yaml::Node& item : spec.Items(field)) {
    const Result<Range> range = read(item);
    if (range) ranges.push_back(*range);
  }
  return ranges;
}

std::optional<std::vector<am::NumberRange>> NumbersOf(
    const Values& spec, std::string_view field,
    Result<am::NumberRange> (*parse)(std::string_view text)) {
  return RangesOf<am::NumberRange>(
      spec, field, [&](const yaml::Node& item) { return parse(spec.TextOf(item)); });
}

}  // namespace

am::RouteTree MakeRouteTree(const Route& root) {
  std::vector<am::RouteSpec> specs;
  AddSpecs(root, 0, specs);
  return am::RouteTree(std::move(specs));
}

am::TimeInterval MakeTimeInterval(const Values& spec) {
  am::TimeInterval interval;
  interval.times = RangesOf<am::MinuteRange>(spec, "times", [&](const yaml::Node& item) {
    const Values range = spec.Of(item);
    return am::ParseTimes(range.Text("start_time"), range.Text("end_time"));
  });
  interval.weekdays = NumbersOf(spec, "weekdays", am::ParseWeekdays);
  interval.days_of_month = NumbersOf(spec, "days_of_month", am::ParseDaysOfMonth);
  interval.months = NumbersOf(spec, "months", am::ParseMonths);
  interval.years = NumbersOf(spec, "years", am::ParseYears);
  if (auto zone = am::ParseLocation(spec.Text("location"))) interval.zone = *std::move(zone);
  return interval;
}

am::NamedInterval MakeNamedInterval(const NamedInterval& interval) {
  am::NamedInterval made = {std::string(interval.name), {}};
  for (const Values& spec : interval.specs) made.intervals.push_back(MakeTimeInterval(spec));
  return made;
}

std::optional<am::Routing> MakeRouting(const AlertmanagerConfig& config) {
  if (!config.route) return std::nullopt;
  am::Routing routing{MakeRouteTree(*config.route), {}, {}};
  for (const InhibitRule& rule : config.inhibit_rules) {
    routing.inhibit_rules.push_back({rule.section.node().span, std::string(rule.name), rule.source,
                                     rule.target, Owned(rule.equal)});
  }
  for (const NamedInterval& interval : config.time_intervals) {
    routing.intervals.push_back(MakeNamedInterval(interval));
  }
  return routing;
}

}  // namespace check::config::alertmanager
