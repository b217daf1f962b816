#include "libcheck/alertmanager/read.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/alertmanager/fields.h"

namespace check::alertmanager {
namespace {

std::optional<Error> ReadDuration(const Fields& fields, std::string_view name,
                                  std::optional<Duration>& duration) {
  if (fields.Find(name) == nullptr) return std::nullopt;
  const auto read = ParsePrometheusDuration(fields.Text(name));
  if (!read) return read.error();
  duration = *read;
  return std::nullopt;
}

Result<RouteSpec> ReadRoute(const Fields& fields, model::MatcherMode mode) {
  RouteSpec spec;
  if (auto error = ReadMatchers(fields, "match", "match_re", "matchers", mode, spec.matchers)) {
    return *error;
  }
  struct Timer {
    std::string_view name;
    std::optional<Duration>& duration;
  };
  for (const Timer& timer :
       {Timer{"group_wait", spec.group_wait}, Timer{"group_interval", spec.group_interval},
        Timer{"repeat_interval", spec.repeat_interval}}) {
    if (auto error = ReadDuration(fields, timer.name, timer.duration)) return *error;
  }
  spec.receiver = fields.Text("receiver");
  spec.continues = fields.Flag("continue");
  spec.mute_time_intervals = fields.TextsOrNone("mute_time_intervals");
  spec.active_time_intervals = fields.TextsOrNone("active_time_intervals");
  spec.group_by = fields.Texts("group_by");
  if (spec.group_by && !spec.group_by->empty() && spec.group_by->front() == "...") {
    spec.group_by_all = true;
    spec.group_by.reset();
  }
  for (const yaml::Entry& label : fields.Entries("labels")) {
    spec.labels[fields.TextOf(label.key)] = fields.TextOf(label.value);
  }
  return spec;
}

// The ranges of one field of a time interval, if it is given.
template <typename Range, typename Read>
std::optional<Error> ReadRanges(const Fields& fields, std::string_view name, Read&& read,
                                std::optional<std::vector<Range>>& ranges) {
  const yaml::Node* list = fields.Find(name);
  if (list == nullptr) return std::nullopt;
  ranges.emplace();
  for (const yaml::Node& item : list->items()) {
    const Result<Range> range = read(item);
    if (!range) return range.error();
    ranges->push_back(*range);
  }
  return std::nullopt;
}

// Alertmanager: all alerts come in at the root, and go nowhere else.
std::optional<Error> CheckRoot(const Route& root) {
  if (root.receiver.empty()) return Error{"root route must specify a default receiver"};
  if (!root.matchers.empty()) return Error{"root route must not have any matchers"};
  if (root.continues) return Error{"cannot have continue in root route"};
  if (!root.mute_time_intervals.empty()) {
    return Error{"root route must not have any mute time intervals"};
  }
  if (!root.active_time_intervals.empty()) {
    return Error{"root route must not have any active time intervals"};
  }
  return std::nullopt;
}

}  // namespace

Result<RouteTree> ReadRoutes(const yaml::Node& route, model::MatcherMode mode, Arena& arena) {
  struct Place {
    const yaml::Node* node;
    std::uint32_t depth;
  };
  std::vector<RouteSpec> specs;
  // Routes may lie within one another as deep as the parser allows: too deep to recurse.
  std::vector<Place> waiting = {{&route, 0}};
  while (!waiting.empty()) {
    const Place place = waiting.back();
    waiting.pop_back();
    const Fields fields(*place.node, arena);
    Result<RouteSpec> spec = ReadRoute(fields, mode);
    if (!spec) return spec.error();
    spec->depth = place.depth;
    spec->span = place.node->span;
    specs.push_back(*std::move(spec));
    const yaml::Node* children = fields.Find("routes");
    if (children == nullptr) continue;
    for (std::size_t i = children->items().size(); i > 0; --i) {
      waiting.push_back({&children->items()[i - 1], place.depth + 1});
    }
  }
  return RouteTree(std::move(specs));
}

Result<std::vector<InhibitRule>> ReadInhibitRules(const yaml::Node& rules, model::MatcherMode mode,
                                                  Arena& arena) {
  std::vector<InhibitRule> read;
  for (const yaml::Node& node : rules.items()) {
    const Fields fields(node, arena);
    InhibitRule& rule = read.emplace_back();
    rule.span = node.span;
    rule.name = fields.Text("name");
    rule.equal = fields.TextsOrNone("equal");
    if (auto error = ReadMatchers(fields, "source_match", "source_match_re", "source_matchers",
                                  mode, rule.source_matchers)) {
      return *error;
    }
    if (auto error = ReadMatchers(fields, "target_match", "target_match_re", "target_matchers",
                                  mode, rule.target_matchers)) {
      return *error;
    }
  }
  return read;
}

Result<TimeInterval> ReadTimeInterval(const yaml::Node& interval, Arena& arena) {
  const Fields fields(interval, arena);
  TimeInterval read;
  const auto read_times = [&](const yaml::Node& item) {
    const Fields range(item, arena);
    return ParseTimes(range.Text("start_time"), range.Text("end_time"));
  };
  if (auto error = ReadRanges(fields, "times", read_times, read.times)) return *error;

  struct Field {
    std::string_view name;
    Result<NumberRange> (*parse)(std::string_view text);
    std::optional<std::vector<NumberRange>>& ranges;
  };
  for (const Field& field :
       {Field{"weekdays", ParseWeekdays, read.weekdays},
        Field{"days_of_month", ParseDaysOfMonth, read.days_of_month},
        Field{"months", ParseMonths, read.months}, Field{"years", ParseYears, read.years}}) {
    const auto read_range = [&](const yaml::Node& item) {
      return field.parse(fields.TextOf(item));
    };
    if (auto error = ReadRanges(fields, field.name, read_range, field.ranges)) return *error;
  }

  Result<std::string> zone = ParseLocation(fields.Text("location"));
  if (!zone) return zone.error();
  read.zone = *std::move(zone);
  return read;
}

Result<std::vector<NamedInterval>> ReadNamedIntervals(const yaml::Node& intervals, Arena& arena) {
  std::vector<NamedInterval> read;
  for (const yaml::Node& node : intervals.items()) {
    const Fields fields(node, arena);
    NamedInterval& named = read.emplace_back();
    named.name = fields.Text("name");
    const yaml::Node* list = fields.Find("time_intervals");
    if (list == nullptr) continue;
    for (const yaml::Node& item : list->items()) {
      Result<TimeInterval> interval = ReadTimeInterval(item, arena);
      if (!interval) return interval.error();
      named.intervals.push_back(*std::move(interval));
    }
  }
  return read;
}

Result<Routing> ReadRouting(const yaml::Node& config, model::MatcherMode mode, Arena& arena) {
  const Fields fields(config, arena);
  const yaml::Node* route = fields.Find("route");
  if (route == nullptr) return Error{"no routes provided"};
  Result<RouteTree> routes = ReadRoutes(*route, mode, arena);
  if (!routes) return routes.error();
  if (auto error = CheckRoot((*routes)[0])) return *error;
  Routing routing{*std::move(routes), {}, {}};
  if (const yaml::Node* rules = fields.Find("inhibit_rules")) {
    auto read = ReadInhibitRules(*rules, mode, arena);
    if (!read) return read.error();
    routing.inhibit_rules = *std::move(read);
  }
  for (const std::string_view list : {"mute_time_intervals", "time_intervals"}) {
    const yaml::Node* intervals = fields.Find(list);
    if (intervals == nullptr) continue;
    auto read = ReadNamedIntervals(*intervals, arena);
    if (!read) return read.error();
    for (NamedInterval& interval : *read) routing.intervals.push_back(std::move(interval));
  }
  return routing;
}

}  // namespace check::alertmanager
