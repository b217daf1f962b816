#ifndef TESTS_TEMPLATE_ALERTMANAGER_VALUES_H_
#define TESTS_TEMPLATE_ALERTMANAGER_VALUES_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "libcheck/template/alertmanager.h"

/// Data of notifications written as JSON.
namespace check::gotemplate::test_values {

using nlohmann::json;

/// Text that lives as long as `memory`.
inline std::string_view Text(const json& value, Arena& memory) {
  return value.is_string() ? memory.Copy(std::string_view(value.get_ref<const std::string&>()))
                           : std::string_view();
}

inline KeyValues Pairs(const json& value, Arena& memory) {
  if (!value.is_object()) return {};
  if (value.empty()) return NoKeyValues();
  std::vector<TextPair> pairs;
  for (const auto& [name, text] : value.items()) {
    pairs.push_back({memory.Copy(std::string_view(name)), Text(text, memory)});
  }
  return memory.Copy(pairs);
}

inline GoTime Time(const json& value, Arena& memory) {
  if (!value.is_string()) return kZeroTime;
  std::string error;
  return ParseGoTime("2006-01-02T15:04:05Z07:00", value.get<std::string>(), memory, error)
      .value_or(kZeroTime);
}

inline json Get(const json& value, const char* key) { return value.value(key, json()); }

/// template.Data with the names that Go has for its fields.
inline const NotificationData& Data(const json& value, Arena& memory) {
  std::vector<NotifiedAlert> alerts;
  for (const json& alert : Get(value, "Alerts")) {
    alerts.push_back({.status = Text(Get(alert, "Status"), memory),
                      .labels = Pairs(Get(alert, "Labels"), memory),
                      .annotations = Pairs(Get(alert, "Annotations"), memory),
                      .starts_at = Time(Get(alert, "StartsAt"), memory),
                      .ends_at = Time(Get(alert, "EndsAt"), memory),
                      .generator_url = Text(Get(alert, "GeneratorURL"), memory),
                      .fingerprint = Text(Get(alert, "Fingerprint"), memory)});
  }
  return *memory.New<NotificationData>(
      NotificationData{.receiver = Text(Get(value, "Receiver"), memory),
                       .status = Text(Get(value, "Status"), memory),
                       .alerts = memory.Copy(alerts),
                       .notification_reason = Text(Get(value, "NotificationReason"), memory),
                       .group_labels = Pairs(Get(value, "GroupLabels"), memory),
                       .common_labels = Pairs(Get(value, "CommonLabels"), memory),
                       .common_annotations = Pairs(Get(value, "CommonAnnotations"), memory),
                       .route_labels = Pairs(Get(value, "RouteLabels"), memory),
                       .external_url = Text(Get(value, "ExternalURL"), memory)});
}

/// A value of a Go type.
inline GoValue Value(const std::string& type, const json& value, Arena& memory) {
  static constexpr GoType kFloats = {
      .kind = GoKind::kSlice, .name = "[]float64", .element = &kGoFloat64};
  static constexpr GoType kInts = {.kind = GoKind::kSlice, .name = "[]int", .element = &kGoInt};
  static constexpr GoType kUints = {.kind = GoKind::kSlice, .name = "[]uint", .element = &kGoUint};
  if (type == "template.Data") return MakeObject(&Data(value, memory), kNotificationType);
  if (type == "*template.Data") return MakeNotification(Data(value, memory));
  if (type == "map[string]string") return MakeStringMap(Pairs(value, memory));
  if (type == "time.Time") return MakeTime(Time(value, memory), memory);
  if (type == "string") return MakeString(Text(value, memory));
  if (type == "int") return MakeInt(value.get<std::int64_t>());
  if (type == "map[string]any") {
    std::vector<GoEntry> entries;
    for (const auto& [key, entry] : value.items()) {
      entries.push_back({memory.Copy(std::string_view(key)),
                         Value(entry.is_string() ? "string" : "int", entry, memory).Boxed()});
    }
    return MakeMap(memory.Copy(entries));
  }
  std::vector<GoValue> elements;
  for (const json& element : value) {
    if (type == "[]string") elements.push_back(MakeString(Text(element, memory)));
    if (type == "[]float64") elements.push_back(MakeFloat(element.get<double>()));
    if (type == "[]int") elements.push_back(MakeInt(element.get<std::int64_t>()));
    if (type == "[]uint") elements.push_back(MakeUint(element.get<std::uint64_t>()));
  }
  const GoType& list = type == "[]string"    ? kGoStringSlice
                       : type == "[]float64" ? kFloats
                       : type == "[]int"     ? kInts
                                             : kUints;
  if (value.is_array()) return MakeSlice(memory.Copy(elements), list);
  return {};
}

}  // namespace check::gotemplate::test_values

#endif  // TESTS_TEMPLATE_ALERTMANAGER_VALUES_H_
