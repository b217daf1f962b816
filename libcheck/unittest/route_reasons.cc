#include "libcheck/unittest/route_reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "libcheck/alertmanager/route_trace.h"
#include "libcheck/base/edit_distance.h"

namespace check::unittest {
namespace {

namespace am = check::alertmanager;

constexpr std::size_t kMostReasons = 4;

// Which route keeps an alert from `route`, and how.
struct Obstacle {
  std::uint32_t route = 0;
  std::string reason;
};

Obstacle WhyNotReached(const am::RouteTree& tree, const std::vector<am::RouteStep>& trace,
                       std::uint32_t route, model::Labels alert) {
  using Outcome = am::RouteStep::Outcome;
  for (;; route = tree[route].parent) {
    const auto step =
        std::lower_bound(trace.begin(), trace.end(), route,
                         [](const am::RouteStep& s, std::uint32_t r) { return s.route < r; });
    if (step == trace.end() || step->route != route)
      continue;  // The route around it did not match.
    const std::string& receiver = tree[route].receiver;
    switch (step->outcome) {
      case Outcome::kNoMatch:
        return {route, fmt::format("`{}` is not reached: {}", receiver,
                                   am::WhyNoMatch(*step->failed, alert))};
      case Outcome::kNotTried:
        return {step->taken_by, fmt::format("this route takes the alert from the later `{}`: it "
                                            "has no `continue: true`",
                                            receiver)};
      case Outcome::kPassed:
      case Outcome::kEnded:
        return {route, fmt::format("a route below this one takes the alert from `{}`", receiver)};
    }
  }
}

void AddMissing(const RoutingUnderTest& config, const std::vector<am::RouteStep>& trace,
                model::Labels alert, const std::string& receiver, Diagnostic& problem) {
  const am::RouteTree& tree = config.routing.routes;
  bool is_used = false;
  for (std::uint32_t i = 0; i < tree.routes().size(); ++i) {
    if (tree[i].receiver != receiver) continue;
    // Routes below have the receiver of this one, and the same reason.
    const bool is_inherited = i != 0 && tree[tree[i].parent].receiver == receiver;
    is_used = true;
    if (is_inherited || problem.labels.size() >= kMostReasons) continue;
    const Obstacle obstacle = WhyNotReached(tree, trace, i, alert);
    problem.labels.push_back({PlaceOf(config, obstacle.route), obstacle.reason});
  }
  if (is_used) return;
  std::vector<std::string_view> names;
  for (const am::Route& route : tree.routes()) names.push_back(route.receiver);
  const auto meant = ClosestMatch(receiver, names);
  problem.notes.push_back(fmt::format("no route has the receiver `{}`{}", receiver,
                                      meant ? fmt::format("; did you mean `{}`?", *meant) : ""));
}

std::string ValueText(std::string_view value) {
  return value.empty() ? "not set" : fmt::format("`{}`", value);
}

// Why `rule` lets no alert inhibit `target`; nothing if the rule is not about it.
std::optional<std::string> WhyNotInhibited(const am::InhibitRule& rule, const FiringAlerts& alerts,
                                           model::Labels target) {
  if (!model::MatchesAll(rule.target_matchers, target)) return std::nullopt;
  for (const model::Labels source : alerts.labels) {
    if (source == target || !model::MatchesAll(rule.source_matchers, source)) continue;
    for (const std::string& name : rule.equal) {
      const std::string_view here = target.Get(name);
      const std::string_view there = source.Get(name);
      if (here == there) continue;
      return fmt::format("`{}` must be equal: it is {} in the source and {} here", name,
                         ValueText(there), ValueText(here));
    }
    return std::string(
        "the alert matches the source side as well, like the alert that would inhibit it");
  }
  return std::string("no other alert of the test matches the source side");
}

}  // namespace

Location FirstLine(const SourceFile& file, Span span) {
  const std::string_view text = file.text().substr(span.begin, span.size());
  const std::size_t end = std::min(text.find('\n'), text.size());
  return {&file, {span.begin, span.begin + static_cast<std::uint32_t>(end)}};
}

Location PlaceOf(const RoutingUnderTest& config, std::uint32_t route) {
  return FirstLine(config.file, config.routing.routes[route].span);
}

void AddReceiverReasons(const RoutingUnderTest& config, model::Labels alert,
                        const std::vector<std::string>& expected, Diagnostic& problem) {
  const am::RouteTree& tree = config.routing.routes;
  const std::vector<am::RouteStep> trace = am::TraceAlert(tree, alert);
  std::vector<std::string> left = expected;
  for (const am::RouteStep& step : trace) {
    if (step.outcome != am::RouteStep::Outcome::kEnded) continue;
    const std::string& receiver = tree[step.route].receiver;
    const auto found = std::find(left.begin(), left.end(), receiver);
    if (found != left.end()) {
      left.erase(found);
    } else if (problem.labels.size() < kMostReasons) {
      problem.labels.push_back(
          {PlaceOf(config, step.route), fmt::format("`{}` gets the alert here", receiver)});
    }
  }
  for (const std::string& receiver : left) AddMissing(config, trace, alert, receiver, problem);
}

std::string MutingText(const am::Route& route, const am::Muting& muting) {
  if (!muting.muted_by.empty()) {
    return fmt::format("muted by `{}`", fmt::join(muting.muted_by, "`, `"));
  }
  if (!muting.is_inactive) return "not muted";
  return fmt::format("muted outside of `{}`", fmt::join(route.active_time_intervals, "`, `"));
}

void AddInhibitionReasons(const RoutingUnderTest& config, const FiringAlerts& alerts,
                          std::size_t alert, Diagnostic& problem) {
  for (const am::InhibitRule& rule : config.routing.inhibit_rules) {
    if (problem.labels.size() >= kMostReasons) return;
    auto reason = WhyNotInhibited(rule, alerts, alerts.labels[alert]);
    if (reason) problem.labels.push_back({FirstLine(config.file, rule.span), *std::move(reason)});
  }
  if (problem.labels.empty()) {
    problem.notes.emplace_back("no inhibition rule has a target side that matches the alert");
  }
}

}  // namespace check::unittest
