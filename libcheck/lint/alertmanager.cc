#include "libcheck/lint/alertmanager.h"

#include <algorithm>

namespace check::lint {

using config::alertmanager::AlertmanagerConfig;
using config::alertmanager::Route;
using model::AlertMatcher;
using model::MatchType;

Location AlertmanagerContext::PlaceOf(const schema::Values& section, std::string_view field) const {
  if (const yaml::Entry* entry = section.Find(field)) return InFile(entry->value);
  const std::span<const yaml::Entry> own = section.node().entries();
  return InFile(own.empty() ? section.node() : own.front().key);
}

std::span<const Route> RouteContext::Before() const {
  if (parent == nullptr) return {};
  return std::span(parent->route.routes).subspan(0, index);
}

std::span<const Route> RouteContext::After() const {
  if (parent == nullptr) return {};
  return std::span(parent->route.routes).subspan(index + 1);
}

namespace {

bool MatchesAnything(const AlertMatcher& matcher) {
  return matcher.type() == MatchType::kRegexp && matcher.value() == ".*";
}

}  // namespace

bool MatchesAll(const Route& route) {
  return std::all_of(route.matchers.begin(), route.matchers.end(), MatchesAnything);
}

bool Contradict(const Route& a, const Route& b) {
  for (const AlertMatcher& x : a.matchers) {
    for (const AlertMatcher& y : b.matchers) {
      if (x.name() != y.name()) continue;
      if (x.type() == MatchType::kEqual && !y.Matches(x.value())) return true;
      if (y.type() == MatchType::kEqual && !x.Matches(y.value())) return true;
    }
  }
  return false;
}

bool Covers(const Route& wide, const Route& narrow) {
  return std::all_of(wide.matchers.begin(), wide.matchers.end(), [&](const AlertMatcher& matcher) {
    if (MatchesAnything(matcher)) return true;
    return std::any_of(narrow.matchers.begin(), narrow.matchers.end(), [&](const auto& other) {
      const bool says_which = other.name() == matcher.name() && other.type() == MatchType::kEqual;
      return other == matcher || (says_which && matcher.Matches(other.value()));
    });
  });
}

namespace {

class Walk {
 public:
  Walk(const AlertmanagerContext& whole, std::span<const Check* const> checks,
       Diagnostics& diagnostics)
      : whole_(whole), checks_(checks), diagnostics_(diagnostics) {}

  void Visit(const Route& route, const RouteContext* parent, std::size_t index) {
    RouteContext context = {
        .whole = whole_,
        .route = route,
        .parent = parent,
        .index = index,
        .receiver = parent != nullptr ? parent->receiver : "",
        .group_by = parent != nullptr ? parent->group_by : std::vector<std::string_view>(),
        .group_by_all = parent != nullptr && parent->group_by_all,
        .group_wait =
            parent != nullptr ? parent->group_wait : config::alertmanager::kUsualGroupWait,
        .group_interval =
            parent != nullptr ? parent->group_interval : config::alertmanager::kUsualGroupInterval,
        .repeat_interval = parent != nullptr ? parent->repeat_interval
                                             : config::alertmanager::kUsualRepeatInterval};
    if (!route.receiver.empty()) context.receiver = route.receiver;
    if (route.group_by) {
      context.group_by = *route.group_by;
      context.group_by_all = route.group_by_all;
      std::sort(context.group_by.begin(), context.group_by.end());
    }
    context.group_wait = route.group_wait.value_or(context.group_wait);
    context.group_interval = route.group_interval.value_or(context.group_interval);
    context.repeat_interval = route.repeat_interval.value_or(context.repeat_interval);
    RunChecks(checks_, context, diagnostics_);
    for (std::size_t i = 0; i < route.routes.size(); ++i) Visit(route.routes[i], &context, i);
  }

 private:
  const AlertmanagerContext& whole_;
  std::span<const Check* const> checks_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckAlertmanager(const AlertmanagerConfig& config, const SourceFile& file,
                       std::span<const Check* const> checks, Diagnostics& diagnostics) {
  const AlertmanagerContext whole = {config, file};
  RunChecks(checks, whole, diagnostics);
  if (config.route && AnyLooksAt<RouteContext>(checks)) {
    Walk(whole, checks, diagnostics).Visit(*config.route, nullptr, 0);
  }
}

}  // namespace check::lint
