#include "libcheck/config/alertmanager/operator/spec.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_map>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/config/alertmanager/codes.h"
#include "libcheck/config/alertmanager/operator/matching.h"
#include "libcheck/config/alertmanager/operator/receivers.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

#define LIBCHECK_RESOURCE_TYPE(Name, field, doc) \
  constexpr Type k##Name##Type = SectionOf(k##Name##Resource);
LIBCHECK_OPERATOR_RECEIVERS(LIBCHECK_RESOURCE_TYPE)
#undef LIBCHECK_RESOURCE_TYPE

constexpr Field kReceiverFields[] = {Needed(Of("name", kFilled, "Name that routes refer to.")),
#define LIBCHECK_RESOURCE_FIELD(Name, field, doc) Of(field, ListOf(k##Name##Type), doc),
                                     LIBCHECK_OPERATOR_RECEIVERS(LIBCHECK_RESOURCE_FIELD)
#undef LIBCHECK_RESOURCE_FIELD
};
constexpr Object kResourceReceiver = {
    .name = "receiver",
    .doc = "A named receiver with its integrations.",
    .fields = kReceiverFields,
};
constexpr Type kReceiverType = SectionOf(kResourceReceiver);

// What names are for others to use.
class Names {
 public:
  Names(Section& section, std::string_view list) : section_(section), list_(list) {
    for (const yaml::Node& item : section.values().Items(list)) Add(section.values().Of(item));
  }

  void Check(const yaml::Node& at, std::string_view name, std::string_view what) {
    if (known_.contains(name)) return;
    Diagnostic& problem =
        section_.Report(kUndefinedName, at, fmt::format("unknown {} `{}`", what, name));
    std::vector<std::string_view> names;
    for (const auto& [known, node] : known_) names.push_back(known);
    if (const auto meant = ClosestMatch(name, names)) {
      problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
    }
  }

 private:
  void Add(const Values& item) {
    const yaml::Entry* entry = item.Find("name");
    if (entry == nullptr) return;
    const std::string_view name = item.TextOf(entry->value);
    const auto [earlier, is_new] = known_.try_emplace(name, &entry->value);
    if (is_new) return;
    section_
        .Report(kDuplicateValue, entry->value,
                fmt::format("duplicate name in `{}`: `{}`", list_, name))
        .labels.push_back({{&section_.file(), earlier->second->span}, "first defined here"});
  }

  Section& section_;
  const std::string_view list_;
  std::unordered_map<std::string_view, const yaml::Node*> known_;
};

void CheckNamesIn(const Values& route, Names& receivers, Names& intervals) {
  if (const yaml::Entry* receiver = route.FindSet("receiver")) {
    receivers.Check(receiver->value, route.TextOf(receiver->value), "receiver");
  }
  for (const std::string_view field : {"muteTimeIntervals", "activeTimeIntervals"}) {
    for (const yaml::Node& item : route.Items(field)) {
      intervals.Check(item, route.TextOf(item), "time interval");
    }
  }
  for (const yaml::Node& child : route.Items("routes")) {
    if (child.IsMapping()) CheckNamesIn(route.Of(child), receivers, intervals);
  }
}

void CheckSpecWith(Section& section, std::string_view interval_list) {
  Names receivers(section, "receivers");
  Names intervals(section, interval_list);
  const yaml::Entry* route = section.Find("route");
  if (route == nullptr || !route->value.IsMapping()) return;
  const Values root = section.values().Of(route->value);
  if (!root.IsSet("receiver")) {
    section.Report(kMissingField, route->key,
                   "the top-level route needs a `receiver`, for alerts that match no other route");
  }
  CheckNamesIn(root, receivers, intervals);
}

constexpr Field kAlphaFields[] = {
    Of("route", SectionOf(kAlphaRoute), "Top-level route for alerts of the namespace."),
    Of("receivers", ListOf(kReceiverType), "Receivers that routes can send notifications to."),
    Of("inhibitRules", ListOf(kAlphaInhibitRuleType),
       "Inhibition rules: alerts that mute other alerts while they fire."),
    Of("muteTimeIntervals", ListOf(kResourceIntervalType),
       "Named time intervals that routes refer to."),
};
constexpr Object kAlphaSpec = {
    .name = "spec",
    .doc = "Configuration that the operator adds to an Alertmanager.",
    .fields = kAlphaFields,
    .check = [](Section& section) { CheckSpecWith(section, "muteTimeIntervals"); },
};

constexpr Field kBetaFields[] = {
    Of("route", SectionOf(kBetaRoute), "Top-level route for alerts of the namespace."),
    Of("receivers", ListOf(kReceiverType), "Receivers that routes can send notifications to."),
    Of("inhibitRules", ListOf(kBetaInhibitRuleType),
       "Inhibition rules: alerts that mute other alerts while they fire."),
    Of("timeIntervals", ListOf(kResourceIntervalType),
       "Named time intervals that routes refer to."),
};
constexpr Object kBetaSpec = {
    .name = "spec",
    .doc = "Configuration that the operator adds to an Alertmanager.",
    .fields = kBetaFields,
    .check = [](Section& section) { CheckSpecWith(section, "timeIntervals"); },
};

constexpr Field kAlphaResourceFields[] = {
    Needed(Of("spec", SectionOf(kAlphaSpec), "Configuration to add.")),
};
constexpr Field kBetaResourceFields[] = {
    Needed(Of("spec", SectionOf(kBetaSpec), "Configuration to add.")),
};

constexpr std::string_view kDoc =
    "Custom resource that gives routes and receivers to the Prometheus operator.";

}  // namespace

constexpr Object kAlertmanagerConfigAlpha = {
    .name = "AlertmanagerConfig",
    .doc = kDoc,
    .fields = kAlphaResourceFields,
    .any_fields = true,
};
constexpr Object kAlertmanagerConfigBeta = {
    .name = "AlertmanagerConfig",
    .doc = kDoc,
    .fields = kBetaResourceFields,
    .any_fields = true,
};

const Object* AlertmanagerConfigTable(std::string_view api_version) {
  if (api_version == "monitoring.coreos.com/v1alpha1") return &kAlertmanagerConfigAlpha;
  if (api_version == "monitoring.coreos.com/v1beta1") return &kAlertmanagerConfigBeta;
  return nullptr;
}

}  // namespace check::config::alertmanager
