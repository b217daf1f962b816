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
    Text("receiver", "Who is notified; that of the route around this one if left out."),
    Of("group_by", kTexts,
       "The labels whose alerts share a notification; `...` stands for all labels."),
    Deprecated(Of("match", kMatch, "Labels that alerts need to have, with their values."), "0.22",
               "use `matchers`"),
    Deprecated(Of("match_re", kMatchRe, "Labels that alerts need to have, with what they match."),
               "0.22", "use `matchers`"),
    Since(Of("matchers", kTexts, "What the labels of alerts have to match."), "0.22"),
    Since(Of("mute_time_intervals", kTexts, "Times at which nobody is notified."), "0.22"),
    Since(Of("active_time_intervals", kTexts, "Times outside of which nobody is notified."),
          "0.24"),
    Flag("continue", "Whether alerts that match go on to the routes after this one."),
    Of("routes", ListOf(kRouteType, "[]*config.Route"),
       "Routes for some of the alerts: the first that matches takes them."),
    Of("group_wait", kDuration, "How long the first notification of a group waits for more alerts.",
       "30s"),
    Of("group_interval", kDuration, "How long new alerts of a group wait after a notification.",
       "5m"),
    Of("repeat_interval", kDuration, "After how long a notification is sent once more.", "4h"),
    Since(Of("labels", kLabels, "Labels of the route, for templates of notifications."), "0.34"),
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
        .Report(kExclusiveFields, *all, "`...` cannot stand beside other labels in `group_by`",
                "cannot have wildcard group_by (`...`) and other labels at the same time")
        .notes.emplace_back("`...` stands for all labels: leave out the others");
  }
  std::unordered_map<std::string_view, const yaml::Node*> known;
  for (const yaml::Node& item : values.Items("group_by")) {
    const std::string_view name = values.TextOf(item);
    const auto [earlier, is_new] = known.try_emplace(name, &item);
    if (is_new || name == "...") continue;
    section
        .Report(kDuplicateValue, item, fmt::format("`{}` is in `group_by` twice", name),
                fmt::format("duplicated label {} in group_by", GoQuote(name)))
        .labels.push_back({{&section.file(), earlier->second->span}, "first given here"});
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
    .doc = "Which alerts go to whom, in which groups and how often.",
    .fields = kFields,
    .check = CheckRoute,
    .upstream = "config.plain",
};

}  // namespace check::config::alertmanager
