#include "libcheck/template/alertmanager.h"

#include <algorithm>

#include "libcheck/template/alertmanager_context.h"
#include "libcheck/template/default_templates.h"
#include "libcheck/template/foreign_names.h"
#include "libcheck/template/shared_functions.h"

namespace check::gotemplate {
namespace {

using Kind = TemplateType::Kind;

constexpr TemplateField kPairFields[] = {
    {"Name", &kTextType, "The name of the label or annotation."},
    {"Value", &kTextType, "Its value."},
};
constexpr TemplateType kPair = {
    .kind = Kind::kStruct, .name = "a name with its value", .fields = kPairFields};
constexpr TemplateField kTextsFields[] = {
    {"Join", &kTextType, "The texts with a separator between them."},
};
constexpr TemplateType kTexts = {.kind = Kind::kList,
                                 .name = "a list of texts",
                                 .element = &kTextType,
                                 .fields = kTextsFields,
                                 .go = &kStringsType};
constexpr TemplateField kPairsFields[] = {
    {"Names", &kTexts, "The names, in order."},
    {"String", &kTextType, "All of them as text: `a=b, c=d`."},
    {"Values", &kTexts, "The values, in the order of their names."},
};
constexpr TemplateType kPairs = {.kind = Kind::kList,
                                 .name = "a list of names with their values",
                                 .element = &kPair,
                                 .fields = kPairsFields,
                                 .go = &kPairsType};
extern const TemplateType kRemaining;
constexpr TemplateField kKeyValuesFields[] = {
    {"Names", &kTexts, "The names, `alertname` first."},
    {"Remove", &kRemaining, "The names that remain without the given ones."},
    {"SortedPairs", &kPairs, "Names with their values, `alertname` first."},
    {"String", &kTextType, "All of them as text: `a=b, c=d`."},
    {"Values", &kTexts, "The values, in the order of their names."},
};
constexpr TemplateType KeyValuesOf(std::string_view name) {
  return {.kind = Kind::kMap,
          .name = name,
          .element = &kTextType,
          .fields = kKeyValuesFields,
          .go = &kKeyValuesType};
}
constexpr TemplateType kRemaining = KeyValuesOf("what is left of them");
constexpr TemplateType kLabels = KeyValuesOf("the alert's labels");
constexpr TemplateType kAnnotations = KeyValuesOf("the alert's annotations");
constexpr TemplateType kGroupLabels = KeyValuesOf("the group's labels");
constexpr TemplateType kCommonLabels = KeyValuesOf("the common labels");
constexpr TemplateType kCommonAnnotations = KeyValuesOf("the common annotations");
constexpr TemplateType kRouteLabels = KeyValuesOf("the route's labels");

constexpr TemplateField kAlertFields[] = {
    {"Annotations", &kAnnotations, "The annotations of the alert."},
    {"EndsAt", &kTimeType, "When it was resolved; year 1 while it fires."},
    {"Fingerprint", &kTextType, "A hash of its labels."},
    {"GeneratorURL", &kTextType, "The URL of the expression that made it fire."},
    {"Labels", &kLabels, "Labels of the alert."},
    {"StartsAt", &kTimeType, "When it began to fire."},
    {"Status", &kTextType, "`firing` or `resolved`."},
};
constexpr TemplateType kAlert = {.kind = Kind::kStruct, .name = "an alert", .fields = kAlertFields};
constexpr TemplateType kSomeAlerts = {
    .kind = Kind::kList, .name = "a list of alerts", .element = &kAlert};
constexpr TemplateField kAlertsFields[] = {
    {"Firing", &kSomeAlerts, "The alerts that fire."},
    {"Resolved", &kSomeAlerts, "The alerts that are resolved."},
};
constexpr TemplateType kAlerts = {.kind = Kind::kList,
                                  .name = "the notification's alerts",
                                  .element = &kAlert,
                                  .fields = kAlertsFields,
                                  .go = &kNotifiedAlertsType};
constexpr TemplateField kNotificationFields[] = {
    {"Alerts", &kAlerts, "The alerts of the group."},
    {"CommonAnnotations", &kCommonAnnotations, "The annotations that all alerts have in common."},
    {"CommonLabels", &kCommonLabels, "The labels that all alerts have in common."},
    {"ExternalURL", &kTextType, "The URL of Alertmanager."},
    {"GroupLabels", &kGroupLabels, "The labels that the alerts were grouped by."},
    {"NotificationReason", &kTextType, "The reason for the notification."},
    {"Receiver", &kTextType, "The name of the receiver."},
    {"RouteLabels", &kRouteLabels, "The labels of the route, as they were written."},
    {"Status", &kTextType, "`firing` if at least one alert is."},
};
constexpr TemplateType kNotification = {
    .kind = Kind::kStruct, .name = "the notification", .fields = kNotificationFields};

}  // namespace

constexpr TemplateType kTimeType = {.kind = Kind::kStruct, .name = "a time", .go = &kGoTime};

const TemplateEnvironment& AlertmanagerEnvironment() {
  static const TemplateEnvironment environment = {
      .name = "a notification",
      .functions = AlertmanagerFunctions(),
      .variables = {},
      .dot = &kNotification,
      .prefix = {},
      .foreign_functions = ForeignToNotifications(),
      .foreign_fields = ForeignNotificationFields(),
      .foreign_variables = ForeignNotificationVariables()};
  return environment;
}

NotificationContext::NotificationContext(const TemplateSet& set, Escaping escaping,
                                         const GoValue& dot, const GoTime& time)
    : now(time), set_(set), escaping_(escaping), dot_(dot) {
  if (dot.type == &kNotificationPointerType || dot.type == &kNotificationType) {
    data_ = static_cast<const NotificationData*>(dot.object);
  }
}

bool NotificationContext::GiveRouteLabel(GoCall& call) {
  const std::string_view name = TextOf(call);
  if (data_ == nullptr) return Give(call, MakeString(""));
  const auto raw = MapFind(MakeStringMap(data_->route_labels), name);
  if (!raw) return Give(call, MakeString(""));
  if (data_->route_labels_are_rendered) return Give(call, *raw);
  if (const auto known = expanded_.find(name); known != expanded_.end()) {
    return Give(call, MakeString(known->second));
  }
  if (std::find(expanding_.begin(), expanding_.end(), name) != expanding_.end()) {
    std::string cycle = "route label cycle detected: ";
    for (const std::string_view step : expanding_) cycle.append(step).append(" -> ");
    return Failed(call, cycle.append(name));
  }
  expanding_.push_back(name);
  NotificationContext* const self = this;
  ExecutionMemory memory;
  const auto text = set_.Execute(raw->string(), escaping_, {.dot = dot_, .context = &self}, memory,
                                 call.execution.limits_left());
  expanding_.pop_back();
  if (!text.ok()) return Failed(call, text.error().message);
  const auto found = std::find_if(data_->route_labels.begin(), data_->route_labels.end(),
                                  [&](const TextPair& label) { return label.name == name; });
  return Give(call, MakeString(expanded_.emplace(found->name, *text).first->second));
}

NotificationTemplates::NotificationTemplates()
    : templates_(AlertmanagerEnvironment(), MissingKey::kZero) {
  templates_.Add(DefaultTemplates(), "");
  templates_.Add(DefaultEmailTemplates(), "");
}

std::optional<NotificationPart> PartOf(const TemplateType& type) {
  struct Row {
    const TemplateType* type;
    NotificationPart part;
  };
  static constexpr Row kRows[] = {
      {&kLabels, NotificationPart::kLabelsOfAlert},
      {&kAnnotations, NotificationPart::kAnnotationsOfAlert},
      {&kGroupLabels, NotificationPart::kGroupLabels},
      {&kCommonLabels, NotificationPart::kCommonLabels},
      {&kCommonAnnotations, NotificationPart::kCommonAnnotations},
      {&kRouteLabels, NotificationPart::kRouteLabels},
  };
  for (const Row& row : kRows) {
    if (row.type == &type) return row.part;
  }
  return std::nullopt;
}

const TemplateType& NotifiedAlertType() { return kAlert; }

Result<std::string> NotificationTemplates::Expand(std::string_view text, Escaping escaping,
                                                  const GoValue& dot, const GoTime& now,
                                                  ExecutionMemory& memory,
                                                  const ExecutionLimits& limits) const {
  return Trace(text, escaping, dot, now, memory, limits, nullptr, nullptr);
}

Result<std::string> NotificationTemplates::Trace(std::string_view text, Escaping escaping,
                                                 const GoValue& dot, const GoTime& now,
                                                 ExecutionMemory& memory,
                                                 const ExecutionLimits& limits,
                                                 PrintObserver* prints,
                                                 ExecutionTrace* trace) const {
  if (text.empty()) return std::string();
  NotificationContext context(templates_, escaping, dot, now);
  NotificationContext* const pointer = &context;
  return templates_.Execute(text, escaping, {.dot = dot, .context = &pointer, .prints = prints},
                            memory, limits, trace);
}

}  // namespace check::gotemplate
