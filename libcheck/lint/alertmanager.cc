#include "libcheck/lint/alertmanager.h"

#include <algorithm>
#include <string>
#include <utility>

#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/config/alertmanager/routing.h"

namespace check::lint {
namespace {

namespace am = alertmanager;
using config::alertmanager::AlertmanagerConfig;
using schema::Values;
using WrittenRoute = config::alertmanager::Route;

// The routes in the order of their numbers in a tree.
void AddWritten(const WrittenRoute& route, std::vector<const WrittenRoute*>& written) {
  written.push_back(&route);
  for (const WrittenRoute& child : route.routes) AddWritten(child, written);
}

// Where there are errors that may leave parts of the file unread.
std::vector<Span> ErrorsIn(const Diagnostics& diagnostics) {
  std::vector<Span> spans;
  for (const Diagnostic& each : diagnostics.found()) {
    const bool counts = each.severity == Severity::kError &&
                        each.info != &config::alertmanager::kUndefinedName &&
                        each.where.file != nullptr;
    if (counts) spans.push_back(each.where.Outermost().span);
  }
  return spans;
}

bool HasErrorIn(const std::vector<Span>& errors, const Values& section) {
  const Span span = section.node().span;
  return std::any_of(errors.begin(), errors.end(), [&](Span error) {
    return error.begin >= span.begin && error.begin < span.end;
  });
}

// The intervals without errors, and how they are written: both have the same order.
struct ReadIntervals {
  std::vector<am::NamedInterval> intervals;
  std::vector<const config::alertmanager::NamedInterval*> written;
};

ReadIntervals IntervalsOf(const AlertmanagerConfig& config, const std::vector<Span>& errors) {
  ReadIntervals found;
  for (const auto& written : config.time_intervals) {
    if (HasErrorIn(errors, written.section)) continue;
    found.intervals.push_back(config::alertmanager::MakeNamedInterval(written));
    found.written.push_back(&written);
  }
  return found;
}

void CheckRoutes(const AlertmanagerContext& whole, std::span<const Check* const> checks,
                 Diagnostics& diagnostics) {
  if (whole.routing == nullptr || !AnyLooksAt<AlertRouteContext>(checks)) return;
  for (std::uint32_t i = 0; i < whole.routing->tree().routes().size(); ++i) {
    RunChecks(checks, AlertRouteContext{whole, *whole.routing, i}, diagnostics);
  }
}

}  // namespace

RoutingFacts::RoutingFacts(const WrittenRoute& root)
    : tree_(config::alertmanager::MakeRouteTree(root)) {
  AddWritten(root, written_);
}

const am::AlertSet& RoutingFacts::Own(std::uint32_t route) {
  if (own_.empty()) {
    for (const am::Route& each : tree_.routes()) own_.push_back(finder_.Set(each.matchers));
  }
  return own_[route];
}

const std::vector<am::RouteReach>& RoutingFacts::Reach() {
  if (reach_.empty()) reach_ = am::ReachOf(tree_, am::AlertSet(), finder_);
  return reach_;
}

// The siblings of a route of which that is not plain to see, and the route itself.
std::vector<std::uint32_t> RoutingFacts::MayOverlap(std::uint32_t route) {
  const std::uint32_t parent = tree_[route].parent;
  children_.resize(tree_.routes().size());
  std::unique_ptr<am::AlertIndex>& index = children_[parent];
  if (index == nullptr) {
    index = std::make_unique<am::AlertIndex>(finder_);
    for (std::uint32_t child = tree_.FirstChild(parent); child != tree_[parent].end;
         child = tree_.NextSibling(child)) {
      index->Add(Own(child), child);
    }
  }
  return index->MayOverlap(Reach()[route].matching);
}

bool RoutingFacts::Overlap(std::uint32_t route, std::uint32_t sibling) {
  return finder_.AreDisjoint(Reach()[route].matching, Own(sibling)) != am::Answer::kYes;
}

bool RoutingFacts::HasLaterOverlap(std::uint32_t route) {
  const std::vector<std::uint32_t> siblings = MayOverlap(route);
  return std::any_of(siblings.begin(), siblings.end(), [&](std::uint32_t sibling) {
    return sibling > route && Overlap(route, sibling);
  });
}

std::vector<std::uint32_t> RoutingFacts::EarlierOverlaps(std::uint32_t route) {
  std::vector<std::uint32_t> siblings = MayOverlap(route);
  std::erase_if(siblings, [&](std::uint32_t sibling) {
    return sibling >= route || !Overlap(route, sibling);
  });
  return siblings;
}

const am::NamedInterval* AlertmanagerContext::FindInterval(std::string_view name) const {
  const auto found =
      std::find_if(intervals.begin(), intervals.end(),
                   [&](const am::NamedInterval& interval) { return interval.name == name; });
  return found == intervals.end() ? nullptr : &*found;
}

const yaml::Node& TimerOf(const WrittenRoute& route) {
  return ValueOf(route.section, route.repeat_interval ? "repeat_interval" : "group_interval");
}

const yaml::Node& KeyOf(const Values& section, std::string_view field) {
  if (const yaml::Entry* entry = section.Find(field)) return entry->key;
  return section.entries().empty() ? section.node() : section.entries().front().key;
}

const yaml::Node& ValueOf(const Values& section, std::string_view field) {
  const yaml::Entry* entry = section.Find(field);
  return entry != nullptr ? entry->value : KeyOf(section, field);
}

const yaml::Node& MatchersOf(const Values& section, std::string_view prefix) {
  for (const std::string_view field : {"matchers", "match", "match_re"}) {
    const yaml::Entry* entry = section.FindSet(std::string(prefix).append(field));
    if (entry != nullptr) return entry->value;
  }
  return KeyOf(section, "");
}

const yaml::Node& MatcherOf(const Values& section, std::string_view prefix,
                            std::string_view label) {
  for (const std::string_view field : {"match", "match_re"}) {
    for (const yaml::Entry& entry : section.Sub(std::string(prefix).append(field)).entries()) {
      if (entry.key.scalar() == label) return entry.value;
    }
  }
  for (const yaml::Node& item : section.Items(std::string(prefix).append("matchers"))) {
    const auto parsed =
        model::ParseMatchers(section.TextOf(item), model::MatcherMode::kFallback).matchers;
    if (std::any_of(parsed.begin(), parsed.end(),
                    [&](const auto& matcher) { return matcher.name() == label; })) {
      return item;
    }
  }
  return MatchersOf(section, prefix);
}

void CheckAlertmanager(const AlertmanagerConfig& config, std::span<const Check* const> checks,
                       Diagnostics& diagnostics) {
  const bool is_wanted = std::any_of(checks.begin(), checks.end(), [](const Check* check) {
    return FileOf(*check) == CheckedFile::kAlertmanagerConfig;
  });
  if (!is_wanted) return;
  const std::vector<Span> errors = ErrorsIn(diagnostics);
  std::optional<RoutingFacts> routing;
  if (config.route && !HasErrorIn(errors, config.route->section)) routing.emplace(*config.route);
  const ReadIntervals intervals = IntervalsOf(config, errors);
  const AlertmanagerContext whole = {config.section.input().file, config,
                                     routing ? &*routing : nullptr, intervals.intervals};
  RunChecks(checks, whole, diagnostics);
  CheckRoutes(whole, checks, diagnostics);
  am::AlertFinder finder;
  for (const auto& rule : config.inhibit_rules) {
    if (HasErrorIn(errors, rule.section)) continue;
    RunChecks(checks, InhibitRuleContext{whole, rule, finder}, diagnostics);
  }
  for (std::size_t i = 0; i < intervals.intervals.size(); ++i) {
    RunChecks(checks, NamedIntervalContext{whole, *intervals.written[i], intervals.intervals[i]},
              diagnostics);
  }
  for (const auto& receiver : config.receivers) {
    RunChecks(checks, ReceiverContext{whole, receiver, HasErrorIn(errors, receiver.section)},
              diagnostics);
  }
}

}  // namespace check::lint
