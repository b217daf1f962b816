#include "libcheck/alertmanager/route_trace.h"

#include <algorithm>

namespace check::alertmanager {
namespace {

const model::AlertMatcher* FirstFailing(const Route& route, model::Labels labels) {
  const auto failing =
      std::find_if(route.matchers.begin(), route.matchers.end(),
                   [&](const model::AlertMatcher& matcher) { return !matcher.Matches(labels); });
  return failing == route.matchers.end() ? nullptr : &*failing;
}

}  // namespace

std::vector<RouteStep> TraceAlert(const RouteTree& tree, model::Labels labels) {
  using Outcome = RouteStep::Outcome;
  const std::vector<std::uint32_t> visited = tree.Visit(labels);
  const std::vector<std::uint32_t> ended = tree.Match(labels);
  const auto holds = [](const std::vector<std::uint32_t>& sorted, std::uint32_t number) {
    return std::binary_search(sorted.begin(), sorted.end(), number);
  };
  std::vector<RouteStep> steps;
  // Which child of each route has taken the alert. Route 0 is nobody's child.
  std::vector<std::uint32_t> taken_by(tree.routes().size());
  for (std::uint32_t at = 0; at < tree.routes().size();) {
    const Route& route = tree[at];
    RouteStep& step = steps.emplace_back(RouteStep{at});
    if (holds(visited, at)) {
      step.outcome = holds(ended, at) ? Outcome::kEnded : Outcome::kPassed;
      if (!route.continues && at != 0) taken_by[route.parent] = at;
      ++at;
      continue;
    }
    if (at != 0 && taken_by[route.parent] != 0) {
      step.outcome = Outcome::kNotTried;
      step.taken_by = taken_by[route.parent];
    } else {
      step.failed = FirstFailing(route, labels);
    }
    at = route.end;
  }
  return steps;
}

std::string WhyNoMatch(const model::AlertMatcher& matcher, model::Labels labels) {
  const std::string label = "`" + matcher.name() + "`";
  const std::string_view value = labels.Get(matcher.name());
  if (value.empty()) return "the alert has no label " + label;
  std::string text = label + " is `";
  text.append(value) += '`';
  if (matcher.type() == model::MatchType::kEqual) text += ", not `" + matcher.value() + "`";
  if (matcher.type() == model::MatchType::kRegexp) {
    text += ", which does not match `" + matcher.value() + "`";
  }
  if (matcher.type() == model::MatchType::kNotRegexp) {
    text += ", which matches `" + matcher.value() + "`";
  }
  return text;
}

}  // namespace check::alertmanager
