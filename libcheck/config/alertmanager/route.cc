#include <fmt/format.h>

#include <unordered_map>

#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/match.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kRouteType = SectionOf(kRoute);
constexpr Type kLabels = MapOf(kLabelName, kTemplate, "model.LabelSet");

constexpr Field kFields[] = {
    Text("receiver", "Receiver to notify; inherited from the parent route if not set."),
    Of("group_by", kTexts, "Labels to group alerts by; `...` groups by all labels."),
    Deprecated(Of("match", kMatch, "Labels and values that alerts must have."), "0.22",
               "use `matchers`"),
    Deprecated(Of("match_re", kMatchRe,
                  "Labels that alerts must have, with regular expressions for their values."),
               "0.22", "use `matchers`"),
    Since(Of("matchers", kTexts, "Matchers that alerts must satisfy."), "0.22"),
    Since(Of("mute_time_intervals", kTexts,
             "Time intervals during which this route sends no notifications."),
          "0.22"),
    Since(Of("active_time_intervals", kTexts,
             "Time intervals outside of which this route sends no notifications."),
          "0.24"),
    Flag("continue", "Also try the routes that follow when an alert matches this one."),
    Of("routes", ListOf(kRouteType, "[]*config.Route"),
       "Child routes; the first one that matches takes the alert."),
    Of("group_wait", kDuration,
       "Delay before the first notification of a group, to wait for more alerts.", "30s"),
    Of("group_interval", kDuration,
       "Delay before notifying about new alerts of a group that was already notified.", "5m"),
    Of("repeat_interval", kDuration, "Interval after which a notification is repeated.", "4h"),
    Since(Of("labels", kLabels, "Labels of the route, available in notification templates."),
          "0.34"),
};

void CheckGroupBy(Section& section) {
  const Values& values = section.values();
  const yaml::Node* all = nullptr;
  const yaml::Node* other = nullptr;
  for (const yaml::Node& item : values.Items("group_by")) {
    (values.TextOf(item) == "..." ? all : other) = &item;
  }
  if (all != nullptr && other != nullptr) {
    section
        .Report(kExclusiveFields, *all, "`...` in `group_by` cannot be combined with other labels",
                "cannot have wildcard group_by (`...`) and other labels at the same time")
        .notes.emplace_back("`...` stands for all labels: remove the others");
  }
  std::unordered_map<std::string_view, const yaml::Node*> known;
  for (const yaml::Node& item : values.Items("group_by")) {
    const std::string_view name = values.TextOf(item);
    const auto [earlier, is_new] = known.try_emplace(name, &item);
    if (is_new || name == "...") continue;
    section
        .Report(kDuplicateValue, item, fmt::format("duplicate label `{}` in `group_by`", name),
                fmt::format("duplicated label {} in group_by", GoQuote(name)))
        .labels.push_back({{&section.file(), earlier->second->span}, "first defined here"});
  }
}

void CheckRoute(Section& section) {
  const Values& values = section.values();
  CheckMatch(section, "match", "match_re");
  CheckGroupBy(section);
  for (const std::string_view field : {"group_interval", "repeat_interval"}) {
    const yaml::Entry* entry = section.Find(field);
    if (entry == nullptr || !entry->value.IsScalar() || values.TextOf(entry->value).empty()) {
      continue;
    }
    if (values.TimeOf(entry->value) != Duration::zero()) continue;
    section.Report(kBadValue, entry->value, fmt::format("`{}` cannot be zero", field),
                   fmt::format("{} cannot be zero", field));
  }
}

}  // namespace

constexpr Object kRoute = {
    .name = "route",
    .doc = "A route: which alerts it matches, whom it notifies, grouping and timing.",
    .fields = kFields,
    .check = CheckRoute,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
