// The types of what a notification's template finds.
#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/template/alertmanager.h"
#include "libcheck/template/alertmanager_context.h"
#include "libcheck/template/shared_functions.h"

namespace check::gotemplate {
namespace {

constexpr TextPair kNone[1] = {};
NotifiedAlert no_alerts[1];

extern const GoType kPairType;
extern const GoType kAlertType;
extern const GoType kAlertSliceType;

// A nil map of labels is one thing, an empty one another.
GoValue MakeKeyValues(KeyValues pairs) {
  return pairs.data() == nullptr ? ZeroOf(kKeyValuesType) : MakeStringMap(pairs, kKeyValuesType);
}

// The alert's name comes first.
std::vector<TextPair> SortPairs(KeyValues pairs) {
  std::vector<TextPair> sorted(pairs.begin(), pairs.end());
  const auto name = std::find_if(sorted.begin(), sorted.end(),
                                 [](const TextPair& pair) { return pair.name == "alertname"; });
  if (name != sorted.end()) std::rotate(sorted.begin(), name, name + 1);
  return sorted;
}

std::string JoinPairs(std::span<const TextPair> pairs) {
  std::string text;
  for (const TextPair& pair : pairs) {
    if (&pair != pairs.data()) text += ", ";
    text.append(pair.name).append("=").append(pair.value);
  }
  return text;
}

// The pairs of a template.Pairs.
std::vector<TextPair> PairsOf(const GoValue& value) {
  std::vector<TextPair> pairs;
  for (const GoValue& element : value.elements()) {
    pairs.push_back(*static_cast<const TextPair*>(element.object));
  }
  return pairs;
}

template <typename Make>
bool GiveList(GoCall& call, std::size_t size, const GoType& type, Make&& make) {
  if (!call.execution.Reserve(size * sizeof(GoValue))) return false;
  std::vector<GoValue> elements;
  elements.reserve(size);
  for (std::size_t i = 0; i < size; ++i) elements.push_back(make(i));
  return Give(call, MakeSlice(call.execution.arena().Copy(elements), type));
}

bool GiveNames(GoCall& call, std::span<const TextPair> pairs) {
  return GiveList(call, pairs.size(), kStringsType,
                  [&](std::size_t i) { return MakeString(pairs[i].name); });
}
bool GiveValues(GoCall& call, std::span<const TextPair> pairs) {
  return GiveList(call, pairs.size(), kStringsType,
                  [&](std::size_t i) { return MakeString(pairs[i].value); });
}

bool GiveSortedPairs(GoCall& call) {
  const std::vector<TextPair> sorted = SortPairs(call.receiver->pairs());
  if (!call.execution.Reserve(sorted.size() * sizeof(TextPair))) return false;
  const auto kept = call.execution.arena().Copy(sorted);
  return GiveList(call, kept.size(), kPairsType,
                  [&](std::size_t i) { return MakeObject(&kept[i], kPairType); });
}

bool Remove(GoCall& call) {
  const auto pairs = call.receiver->pairs();
  if (!call.execution.Reserve(pairs.size() * sizeof(TextPair))) return false;
  std::vector<TextPair> rest;
  for (const TextPair& pair : pairs) {
    const auto names = call.arguments[0].elements();
    const bool removed = std::any_of(names.begin(), names.end(), [&](const GoValue& name) {
      return name.string() == pair.name;
    });
    if (!removed) rest.push_back(pair);
  }
  return Give(call, MakeStringMap(call.execution.arena().Copy(rest), kKeyValuesType));
}

bool Join(GoCall& call) {
  std::string text;
  bool first = true;
  for (const GoValue& element : call.receiver->elements()) {
    if (!std::exchange(first, false)) text += TextOf(call);
    text += element.string();
    if (text.size() > call.execution.memory_left()) break;
  }
  return GiveString(call, text);
}

template <char status>
bool GiveAlertsWith(GoCall& call) {
  constexpr std::string_view kWanted = status == 'f' ? "firing" : "resolved";
  std::vector<GoValue> found;
  for (const GoValue& alert : call.receiver->elements()) {
    if (static_cast<const NotifiedAlert*>(alert.object)->status == kWanted) found.push_back(alert);
  }
  return GiveList(call, found.size(), kAlertSliceType, [&](std::size_t i) { return found[i]; });
}

constexpr GoFunction kKeyValueMethods[] = {
    {"Names", {}, [](GoCall& call) { return GiveNames(call, SortPairs(call.receiver->pairs())); }},
    {"Remove", {.parameters = {&kGoStringSlice}, .count = 1}, Remove},
    {"SortedPairs", {}, GiveSortedPairs},
    {"String",
     {},
     [](GoCall& call) { return GiveString(call, JoinPairs(SortPairs(call.receiver->pairs()))); }},
    {"Values",
     {},
     [](GoCall& call) { return GiveValues(call, SortPairs(call.receiver->pairs())); }},
};
constexpr GoFunction kPairsMethods[] = {
    {"Names", {}, [](GoCall& call) { return GiveNames(call, PairsOf(*call.receiver)); }},
    {"String",
     {},
     [](GoCall& call) { return GiveString(call, JoinPairs(PairsOf(*call.receiver))); }},
    {"Values", {}, [](GoCall& call) { return GiveValues(call, PairsOf(*call.receiver)); }},
};
constexpr GoFunction kStringsMethods[] = {
    {"Join", {.parameters = {&kGoString}, .count = 1}, Join},
};
constexpr GoFunction kAlertsMethods[] = {
    {"Firing", {}, GiveAlertsWith<'f'>},
    {"Resolved", {}, GiveAlertsWith<'r'>},
};

constexpr GoField kPairFields[] = {
    {"Name", &kGoString,
     [](const void* object, Arena&) {
       return MakeString(static_cast<const TextPair*>(object)->name);
     }},
    {"Value", &kGoString,
     [](const void* object, Arena&) {
       return MakeString(static_cast<const TextPair*>(object)->value);
     }},
};

// A field that is text, or labels, and what JSON calls it.
#define TEXT_FIELD(type, name, member, json)                           \
  GoField {                                                            \
    name, &kGoString,                                                  \
        [](const void* object, Arena&) {                               \
          return MakeString(static_cast<const type*>(object)->member); \
        },                                                             \
        json                                                           \
  }
#define LABELS_FIELD(type, name, member, json)                            \
  GoField {                                                               \
    name, &kKeyValuesType,                                                \
        [](const void* object, Arena&) {                                  \
          return MakeKeyValues(static_cast<const type*>(object)->member); \
        },                                                                \
        json                                                              \
  }
#define TIME_FIELD(name, member, json)                                                    \
  GoField {                                                                               \
    name, &kGoTime,                                                                       \
        [](const void* object, Arena&) {                                                  \
          return MakeObject(&static_cast<const NotifiedAlert*>(object)->member, kGoTime); \
        },                                                                                \
        json                                                                              \
  }

constexpr GoField kAlertFields[] = {
    TEXT_FIELD(NotifiedAlert, "Status", status, "status"),
    LABELS_FIELD(NotifiedAlert, "Labels", labels, "labels"),
    LABELS_FIELD(NotifiedAlert, "Annotations", annotations, "annotations"),
    TIME_FIELD("StartsAt", starts_at, "startsAt"),
    TIME_FIELD("EndsAt", ends_at, "endsAt"),
    TEXT_FIELD(NotifiedAlert, "GeneratorURL", generator_url, "generatorURL"),
    TEXT_FIELD(NotifiedAlert, "Fingerprint", fingerprint, "fingerprint"),
};

constexpr GoField kNotificationFields[] = {
    TEXT_FIELD(NotificationData, "Receiver", receiver, "receiver"),
    TEXT_FIELD(NotificationData, "Status", status, "status"),
    {"Alerts", &kNotifiedAlertsType,
     [](const void* object, Arena& memory) {
       const auto& alerts = static_cast<const NotificationData*>(object)->alerts;
       if (alerts.data() == nullptr) return ZeroOf(kNotifiedAlertsType);
       std::vector<GoValue> elements;
       elements.reserve(alerts.size());
       for (const NotifiedAlert& alert : alerts) elements.push_back(MakeObject(&alert, kAlertType));
       return MakeSlice(memory.Copy(elements), kNotifiedAlertsType);
     },
     "alerts"},
    TEXT_FIELD(NotificationData, "NotificationReason", notification_reason, "notification_reason"),
    LABELS_FIELD(NotificationData, "GroupLabels", group_labels, "groupLabels"),
    LABELS_FIELD(NotificationData, "CommonLabels", common_labels, "commonLabels"),
    LABELS_FIELD(NotificationData, "CommonAnnotations", common_annotations, "commonAnnotations"),
    LABELS_FIELD(NotificationData, "RouteLabels", route_labels, "routeLabels"),
    TEXT_FIELD(NotificationData, "ExternalURL", external_url, "externalURL"),
    {"routeLabelsRendered", &kGoBool,
     [](const void* object, Arena&) {
       return MakeBool(static_cast<const NotificationData*>(object)->route_labels_are_rendered);
     }},
};
#undef TEXT_FIELD
#undef LABELS_FIELD
#undef TIME_FIELD

constexpr GoType kPairType = {
    .kind = GoKind::kStruct, .name = "template.Pair", .fields = kPairFields};
constexpr GoType kPairSliceType = {
    .kind = GoKind::kSlice, .name = "[]template.Pair", .element = &kPairType};
constexpr GoType kAlertType = {
    .kind = GoKind::kStruct, .name = "template.Alert", .fields = kAlertFields};
constexpr GoType kAlertSliceType = {
    .kind = GoKind::kSlice, .name = "[]template.Alert", .element = &kAlertType};

// FNV-1a of 64 bits over names and values, each with a byte behind it that UTF-8 has not.
std::string Fingerprint(KeyValues labels) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  };
  for (const TextPair& label : labels) {
    add(label.name);
    add("\xFF");
    add(label.value);
    add("\xFF");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[hash >> shift & 0xF];
  return text;
}

// regexp.QuoteMeta
std::string QuoteMeta(std::string_view text) {
  constexpr std::string_view kSpecial = R"(\.+*?()|[]{}^$)";
  std::string out;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// What all the alerts have in common.
template <typename Get>
KeyValues CommonPairs(std::span<const AlertOfGroup> alerts, Arena& memory, Get&& get) {
  std::vector<TextPair> common;
  if (!alerts.empty()) common.assign(get(alerts[0]).begin(), get(alerts[0]).end());
  for (const AlertOfGroup& alert : alerts.subspan(alerts.empty() ? 0 : 1)) {
    std::erase_if(common, [&](const TextPair& pair) {
      const auto found = MapFind(MakeStringMap(get(alert)), pair.name);
      // A label that is not there is an empty one.
      return (found ? found->string() : std::string_view()) != pair.value;
    });
  }
  return common.empty() ? NoKeyValues() : KeyValues(memory.Copy(common));
}

}  // namespace

constexpr GoType kPairsType = {
    .kind = GoKind::kSlice,
    .name = "template.Pairs",
    .element = &kPairType,
    .underlying = &kPairSliceType,
    .methods = kPairsMethods,
    .to_string = [](const GoValue& value) { return JoinPairs(PairsOf(value)); }};
constexpr GoType kStringsType = {.kind = GoKind::kSlice,
                                 .name = "template.Strings",
                                 .element = &kGoString,
                                 .underlying = &kGoStringSlice,
                                 .methods = kStringsMethods};
constexpr GoType kKeyValuesType = {
    .kind = GoKind::kMap,
    .name = "template.KV",
    .element = &kGoString,
    .has_pairs = true,
    .underlying = &kGoStringMap,
    .methods = kKeyValueMethods,
    .to_string = [](const GoValue& value) { return JoinPairs(SortPairs(value.pairs())); }};
constexpr GoType kNotifiedAlertsType = {.kind = GoKind::kSlice,
                                        .name = "template.Alerts",
                                        .element = &kAlertType,
                                        .underlying = &kAlertSliceType,
                                        .methods = kAlertsMethods};
constexpr GoType kNotificationType = {
    .kind = GoKind::kStruct, .name = "template.Data", .fields = kNotificationFields};
constexpr GoType kNotificationPointerType = {
    .kind = GoKind::kPointer, .name = "*template.Data", .element = &kNotificationType};

KeyValues NoKeyValues() { return {kNone, 0}; }

GoValue MakeNotification(const NotificationData& data) {
  return MakeObject(&data, kNotificationPointerType);
}

NotificationData MakeNotificationData(std::string_view receiver, KeyValues group_labels,
                                      KeyValues route_labels, std::string_view reason,
                                      std::span<const AlertOfGroup> alerts,
                                      std::string_view external_url, const GoTime& now,
                                      Arena& memory) {
  const auto not_nil = [](KeyValues pairs) { return pairs.empty() ? NoKeyValues() : pairs; };
  NotificationData data = {.receiver = memory.Copy(QuoteMeta(receiver)),
                           .status = "resolved",
                           .notification_reason = reason,
                           .group_labels = not_nil(group_labels),
                           .route_labels = not_nil(route_labels),
                           .external_url = external_url};
  std::vector<NotifiedAlert> notified;
  notified.reserve(alerts.size());
  for (const AlertOfGroup& alert : alerts) {
    const bool has_end = Subtract(alert.ends_at, kZeroTime) != 0;
    const bool is_resolved = has_end && Subtract(now, alert.ends_at) >= 0;
    if (!is_resolved) data.status = "firing";
    notified.push_back({.status = is_resolved ? "resolved" : "firing",
                        .labels = not_nil(alert.labels),
                        .annotations = not_nil(alert.annotations),
                        .starts_at = alert.starts_at,
                        .ends_at = alert.ends_at,
                        .generator_url = alert.generator_url,
                        .fingerprint = memory.Copy(Fingerprint(alert.labels))});
  }
  data.alerts = notified.empty() ? std::span<const NotifiedAlert>(no_alerts, 0)
                                 : std::span<const NotifiedAlert>(memory.Copy(notified));
  data.common_labels =
      CommonPairs(alerts, memory, [](const AlertOfGroup& alert) { return alert.labels; });
  data.common_annotations =
      CommonPairs(alerts, memory, [](const AlertOfGroup& alert) { return alert.annotations; });
  return data;
}

}  // namespace check::gotemplate
